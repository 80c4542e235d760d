using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Revocation.Ocsp;

/// <summary>
/// Whether a responder that speaks for an authority has lost that right (RFC 6960 §4.2.2.2.1): its certificate says that nobody need ask,
/// or names a list of the authority's that tells. It is not asked about itself, nor is another responder, so this ends.
/// </summary>
internal sealed class OcspDelegates(ListSource lists)
{
    private const int MaxLists = 4;

    /// <summary>Why the responder is not believed, as a sentence; null where it is.</summary>
    public async Task<string?> FindFaultAsync(ReadOnlyMemory<byte> responder, byte[] authority, CancellationToken cancellation)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(responder.Span);
        using var issuer = X509CertificateLoader.LoadCertificate(authority);
        if (certificate.Extensions.Any(extension => extension.Oid?.Value is OcspOids.NoCheck))
            return null;

        foreach (var address in RevocationPlaces.Of(certificate).Lists.Take(MaxLists))
        {
            var (said, _) = await lists.GetAsync(address, issuer, cancellation);
            if (said is not null && said.List.Covers(certificate))
                return said.List.Find(CertificateFields.SerialNumber(certificate).Span) is null ? null : "The responder's own certificate is revoked.";
        }

        return "Whether the responder's own certificate is revoked cannot be found out.";
    }
}
