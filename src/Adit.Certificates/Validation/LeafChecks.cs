using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Names;

namespace Adit.Certificates.Validation;

/// <summary>The checks that need no chain: dates, purpose, name.</summary>
internal static class LeafChecks
{
    private const int MaxPurposesShown = 16;

    public static IEnumerable<CertificateFailure> Dates(X509Certificate2 certificate, DateTimeOffset now)
    {
        var (begin, end) = Validity.Of(certificate);
        if (now >= end)
            yield return new CertificateFailure.Expired(PeerText.Subject(certificate), PeerText.Issuer(certificate), end, now);
        if (now < begin)
            yield return new CertificateFailure.NotYetValid(PeerText.Subject(certificate), PeerText.Issuer(certificate), begin, now);
    }

    /// <summary>A certificate without extended key usages may serve any purpose (RFC 5280 §4.2.1.12).</summary>
    public static IEnumerable<CertificateFailure> ServerPurpose(X509Certificate2 certificate)
    {
        var usages = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().ToList();
        var purposes = usages.SelectMany(usage => usage.EnhancedKeyUsages.Cast<Oid>()).Select(oid => oid.Value ?? "").ToList();
        if (usages.Count > 0 && !purposes.Contains(Purpose.ServerAuthentication.Value!) && !purposes.Contains(Purpose.Any.Value!))
            yield return new CertificateFailure.WrongPurpose(PeerText.Subject(certificate), [.. purposes.Take(MaxPurposesShown)]);
    }

    public static IEnumerable<CertificateFailure> Name(X509Certificate2 certificate, string dialledName)
    {
        var presented = new PresentedNames(certificate);
        if (!ServerName.TryParseDialled(dialledName, out var wanted) || !presented.Cover(wanted))
            yield return new CertificateFailure.WrongName(dialledName, presented.Shown);
    }
}
