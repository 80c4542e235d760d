namespace Adit.Protocols.Radius;

/// <summary>A refusal by the authority as a failure of the call. The code's number is that of <see cref="AccessReason"/>, but for reasons that are ours.</summary>
public abstract record AccessFailure(string Code) : Failure(Code)
{
    /// <summary>The failure that stands for a reason.</summary>
    public static AccessFailure For(AccessReason reason) => reason switch
    {
        AccessReason.NoSuchUser => new NoSuchUser(),
        AccessReason.WrongCredentials => new WrongCredentials(),
        AccessReason.PasswordChangeFailed => new PasswordChangeFailed(),
        AccessReason.PasswordChangeNotAllowed => new PasswordChangeNotAllowed(),
        AccessReason.NoSuitablePassword => new NoSuitablePassword(),
        AccessReason.EapTypeUnsupported => new EapTypeUnsupported(),
        AccessReason.EapBrokenOff => new EapBrokenOff(),
        AccessReason.IdentityMismatch => new IdentityMismatch(),
        AccessReason.CryptoBindingInvalid => new CryptoBindingInvalid(),
        AccessReason.CryptoBindingMissing => new CryptoBindingMissing(),
        AccessReason.PasswordExpired => new PasswordExpired(),
        AccessReason.AccountDisabled => new AccountDisabled(),
        AccessReason.AccountExpired => new AccountExpired(),
        AccessReason.AccountLocked => new AccountLocked(),
        AccessReason.LogonHours => new LogonHours(),
        AccessReason.OnDenyList => new OnDenyList(),
        AccessReason.DialInDenied => new DialInDenied(),
        AccessReason.CallingStationMismatch => new CallingStationMismatch(),
        AccessReason.NoNetworkPolicy => new NoNetworkPolicy(),
        AccessReason.NoConnectionPolicy => new NoConnectionPolicy(),
        AccessReason.MethodNotAllowed => new MethodNotAllowed(),
        AccessReason.TimeNotAllowed => new TimeNotAllowed(),
        AccessReason.CalledStationMismatch => new CalledStationMismatch(),
        AccessReason.PortTypeNotAllowed => new PortTypeNotAllowed(),
        AccessReason.UnknownRemoteGroup => new UnknownRemoteGroup(),
        AccessReason.CertificateRevoked => new CertificateRevoked(),
        AccessReason.RevocationUnchecked => new RevocationUnchecked(),
        AccessReason.RevocationOffline => new RevocationOffline(),
        AccessReason.UntrustedRoot => new UntrustedRoot(),
        AccessReason.NoCommonAlgorithm => new NoCommonAlgorithm(),
        AccessReason.CertificateNotInTime => new CertificateNotInTime(),
        AccessReason.CertificateWrongPurpose => new CertificateWrongPurpose(),
        AccessReason.CertificateFaulty => new CertificateFaulty(),
        AccessReason.CertificateDistrusted => new CertificateDistrusted(),
        AccessReason.IssuerNotForLogon => new IssuerNotForLogon(),
        AccessReason.NoCertificate => new NoCertificate(),
        AccessReason.ServerCertificateRefused => new ServerCertificateRefused(),
        AccessReason.InternalError => new AuthorityFailed(),
        _ => new Refused((int)reason),
    };

    /// <summary>The authority itself failed: a sealed secret of another key, a damaged row.</summary>
    public sealed record AuthorityFailed() : AccessFailure("NPS-001");

    /// <summary>There is no account of this name.</summary>
    public sealed record NoSuchUser() : AccessFailure("NPS-008");

    /// <summary>The password is wrong.</summary>
    public sealed record WrongCredentials() : AccessFailure("NPS-016");

    /// <summary>The new password for an expired one was not taken: too short, or the old one again.</summary>
    public sealed record PasswordChangeFailed() : AccessFailure("NPS-017");

    /// <summary>The password has expired, and may not be changed in the connection.</summary>
    public sealed record PasswordChangeNotAllowed() : AccessFailure("NPS-072");

    /// <summary>The account keeps no form of its password that the method can be checked against.</summary>
    public sealed record NoSuitablePassword() : AccessFailure("NPS-019");

    /// <summary>The peer wants none of the EAP methods that are allowed.</summary>
    public sealed record EapTypeUnsupported() : AccessFailure("NPS-022");

    /// <summary>The peer sent what EAP does not allow there, or never came to an end.</summary>
    public sealed record EapBrokenOff() : AccessFailure("NPS-023");

    /// <summary>The name that the method proves is not the identity that was given.</summary>
    public sealed record IdentityMismatch() : AccessFailure("NPS-298");

    /// <summary>The crypto-binding TLV of PEAP is wrong.</summary>
    public sealed record CryptoBindingInvalid() : AccessFailure("NPS-301");

    /// <summary>The crypto-binding TLV of PEAP is required and was not sent.</summary>
    public sealed record CryptoBindingMissing() : AccessFailure("NPS-302");

    /// <summary>The password has expired, or is to be changed before the next entry.</summary>
    public sealed record PasswordExpired() : AccessFailure("NPS-033");

    /// <summary>The account is disabled.</summary>
    public sealed record AccountDisabled() : AccessFailure("NPS-034");

    /// <summary>The account's last day has passed.</summary>
    public sealed record AccountExpired() : AccessFailure("NPS-035");

    /// <summary>The account is locked for a while after wrong passwords.</summary>
    public sealed record AccountLocked() : AccessFailure("NPS-036");

    /// <summary>The account may not enter at this hour.</summary>
    public sealed record LogonHours() : AccessFailure("NPS-037");

    /// <summary>An administrator's list denies the account, one of its groups or its certificate.</summary>
    public sealed record OnDenyList() : AccessFailure("NPS-038");

    /// <summary>The account or the policy denies dialling in.</summary>
    public sealed record DialInDenied() : AccessFailure("NPS-065");

    /// <summary>The account may not enter from where it calls.</summary>
    public sealed record CallingStationMismatch() : AccessFailure("NPS-067");

    /// <summary>No network policy matched.</summary>
    public sealed record NoNetworkPolicy() : AccessFailure("NPS-048");

    /// <summary>No connection request policy matched.</summary>
    public sealed record NoConnectionPolicy() : AccessFailure("NPS-049");

    /// <summary>The policy that matched does not allow this method of authentication.</summary>
    public sealed record MethodNotAllowed() : AccessFailure("NPS-066");

    /// <summary>The policy that matched does not allow it at this time.</summary>
    public sealed record TimeNotAllowed() : AccessFailure("NPS-068");

    /// <summary>The policy that matched wants another called station.</summary>
    public sealed record CalledStationMismatch() : AccessFailure("NPS-069");

    /// <summary>The policy that matched wants another port type.</summary>
    public sealed record PortTypeNotAllowed() : AccessFailure("NPS-070");

    /// <summary>The connection request policy names a group of remote servers that does not exist.</summary>
    public sealed record UnknownRemoteGroup() : AccessFailure("NPS-113");

    /// <summary>The certificate is revoked.</summary>
    public sealed record CertificateRevoked() : AccessFailure("NPS-256");

    /// <summary>The certificate names no place where its revocation could be looked up, and the settings ask for one.</summary>
    public sealed record RevocationUnchecked() : AccessFailure("NPS-258");

    /// <summary>No place that the certificate names tells whether it is revoked.</summary>
    public sealed record RevocationOffline() : AccessFailure("NPS-259");

    /// <summary>The certificate leads to no authority that is trusted here.</summary>
    public sealed record UntrustedRoot() : AccessFailure("NPS-265");

    /// <summary>The peer has no version or suite of TLS in common with us.</summary>
    public sealed record NoCommonAlgorithm() : AccessFailure("NPS-269");

    /// <summary>The certificate has ended, or has not begun.</summary>
    public sealed record CertificateNotInTime() : AccessFailure("NPS-278");

    /// <summary>The certificate is not for signing in: client authentication is not among its purposes.</summary>
    public sealed record CertificateWrongPurpose() : AccessFailure("NPS-283");

    /// <summary>The certificate, or one above it, breaks another rule: damaged, weak, wrongly signed, of no proper authority.</summary>
    public sealed record CertificateFaulty() : AccessFailure("NPS-288");

    /// <summary>The certificate, or one above it, is among the untrusted.</summary>
    public sealed record CertificateDistrusted() : AccessFailure("NPS-294");

    /// <summary>The certificate is of a trusted authority whose certificates may not be used to sign in.</summary>
    public sealed record IssuerNotForLogon() : AccessFailure("NPS-295");

    /// <summary>A certificate was asked for, and none was shown.</summary>
    public sealed record NoCertificate() : AccessFailure("NPS-300");

    /// <summary>The peer does not accept the certificate that EAP shows it.</summary>
    public sealed record ServerCertificateRefused() : AccessFailure("EAP-101");

    /// <summary>Another authority refused for a reason that we have no type for.</summary>
    public sealed record Refused(int Reason) : AccessFailure("NPS-000");
}
