using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Checking;
using Adit.Certificates.Issuing;
using Adit.Certificates.Stores;
using Adit.Server.Control;
using Adit.Server.Serving;

namespace Adit.Server.Hosting;

/// <summary>Shows a certificate as the control API tells it.</summary>
internal static class CertificateViews
{
    /// <summary>All that callers are shown.</summary>
    public static IReadOnlyList<ShownCertificateView> Of(ShownCertificates shown) => shown.All.Count == 0
        ? [Of("the server's own authority", "own", CertificateNames.Of(shown.Default.Leaf), shown.Default.Leaf, null)]
        : [.. shown.All.Select(one => Of(
            one.Settings.Source, one.Settings.File is null ? "machine" : "file", one.Names, one.Served.Leaf, one.Problem))];

    private static ShownCertificateView Of(string source, string store, IReadOnlyList<string> names, X509Certificate2 leaf, string? problem)
    {
        var certificate = Of(leaf);
        return new ShownCertificateView(
            source, store, names, new DateTimeOffset(leaf.NotBefore.ToUniversalTime()), certificate.NotAfterUtc, certificate.Sha256, problem);
    }

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
