using Adit.Protocols.Crypto.Tls;

namespace Adit.Linux.Tls;

/// <summary>libssl chooses the alert by an error of its chain checks (x509table in statem_lib.c); this goes the other way.</summary>
internal static class VerifyErrors
{
    public const int None = 0;

    public static int Of(TlsAlert alert) => alert switch
    {
        TlsAlert.HandshakeFailure => 50, // X509_V_ERR_APPLICATION_VERIFICATION
        TlsAlert.BadCertificate => 28, // X509_V_ERR_CERT_REJECTED
        TlsAlert.UnsupportedCertificate => 26, // X509_V_ERR_INVALID_PURPOSE
        TlsAlert.CertificateRevoked => 23, // X509_V_ERR_CERT_REVOKED
        TlsAlert.CertificateExpired => 10, // X509_V_ERR_CERT_HAS_EXPIRED
        TlsAlert.UnknownCa => 19, // X509_V_ERR_SELF_SIGNED_CERT_IN_CHAIN
        TlsAlert.DecryptError => 7, // X509_V_ERR_CERT_SIGNATURE_FAILURE
        TlsAlert.InternalError => 1, // X509_V_ERR_UNSPECIFIED
        _ => 47, // X509_V_ERR_PERMITTED_VIOLATION: one that the table does not list, so certificate_unknown
    };
}
