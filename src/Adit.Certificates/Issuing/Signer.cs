using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Keys;

namespace Adit.Certificates.Issuing;

/// <summary>A CA's certificate with its key: what signs.</summary>
internal sealed class Signer(X509Certificate2 certificate, PrivateKey key, string path) : IDisposable
{
    /// <summary>Without the key.</summary>
    public X509Certificate2 Certificate { get; } = certificate;

    /// <summary>Whether it may sign other CAs (RFC 5280 §4.2.1.9).</summary>
    public bool SignsAuthorities => Certificate.Extensions.OfType<X509BasicConstraintsExtension>().FirstOrDefault()
        is { CertificateAuthority: true } constraints && (!constraints.HasPathLengthConstraint || constraints.PathLengthConstraint > 0);

    /// <summary>Signs; no certificate outlives its CA, or begins before it.</summary>
    public X509Certificate2 Sign(CertificateRequest request, Validity wanted)
    {
        var (begin, end) = wanted.Within(Validity.Of(Certificate));
        return request.Create(Certificate.SubjectName, key.Generator, begin, end, NewSerialNumber());
    }

    /// <summary>Signs a list of what it has revoked (RFC 5280 §5).</summary>
    public byte[] Sign(CertificateRevocationListBuilder list, long number, DateTimeOffset thisUpdate, DateTimeOffset nextUpdate) => list.Build(
        Certificate.SubjectName, key.Generator, number, nextUpdate, HashAlgorithmName.SHA256, KeyIdentifier, thisUpdate);

    /// <summary>Whether it has signed a certificate.</summary>
    public bool HasSigned(X509Certificate2 other) =>
        other.IssuerName.RawData.AsSpan().SequenceEqual(Certificate.SubjectName.RawData) && CertificateSignature.IsBy(other, Certificate);

    /// <summary>Signs data with SHA-256; gives the AlgorithmIdentifier, too (RFC 6960 §4.2.1).</summary>
    public byte[] SignData(byte[] data, out byte[] algorithm)
    {
        var generator = key.Generator;
        algorithm = generator.GetSignatureAlgorithmIdentifier(HashAlgorithmName.SHA256);
        return generator.SignData(data, HashAlgorithmName.SHA256);
    }

    /// <summary>What names it in what it signs.</summary>
    public X509AuthorityKeyIdentifierExtension KeyIdentifier =>
        X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, includeKeyIdentifier: true, includeIssuerAndSerial: false);

    /// <summary>The same CA with a new certificate for its key. The old one is left alone: others may still be at it.</summary>
    public Signer WithCertificate(X509Certificate2 renewed) => new(renewed, key, path);

    /// <inheritdoc/>
    public void Dispose()
    {
        Certificate.Dispose();
        key.Dispose();
    }

    /// <summary>Throws where a certificate signed now would not be valid.</summary>
    public void RefuseWrongTime(DateTimeOffset now)
    {
        var (begin, end) = Validity.Of(Certificate);
        if (now < begin)
            throw new CertificateFileException(path, $"begins on {begin:u}, yet the clock says {now:u}. Set the clock.");
        if (now >= end)
            throw new CertificateFileException(path, $"ended on {end:u}. {AuthorityFiles.HowToBeginAnew}");
    }

    /// <summary>16 random bytes, positive, as RFC 5280 §4.1.2.2 allows up to 20.</summary>
    private static byte[] NewSerialNumber()
    {
        var serial = RandomNumberGenerator.GetBytes(16);
        serial[0] = (byte)((serial[0] & 0x7F) | 0x40);
        return serial;
    }
}
