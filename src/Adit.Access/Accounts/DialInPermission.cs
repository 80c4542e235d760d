namespace Adit.Access.Accounts;

/// <summary>Whether an account may dial in: the first of its dial-in properties.</summary>
public enum DialInPermission
{
    /// <summary>The network policy that matches decides.</summary>
    ByPolicy = 0,

    /// <summary>Allowed, whatever permission the matching policy has; one must match all the same.</summary>
    Allow = 1,

    /// <summary>Denied.</summary>
    Deny = 2,
}
