using Adit.Certificates.Validation;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Radius;

namespace Adit.Server.Eap;

/// <summary>What a certificate's failure is in the log, and what its user's TLS is told (RFC 8446 §6.2).</summary>
internal static class CertificateReasons
{
    public static (AccessReason Reason, TlsAlert Alert) Of(CertificateFailure failure) => failure switch
    {
        CertificateFailure.Expired or CertificateFailure.NotYetValid => (AccessReason.CertificateNotInTime, TlsAlert.CertificateExpired),
        CertificateFailure.Revoked => (AccessReason.CertificateRevoked, TlsAlert.CertificateRevoked),
        CertificateFailure.RevocationOffline => (AccessReason.RevocationOffline, TlsAlert.CertificateUnknown),
        CertificateFailure.NoRevocationInformation => (AccessReason.RevocationUnchecked, TlsAlert.CertificateUnknown),
        CertificateFailure.UntrustedRoot or CertificateFailure.IncompleteChain => (AccessReason.UntrustedRoot, TlsAlert.UnknownCa),
        CertificateFailure.IssuerNotForLogon => (AccessReason.IssuerNotForLogon, TlsAlert.UnknownCa),
        CertificateFailure.WrongPurpose or CertificateFailure.PolicyMissing =>
            (AccessReason.CertificateWrongPurpose, TlsAlert.UnsupportedCertificate),
        CertificateFailure.Distrusted => (AccessReason.CertificateDistrusted, TlsAlert.CertificateUnknown),
        _ => (AccessReason.CertificateFaulty, TlsAlert.BadCertificate),
    };
}
