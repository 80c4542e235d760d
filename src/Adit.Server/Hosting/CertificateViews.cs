using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;
using Adit.Certificates.Stores;
using Adit.Server.Control;

namespace Adit.Server.Hosting;

/// <summary>Shows a certificate as the control API tells it.</summary>
internal static class CertificateViews
{
    public static CertificateView Of(X509Certificate2 certificate) => new(
        certificate.Subject,
        new DateTimeOffset(certificate.NotAfter.ToUniversalTime()),
        certificate.GetCertHashString(HashAlgorithmName.SHA256));

    public static IssuedView Of(IssuedCertificate issued) => new(
        issued.Serial, issued.Template, issued.Subject, issued.NotBeforeUtc, issued.NotAfterUtc, issued.Fingerprint,
        issued.RevokedUtc, issued.Reason is { } reason ? StoreWords.Of(reason) : null);

    public static StoredView Of(StoredCertificate entry, bool isUntrusted) => new(
        StoreWords.Of(entry.Store),
        entry.Certificate.Subject,
        entry.Certificate.Issuer,
        new DateTimeOffset(entry.Certificate.NotBefore.ToUniversalTime()),
        new DateTimeOffset(entry.Certificate.NotAfter.ToUniversalTime()),
        entry.Fingerprint,
        entry.HasKey,
        entry.IsExportable,
        isUntrusted);
}
