using Adit.Protocols.Crypto;

namespace Adit.Access.Decisions;

/// <summary>What a check of credentials found.</summary>
internal abstract record Proof
{
    private Proof()
    {
    }

    /// <summary>The user knows the password; what there is to send back.</summary>
    public sealed record Right(byte ChapIdentifier, string? AuthenticatorResponse, SessionKeys Keys) : Proof
    {
        /// <summary>What the password is to be from now on; null where it stays.</summary>
        public string? NewPassword { get; init; }

        /// <summary>What MS-CHAP, version 1, makes instead of keys; empty for everything else.</summary>
        public ReadOnlyMemory<byte> ChapMppeKeys { get; init; }

        public override string ToString() => nameof(Right);
    }

    /// <summary>The user does not know the password.</summary>
    public sealed record Wrong : Proof;

    /// <summary>The account keeps no form of its password that the method can be checked against.</summary>
    public sealed record Unsuitable : Proof;

    /// <summary>The sealed password does not open: another key, another account's row, damage.</summary>
    public sealed record Unreadable : Proof;
}
