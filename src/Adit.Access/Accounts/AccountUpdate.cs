using Adit.Protocols.Ip;

namespace Adit.Access.Accounts;

/// <summary>A change to an account by an administrator.</summary>
public abstract record AccountUpdate
{
    private AccountUpdate()
    {
    }

    /// <summary>A new password, which also unlocks.</summary>
    public sealed record Password(PasswordKind Kind, ReadOnlyMemory<byte> Sealed, DateTimeOffset SetUtc) : AccountUpdate;

    /// <summary>May the account be used?</summary>
    public sealed record Enabled(bool IsEnabled) : AccountUpdate;

    /// <summary>When the account ends; null for never.</summary>
    public sealed record Expiry(DateTimeOffset? ExpiresUtc) : AccountUpdate;

    /// <summary>The address that the account alone gets; null for any.</summary>
    public sealed record StaticAddress(Ipv4Address? Address) : AccountUpdate;

    /// <summary>The /64 that the account alone gets; null for any.</summary>
    public sealed record StaticPrefix(Ipv6Prefix? Prefix) : AccountUpdate;

    /// <summary>Wrong passwords are forgiven.</summary>
    public sealed record Unlock : AccountUpdate;
}
