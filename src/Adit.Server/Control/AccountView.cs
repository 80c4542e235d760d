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
}

/// <summary>Asks for an account's own IPv6 prefix to be set.</summary>
/// <param name="Name">The account's name.</param>
/// <param name="Prefix">A /64 of the pool that the account alone gets; null for any.</param>
public sealed record AccountPrefix(string Name, string? Prefix);

/// <summary>Asks for an account's own address to be set.</summary>
/// <param name="Name">The account's name.</param>
/// <param name="Address">An IPv4 address that the account alone gets; null for any.</param>
public sealed record AccountAddress(string Name, string? Address);

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

    /// <summary>The name alone: the password never reaches a log.</summary>
    public override string ToString() => $"password for {Name}";
}
