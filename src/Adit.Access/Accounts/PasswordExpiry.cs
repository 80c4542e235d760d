namespace Adit.Access.Accounts;

/// <summary>When an account's password is to be changed.</summary>
public enum PasswordExpiry
{
    /// <summary>When it is as old as passwords may be.</summary>
    ByAge = 0,

    /// <summary>Never: for accounts of machines, which cannot change theirs.</summary>
    Never = 1,

    /// <summary>Before the next entry. A new password ends this.</summary>
    Now = 2,
}
