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

    /// <summary>A new password for an expired one was not taken.</summary>
    PasswordChangeFailed = 17,

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

    /// <summary>No connection request policy matched.</summary>
    NoConnectionPolicy = 49,

    /// <summary>The account or the policy denies dialling in.</summary>
    DialInDenied = 65,

    /// <summary>The policy that matched does not allow this method of authentication.</summary>
    MethodNotAllowed = 66,

    /// <summary>The account may not enter from where it calls.</summary>
    CallingStationMismatch = 67,

    /// <summary>The policy that matched does not allow it at this time.</summary>
    TimeNotAllowed = 68,

    /// <summary>The policy that matched wants another called station.</summary>
    CalledStationMismatch = 69,

    /// <summary>The policy that matched wants another port type.</summary>
    PortTypeNotAllowed = 70,

    /// <summary>Whoever's password has expired may not change it in the connection.</summary>
    PasswordChangeNotAllowed = 72,

    /// <summary>The connection request policy names a group of remote servers that does not exist.</summary>
    UnknownRemoteGroup = 113,

    /// <summary>The certificate is revoked.</summary>
    CertificateRevoked = 256,

    /// <summary>The certificate names no place where its revocation could be looked up, and the settings ask for one.</summary>
    RevocationUnchecked = 258,

    /// <summary>No place that the certificate names tells whether it is revoked.</summary>
    RevocationOffline = 259,

    /// <summary>The certificate leads to no authority that is trusted here.</summary>
    UntrustedRoot = 265,

    /// <summary>The peer has no version or suite of TLS in common with us.</summary>
    NoCommonAlgorithm = 269,

    /// <summary>The certificate has ended, or has not begun.</summary>
    CertificateNotInTime = 278,

    /// <summary>The certificate is not for signing in: client authentication is not among its purposes.</summary>
    CertificateWrongPurpose = 283,

    /// <summary>The certificate, or one above it, breaks another rule: damaged, weak, wrongly signed, of no proper authority.</summary>
    CertificateFaulty = 288,

    /// <summary>The certificate, or one above it, is among the untrusted.</summary>
    CertificateDistrusted = 294,

    /// <summary>The certificate is of a trusted authority whose certificates may not be used to sign in.</summary>
    IssuerNotForLogon = 295,

    /// <summary>The name that the method proves is not the identity that was given.</summary>
    IdentityMismatch = 298,

    /// <summary>A certificate was asked for, and none was shown.</summary>
    NoCertificate = 300,

    /// <summary>The crypto-binding TLV of PEAP is wrong: somebody may stand between.</summary>
    CryptoBindingInvalid = 301,

    /// <summary>The crypto-binding TLV of PEAP is required and was not sent.</summary>
    CryptoBindingMissing = 302,

    /// <summary>The peer does not accept our own certificate. Windows' server has no number for it; this one is ours.</summary>
    ServerCertificateRefused = 65_101,
}
