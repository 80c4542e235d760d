using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Issuing;

/// <summary>Where clients find what we publish, in plain HTTP: it must be readable before there is trust (RFC 5280 §8).</summary>
/// <param name="List">The revocation list.</param>
/// <param name="Issuer">The certificate of the CA that issues.</param>
/// <param name="Ocsp">Where OCSP is asked; null where it is not answered.</param>
public sealed record PublicationPoints(string List, string Issuer, string? Ocsp)
{
    internal IEnumerable<X509Extension> ToExtensions() =>
    [
        CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([List]),
        new X509AuthorityInformationAccessExtension(Ocsp is null ? [] : [Ocsp], [Issuer]),
    ];
}
