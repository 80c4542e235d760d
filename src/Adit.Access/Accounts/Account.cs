using Adit.Protocols.Ip;
using Adit.Protocols.Radius;

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

    /// <summary>Whether the account may dial in.</summary>
    public DialInPermission Permission { get; init; }

    /// <summary>The groups it is in.</summary>
    public GroupNames Groups { get; init; } = GroupNames.None;

    /// <summary>The hours in which it may be used; null for all.</summary>
    public WeeklyHours? Hours { get; init; }

    /// <summary>Where it may call from; null for anywhere.</summary>
    public CallerStation? CallerId { get; init; }

    /// <summary>When its password is to be changed.</summary>
    public PasswordExpiry PasswordExpiry { get; init; }

    /// <summary>The networks behind its machine.</summary>
    public StaticRoutes Routes { get; init; } = StaticRoutes.None;

    /// <summary>How long its sessions may last; null for as long as others'. Only accounts of files have it.</summary>
    public TimeSpan? SessionTimeout { get; init; }

    /// <summary>How long its sessions may be idle; null for as long as others'. Only accounts of files have it.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>What the gateway is to return in accounting (RFC 2865 §5.25); empty for none. Only accounts of files have it.</summary>
    public ReadOnlyMemory<byte> Class { get; init; }

    /// <summary>What its sessions have beside that, before what policies say. Only accounts of files have it.</summary>
    public SessionSettings Settings { get; init; } = SessionSettings.None;

    /// <summary>A text for people (RFC 2865 §5.18), which others' gateways may show; null for none. Only accounts of files have it.</summary>
    public string? ReplyMessage { get; init; }

    /// <summary>When the account was last let in.</summary>
    public DateTimeOffset? LastEntryUtc { get; init; }

    /// <summary>Whether the account is locked at this time.</summary>
    public bool IsLockedAt(DateTimeOffset now) => LockedUntilUtc > now;

    /// <summary>Whether a lock has run out by this time, and no password was counted or forgiven since.</summary>
    public bool HasOutlastedLockAt(DateTimeOffset now) => LockedUntilUtc <= now && Failures == 0;

    /// <summary>Whether the account has ended at this time.</summary>
    public bool IsExpiredAt(DateTimeOffset now) => ExpiresUtc <= now;

    /// <summary>Whether the password is to be changed before it can be used at this time.</summary>
    /// <param name="now">The time.</param>
    /// <param name="maxAge">How old passwords may become; null for any age.</param>
    public bool IsPasswordExpiredAt(DateTimeOffset now, TimeSpan? maxAge) => PasswordExpiry switch
    {
        PasswordExpiry.Now => true,
        PasswordExpiry.Never => false,
        _ => now - PasswordSetUtc >= maxAge,
    };
}
