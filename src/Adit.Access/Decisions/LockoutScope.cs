namespace Adit.Access.Decisions;

/// <summary>Whom the lock holds that wrong passwords have put on an account.</summary>
public enum LockoutScope
{
    /// <summary>Who comes with a password. A certificate cannot be guessed, and nobody is to lock its owner out by guessing at something else.</summary>
    Passwords,

    /// <summary>Everybody, as a Windows policy server's lockout of remote access does.</summary>
    Everything,
}
