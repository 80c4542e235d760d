using Adit.Protocols.Ip;

namespace Adit.Access.Accounts;

/// <summary>A change to an account by an administrator.</summary>
public abstract record AccountUpdate
{
    private AccountUpdate()
    {
    }

    /// <summary>A new password, which also unlocks, and is what <see cref="PasswordExpiry.Now"/> has asked for.</summary>
    public sealed record Password(PasswordKind Kind, ReadOnlyMemory<byte> Sealed, DateTimeOffset SetUtc) : AccountUpdate;

    /// <summary>May the account be used?</summary>
    public sealed record Enabled(bool IsEnabled) : AccountUpdate;

    /// <summary>When the account ends; null for never.</summary>
    public sealed record Expiry(DateTimeOffset? ExpiresUtc) : AccountUpdate;

    /// <summary>The address that the account alone gets; null for any.</summary>
    public sealed record StaticAddress(Ipv4Address? Address) : AccountUpdate;

    /// <summary>The /64 that the account alone gets; null for any.</summary>
    public sealed record StaticPrefix(Ipv6Prefix? Prefix) : AccountUpdate;

    /// <summary>Whether the account may dial in.</summary>
    public sealed record Permission(DialInPermission Value) : AccountUpdate;

    /// <summary>The groups it is in, in place of those it was in.</summary>
    public sealed record Groups(GroupNames Names) : AccountUpdate;

    /// <summary>The hours in which it may be used; null for all.</summary>
    public sealed record Hours(WeeklyHours? Value) : AccountUpdate;

    /// <summary>Where it may call from; null for anywhere.</summary>
    public sealed record CallerId(CallerStation? Station) : AccountUpdate;

    /// <summary>When its password is to be changed.</summary>
    public sealed record PasswordExpires(PasswordExpiry Value) : AccountUpdate;

    /// <summary>The networks behind its machine.</summary>
    public sealed record Routes(StaticRoutes Networks) : AccountUpdate;

    /// <summary>Wrong passwords are forgiven.</summary>
    public sealed record Unlock : AccountUpdate;

    /// <summary>Several at once, all or none; no two of one kind, and at least one.</summary>
    public sealed record Several(IReadOnlyList<AccountUpdate> Updates) : AccountUpdate;
}
