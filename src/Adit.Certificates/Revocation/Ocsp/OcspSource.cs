using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Revocation.Ocsp;

/// <summary>Asks OCSP responders, and keeps what they said for as long as it holds.</summary>
internal sealed class OcspSource(IRevocationFetcher fetcher, RevocationCache cache, TimeProvider clock)
{
    private const int NonceLength = 32;

    public Task<Obtained<OcspStatement>> GetAsync(string address, X509Certificate2 certificate, X509Certificate2 issuer, CancellationToken cancellation)
    {
        var (subject, authority) = (certificate.RawData, issuer.RawData); // the certificates are their caller's
        var key = $"{address} {Convert.ToHexString(SHA256.HashData(subject))} {Convert.ToHexString(SHA256.HashData(authority))}";
        return cache.GetAsync(key, () => AskAsync(address, subject, authority), cancellation);
    }

    private async Task<Obtained<OcspStatement>> AskAsync(string address, byte[] subject, byte[] authority)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(subject);
        using var issuer = X509CertificateLoader.LoadCertificate(authority);
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var request = new OcspRequest([OcspCertId.Of(certificate, issuer)], nonce);
        var (body, problem) = await fetcher.FetchAsync(
            new FetchRequest(address, OcspAnswer.MaxLength, request.Write(), "application/ocsp-request"), CancellationToken.None);
        if (body is not { } bytes)
            return new(null, problem);
        if (!OcspAnswer.TryParse(bytes, out var answer, out problem))
            return new(null, $"The answer cannot be used. {problem}");

        var single = answer.Find(certificate, issuer, nonce, clock.GetUtcNow(), out problem);
        return single is { IsKnown: false }
            ? new(null, "The responder does not know the certificate.")
            : new(single is null ? null : new OcspStatement(single, bytes.Length), problem);
    }
}

/// <summary>What a responder said, whose right to speak has been verified.</summary>
internal sealed record OcspStatement(OcspSingle Single, int Size) : IStatement
{
    public Lifespan Life => Single.Life;
}
