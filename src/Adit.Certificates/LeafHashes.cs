using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates;

/// <summary>
/// The hashes of a certificate's DER, as SSTP's crypto binding wants them ([MS-SSTP] §2.2.7) and as people compare them.
/// </summary>
/// <param name="Sha1">20 bytes.</param>
/// <param name="Sha256">32 bytes.</param>
public sealed record LeafHashes(ReadOnlyMemory<byte> Sha1, ReadOnlyMemory<byte> Sha256)
{
    /// <summary>The SHA-256 hash in the form that openssl and browsers show: upper-case hex in pairs with colons between.</summary>
    public string Fingerprint => string.Join(':', Convert.ToHexString(Sha256.Span).Chunk(2).Select(pair => new string(pair)));

    /// <summary>The hashes of <paramref name="certificate"/>.</summary>
    public static LeafHashes Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return new LeafHashes(certificate.GetCertHash(HashAlgorithmName.SHA1), certificate.GetCertHash(HashAlgorithmName.SHA256));
    }
}
