using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Issuing;

/// <summary>Where clients find what we publish, in plain HTTP: it must be readable before there is trust (RFC 5280 §8).</summary>
/// <param name="List">The revocation list.</param>
/// <param name="Issuer">The certificate of the CA that issues.</param>
/// <param name="Ocsp">Where OCSP is asked; null where it is not answered.</param>
public sealed record PublicationPoints(string List, string Issuer, string? Ocsp)
{
    private const string ListOid = "2.5.29.31";
    private const string AccessOid = "1.3.6.1.5.5.7.1.1";

    /// <summary>Whether a certificate carries these addresses, or with <paramref name="points"/> null none, and no others.</summary>
    internal static bool AreIn(X509Certificate2 certificate, PublicationPoints? points) =>
        certificate.Extensions.Where(IsOne).Select(extension => Convert.ToHexString(extension.RawData))
            .ToHashSet(StringComparer.Ordinal).SetEquals((points?.ToExtensions() ?? []).Select(extension => Convert.ToHexString(extension.RawData)));

    internal static bool IsOne(X509Extension extension) => extension.Oid?.Value is ListOid or AccessOid;

    internal IEnumerable<X509Extension> ToExtensions() =>
    [
        CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([List]),
        new X509AuthorityInformationAccessExtension(Ocsp is null ? [] : [Ocsp], [Issuer]),
    ];
}
