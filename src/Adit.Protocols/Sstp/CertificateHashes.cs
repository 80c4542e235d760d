using System.Security.Cryptography;

namespace Adit.Protocols.Sstp;

/// <summary>
/// The hashes of the leaf certificate of one TLS connection, which the crypto binding names. They belong to the connection and not
/// to the listener, so that a renewed certificate leaves calls in flight alone.
/// </summary>
public sealed class CertificateHashes
{
    /// <summary>Takes hashes made elsewhere.</summary>
    /// <param name="sha1">20 bytes.</param>
    /// <param name="sha256">32 bytes.</param>
    public CertificateHashes(ReadOnlyMemory<byte> sha1, ReadOnlyMemory<byte> sha256)
    {
        if (sha1.Length != SHA1.HashSizeInBytes || sha256.Length != SHA256.HashSizeInBytes)
            throw new ArgumentException("The hashes of a certificate are 20 and 32 bytes long.", nameof(sha256));

        (Sha1, Sha256) = (sha1, sha256);
    }

    /// <summary>20 bytes.</summary>
    public ReadOnlyMemory<byte> Sha1 { get; }

    /// <summary>32 bytes.</summary>
    public ReadOnlyMemory<byte> Sha256 { get; }

    /// <summary>Hashes the DER encoding of a certificate.</summary>
    public static CertificateHashes Of(ReadOnlySpan<byte> der) => new(SHA1.HashData(der), SHA256.HashData(der));

    /// <summary>The hash that <paramref name="protocol"/>, exactly one of them, asks for.</summary>
    internal ReadOnlyMemory<byte> For(SstpHashProtocol protocol) => protocol is SstpHashProtocol.Sha256 ? Sha256 : Sha1;
}
