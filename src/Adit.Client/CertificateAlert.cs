using Adit.Certificates.Validation;
using Adit.Protocols.Crypto.Tls;

namespace Adit.Client;

/// <summary>The alert with which a certificate is refused (RFC 8446 §6.2).</summary>
internal static class CertificateAlert
{
    /// <summary>The alert that tells the server of this failure.</summary>
    public static TlsAlert Of(CertificateFailure failure) => failure switch
    {
        CertificateFailure.Expired or CertificateFailure.NotYetValid => TlsAlert.CertificateExpired,
        CertificateFailure.UntrustedRoot or CertificateFailure.IncompleteChain or CertificateFailure.NotPinned => TlsAlert.UnknownCa,
        CertificateFailure.Distrusted or CertificateFailure.NameNotListed => TlsAlert.CertificateUnknown,
        CertificateFailure.WrongPurpose => TlsAlert.UnsupportedCertificate,
        _ => TlsAlert.BadCertificate,
    };
}
