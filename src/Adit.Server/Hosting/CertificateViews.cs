using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Server.Control;

namespace Adit.Server.Hosting;

/// <summary>Shows a certificate as the control API tells it.</summary>
internal static class CertificateViews
{
    public static CertificateView Of(X509Certificate2 certificate) => new(
        certificate.Subject,
        new DateTimeOffset(certificate.NotAfter.ToUniversalTime()),
        certificate.GetCertHashString(HashAlgorithmName.SHA256));
}
