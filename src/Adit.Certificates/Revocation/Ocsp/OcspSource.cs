using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Revocation.Ocsp;

/// <summary>Asks OCSP responders, and keeps what they said for as long as it holds, on disk, too.</summary>
internal sealed class OcspSource(IRevocationFetcher fetcher, RevocationCache cache, RevocationFolder? folder, OcspDelegates delegates, TimeProvider clock)
{
    private const int NonceLength = 32;

    public Task<Obtained<OcspStatement>> GetAsync(string address, X509Certificate2 certificate, X509Certificate2 issuer, CancellationToken cancellation)
    {
        var (subject, authority) = (certificate.RawData, issuer.RawData); // the certificates are their caller's
        var key = $"{address} {Convert.ToHexString(SHA256.HashData(subject))} {Convert.ToHexString(SHA256.HashData(authority))}";
        return cache.GetAsync(key, () => LoadAsync(key, address, subject, authority), cancellation);
    }

    public void Clear() => folder?.Clear();

    private async Task<Obtained<OcspStatement>> LoadAsync(string key, string address, byte[] subject, byte[] authority) =>
        folder is not null && await folder.ReadAsync(key) is { } kept && await VerifyAsync(kept, subject, authority, nonce: null) is { Value: not null } found
            ? found
            : await AskAsync(key, address, subject, authority);

    private async Task<Obtained<OcspStatement>> AskAsync(string key, string address, byte[] subject, byte[] authority)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(subject);
        using var issuer = X509CertificateLoader.LoadCertificate(authority);
        var nonce = RandomNumberGenerator.GetBytes(NonceLength);
        var request = new OcspRequest([OcspCertId.Of(certificate, issuer)], nonce);
        var (body, problem) = await fetcher.FetchAsync(
            new FetchRequest(address, OcspAnswer.MaxLength, request.Write(), "application/ocsp-request"), CancellationToken.None);
        if (body is not { } bytes)
            return new(null, problem);

        var verified = await VerifyAsync(bytes, subject, authority, nonce);
        if (verified.Value is not null && folder is not null)
            await folder.WriteAsync(key, bytes);
        return verified;
    }

    private async Task<Obtained<OcspStatement>> VerifyAsync(ReadOnlyMemory<byte> encoded, byte[] subject, byte[] authority, ReadOnlyMemory<byte>? nonce)
    {
        using var certificate = X509CertificateLoader.LoadCertificate(subject);
        using var issuer = X509CertificateLoader.LoadCertificate(authority);
        if (!OcspAnswer.TryParse(encoded, out var answer, out var problem))
            return new(null, $"The answer cannot be used. {problem}");

        var now = clock.GetUtcNow();
        var single = answer.Find(certificate, issuer, nonce, now, out problem);
        if (single is { IsKnown: false })
            return new(null, "The responder does not know the certificate.");
        if (single is not null && answer.FindDelegate(issuer, now) is { } other)
            problem = await delegates.FindFaultAsync(other, authority, CancellationToken.None);
        return new(problem is null ? new OcspStatement(single!, encoded) : null, problem);
    }
}

/// <summary>What a responder said, whose right to speak has been verified.</summary>
internal sealed record OcspStatement(OcspSingle Single, ReadOnlyMemory<byte> Encoded) : IStatement
{
    public int Size => Encoded.Length;

    public Lifespan Life => Single.Life;
}
