using Adit.Protocols.Ip;

namespace Adit.Access.Accounts;

/// <summary>One who may enter.</summary>
/// <param name="Name">Unique among accounts.</param>
/// <param name="PasswordKind">The form of the password.</param>
/// <param name="SealedPassword">The password in that form, sealed for this name.</param>
/// <param name="CreatedUtc">When the account was added.</param>
public sealed record Account(AccountName Name, PasswordKind PasswordKind, ReadOnlyMemory<byte> SealedPassword, DateTimeOffset CreatedUtc)
{
    /// <summary>Whether the account may be used at all.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>When the account ends; null for never.</summary>
    public DateTimeOffset? ExpiresUtc { get; init; }

    /// <summary>When the password was last set.</summary>
    public DateTimeOffset PasswordSetUtc { get; init; } = CreatedUtc;

    /// <summary>Wrong passwords since the last entry, unlocking or lock.</summary>
    public int Failures { get; init; }

    /// <summary>Until when wrong passwords have locked the account; a time in the past means nothing any more.</summary>
    public DateTimeOffset? LockedUntilUtc { get; init; }

    /// <summary>The address in the tunnel that the account alone gets; null for any.</summary>
    public Ipv4Address? Address { get; init; }

    /// <summary>The /64 in the tunnel that the account alone gets; null for any.</summary>
    public Ipv6Prefix? Ipv6Prefix { get; init; }

    /// <summary>When the account was last let in.</summary>
    public DateTimeOffset? LastEntryUtc { get; init; }

    /// <summary>Whether the account is locked at this time.</summary>
    public bool IsLockedAt(DateTimeOffset now) => LockedUntilUtc > now;

    /// <summary>Whether the account has ended at this time.</summary>
    public bool IsExpiredAt(DateTimeOffset now) => ExpiresUtc <= now;
}
