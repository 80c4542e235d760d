namespace Adit.Server.Control;

/// <summary>An account, without its secrets.</summary>
/// <param name="Name">The name it signs in with.</param>
/// <param name="Enabled">Whether it may sign in.</param>
/// <param name="LockedUntilUtc">When its lockout ends; null where it is not locked.</param>
/// <param name="CreatedUtc">When it was added.</param>
/// <param name="Method">How it proves itself: <c>ms-chap-v2</c>.</param>
public sealed record AccountView(string Name, bool Enabled, DateTimeOffset? LockedUntilUtc, DateTimeOffset CreatedUtc, string Method);

/// <summary>Asks for an account to be added, or for its password to be replaced.</summary>
/// <param name="Name">The account's name.</param>
/// <param name="Password">The password, at most 256 characters (RFC 2759 §4).</param>
public sealed record AccountPassword(string Name, string Password)
{
    /// <summary>The name alone: the password never reaches a log.</summary>
    public override string ToString() => $"password for {Name}";
}
