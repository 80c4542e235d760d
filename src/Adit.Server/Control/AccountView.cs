namespace Adit.Server.Control;

/// <summary>An account, without its secrets.</summary>
/// <param name="Name">The name it signs in with.</param>
/// <param name="Enabled">Whether it may sign in.</param>
/// <param name="LockedUntilUtc">When its lockout ends; null where it is not locked.</param>
/// <param name="CreatedUtc">When it was added.</param>
/// <param name="Method">
/// The best method that its password can be checked with: <c>ms-chap-v2</c>, <c>pap</c>, or <c>any</c> for a reversible password.
/// </param>
public sealed record AccountView(string Name, bool Enabled, DateTimeOffset? LockedUntilUtc, DateTimeOffset CreatedUtc, string Method)
{
    /// <summary>The address in the tunnel that the account alone gets; null for any.</summary>
    public string? Address { get; init; }

    /// <summary>The IPv6 prefix in the tunnel that the account alone gets; null for any.</summary>
    public string? Ipv6Prefix { get; init; }

    /// <summary>Whether it may dial in: <c>policy</c>, <c>allow</c> or <c>deny</c>.</summary>
    public string Permission { get; init; } = "policy";

    /// <summary>The groups it is in.</summary>
    public IReadOnlyList<string> Groups { get; init; } = [];

    /// <summary>The hours in which it may be used, as <c>mon-fri 08:00-18:00</c>; null for all.</summary>
    public string? Hours { get; init; }

    /// <summary>Where it may call from; null for anywhere.</summary>
    public string? CallerId { get; init; }

    /// <summary>When its password is to be changed: by <c>age</c>, <c>never</c> or <c>now</c>.</summary>
    public string PasswordExpiry { get; init; } = "age";

    /// <summary>When its password was last set; null where that is not known.</summary>
    public DateTimeOffset? PasswordSetUtc { get; init; }

    /// <summary>The networks behind its machine.</summary>
    public IReadOnlyList<string> Routes { get; init; } = [];

    /// <summary>When it ends; null for never.</summary>
    public DateTimeOffset? ExpiresUtc { get; init; }

    /// <summary>Wrong passwords since the last entry, unlocking or lock.</summary>
    public int Failures { get; init; }

    /// <summary>When it was last let in; null for never.</summary>
    public DateTimeOffset? LastEntryUtc { get; init; }
}

/// <summary>Settings of an account. What is null or not there stays as it is; <c>none</c> takes a setting away.</summary>
public sealed record AccountOrder
{
    /// <summary><c>policy</c>, <c>allow</c> or <c>deny</c>.</summary>
    public string? Permission { get; init; }

    /// <summary>Names with commas between them, in place of those there are; or each behind <c>+</c> or <c>-</c>, to join or leave.</summary>
    public string? Groups { get; init; }

    /// <summary>Such as <c>mon-fri 08:00-18:00; sat 09:00-12:00 in Europe/Berlin</c>; without a zone by the server's clock.</summary>
    public string? Hours { get; init; }

    /// <summary>An address, a prefix, or what the gateway calls the caller.</summary>
    public string? CallerId { get; init; }

    /// <summary>When the password is to be changed: by <c>age</c>, <c>never</c> or <c>now</c>.</summary>
    public string? PasswordExpiry { get; init; }

    /// <summary>Prefixes of both families with commas between them.</summary>
    public string? Routes { get; init; }

    /// <summary>The last day, such as <c>2026-12-31</c>, or a time of ISO 8601.</summary>
    public string? Expires { get; init; }

    /// <summary>The IPv4 address in the tunnel that the account alone gets.</summary>
    public string? Address { get; init; }

    /// <summary>The /64 in the tunnel that the account alone gets.</summary>
    public string? Ipv6Prefix { get; init; }
}

/// <summary>Asks for an account to be added, or for its password to be replaced.</summary>
/// <param name="Name">The account's name.</param>
/// <param name="Password">The password, at most 256 characters (RFC 2759 §4).</param>
/// <param name="Form">How it is kept: <c>nt</c> (where null), <c>slow</c> or <c>reversible</c>.</param>
public sealed record AccountPassword(string Name, string Password, string? Form = null)
{
    /// <summary>For a new account, the IPv4 address in the tunnel that it alone gets; null for any.</summary>
    public string? Address { get; init; }

    /// <summary>For a new account, the /64 in the tunnel that it alone gets; null for any.</summary>
    public string? Ipv6Prefix { get; init; }

    /// <summary>For a new account, its other settings; null for none.</summary>
    public AccountOrder? Settings { get; init; }

    /// <summary>The name alone: the password never reaches a log.</summary>
    public override string ToString() => $"password for {Name}";
}
