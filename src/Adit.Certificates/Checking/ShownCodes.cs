using Adit.Certificates.Validation;

namespace Adit.Certificates.Checking;

/// <summary>
/// What a Windows client shows where that depends on the role. Over IKEv2 it has two codes for everything about certificates, whatever the
/// reason; the reason's own code, which SSTP shows, is in the failure catalogue.
/// </summary>
public static class ShownCodes
{
    /// <summary>ERROR_IPSEC_IKE_AUTH_FAIL.</summary>
    private const int IkeCredentialsUnacceptable = 13801;

    /// <summary>ERROR_IPSEC_IKE_NO_CERT.</summary>
    private const int IkeNoCertificate = 13806;

    /// <summary>The code of this role, or null for the catalogue's.</summary>
    public static int? Of(CertificateRole role, CertificateFailure failure) => role switch
    {
        CertificateRole.Ikev2 or CertificateRole.Device when failure is CertificateFailure.KeyMissing or CertificateFailure.KeyMismatch => IkeNoCertificate,
        CertificateRole.Ikev2 or CertificateRole.Device => IkeCredentialsUnacceptable,
        _ => null,
    };
}
