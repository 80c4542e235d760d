namespace Adit.Protocols.Radius;

/// <summary>
/// Why an access request was refused, by the numbers of a Windows policy server's log, which administrators know. The reason is for
/// our records; what the peer learns is the E= code beside it.
/// </summary>
public enum AccessReason
{
    /// <summary>Not refused.</summary>
    None = 0,

    /// <summary>The authority itself failed, for example to open a sealed secret.</summary>
    InternalError = 1,

    /// <summary>There is no account of this name.</summary>
    NoSuchUser = 8,

    /// <summary>The password is wrong.</summary>
    WrongCredentials = 16,

    /// <summary>The account keeps no form of its password that this method can be checked against.</summary>
    NoSuitablePassword = 19,

    /// <summary>The peer wants none of the EAP methods that are allowed.</summary>
    EapTypeUnsupported = 22,

    /// <summary>The EAP conversation broke off.</summary>
    EapBrokenOff = 23,

    /// <summary>The password has expired, or is to be changed before the next entry.</summary>
    PasswordExpired = 33,

    /// <summary>The account is disabled.</summary>
    AccountDisabled = 34,

    /// <summary>The account's last day has passed.</summary>
    AccountExpired = 35,

    /// <summary>The account is locked for a while after wrong passwords.</summary>
    AccountLocked = 36,

    /// <summary>The account may not enter at this hour.</summary>
    LogonHours = 37,

    /// <summary>An administrator's list denies the account, one of its groups or its certificate.</summary>
    OnDenyList = 38,

    /// <summary>No network policy matched.</summary>
    NoNetworkPolicy = 48,

    /// <summary>The account or the policy denies dialling in.</summary>
    DialInDenied = 65,

    /// <summary>The account may not enter from where it calls.</summary>
    CallingStationMismatch = 67,

    /// <summary>The name that the method proves is not the identity that was given.</summary>
    IdentityMismatch = 298,

    /// <summary>The crypto-binding TLV of PEAP is wrong: somebody may stand between.</summary>
    CryptoBindingInvalid = 301,

    /// <summary>The crypto-binding TLV of PEAP is required and was not sent.</summary>
    CryptoBindingMissing = 302,
}
