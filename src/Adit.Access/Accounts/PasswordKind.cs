namespace Adit.Access.Accounts;

/// <summary>In which form an account keeps its password, and so which methods can check it.</summary>
public enum PasswordKind
{
    /// <summary>No account has this kind.</summary>
    None = 0,

    /// <summary>The NT hash (RFC 2759 §8.3), sealed: for MS-CHAPv2 and PAP. Whoever opens it can log in, so the seal matters.</summary>
    NtHash = 1,

    /// <summary>A slow salted hash, sealed too: for PAP only. MS-CHAPv2 cannot be checked against it.</summary>
    SlowHash = 2,

    /// <summary>The password itself, sealed: for all methods, CHAP-MD5 too. Whoever opens it knows the password, so only on request.</summary>
    Reversible = 3,
}
