using System.Formats.Asn1;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Keys;

/// <summary>A private key, RSA or ECDSA on a named curve. What it signs, it signs with SHA-256.</summary>
public sealed class PrivateKey : IDisposable
{
    private const string RsaOid = "1.2.840.113549.1.1.1";
    private const string EcOid = "1.2.840.10045.2.1";

    private readonly AsymmetricAlgorithm _key;

    private PrivateKey(AsymmetricAlgorithm key) => _key = key;

    /// <summary>Makes a key.</summary>
    public static PrivateKey Create(KeyAlgorithm algorithm) => new(algorithm switch
    {
        KeyAlgorithm.Rsa2048 => RSA.Create(2048),
        KeyAlgorithm.Rsa3072 => RSA.Create(3072),
        KeyAlgorithm.Rsa4096 => RSA.Create(4096),
        _ => ECDsa.Create(ECCurve.NamedCurves.nistP256),
    });

    /// <summary>Reads PKCS #8 without encryption.</summary>
    /// <exception cref="CryptographicException">It is none, or holds a key of another kind.</exception>
    public static PrivateKey FromPkcs8(ReadOnlySpan<byte> pkcs8)
    {
        AsymmetricAlgorithm key = AlgorithmOf(pkcs8) switch
        {
            RsaOid => RSA.Create(),
            EcOid => ECDsa.Create(),
            var other => throw new CryptographicException($"The key is of the kind {other}, neither RSA nor ECDSA."),
        };
        try
        {
            key.ImportPkcs8PrivateKey(pkcs8, out _);
            return new PrivateKey(key);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>Reads PEM in any of its forms without encryption: PKCS #8, PKCS #1 or SEC 1.</summary>
    /// <exception cref="CryptographicException">It is none, or holds a key of another kind.</exception>
    /// <exception cref="ArgumentException">There is no PEM with a private key.</exception>
    public static PrivateKey FromPem(string pem) => FromPem(key => key.ImportFromPem(pem));

    /// <summary>The same for PKCS #8 with a password.</summary>
    /// <exception cref="CryptographicException">The password is wrong, or there is no key of ours in it.</exception>
    public static PrivateKey FromEncryptedPem(string pem, string password) => FromPem(key => key.ImportFromEncryptedPem(pem, password));

    /// <summary>The key of a certificate; null where it has none, or one of another kind.</summary>
    public static PrivateKey? Of(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        AsymmetricAlgorithm? key = certificate.GetECDsaPrivateKey();
        key ??= certificate.GetRSAPrivateKey();
        return key is null ? null : new PrivateKey(key);
    }

    /// <summary>Signs certificates, requests and lists.</summary>
    public X509SignatureGenerator Generator => _key is RSA rsa
        ? X509SignatureGenerator.CreateForRSA(rsa, RSASignaturePadding.Pkcs1)
        : X509SignatureGenerator.CreateForECDsa((ECDsa)_key);

    /// <summary>Its public half.</summary>
    public PublicKey PublicKey => Generator.PublicKey;

    /// <summary>What its certificates may be used for at least (RFC 5280 §4.2.1.3): RSA also enciphers, for old suites.</summary>
    public X509KeyUsageFlags LeafUsage => LeafUsageOf(PublicKey);

    /// <summary>PKCS #8, unencrypted.</summary>
    public byte[] ExportPkcs8() => _key.ExportPkcs8PrivateKey();

    /// <summary>Whether a certificate is for this key.</summary>
    public bool Fits(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(_key.ExportSubjectPublicKeyInfo());
    }

    /// <summary>The certificate together with this key; a copy that belongs to the caller.</summary>
    public X509Certificate2 JoinTo(X509Certificate2 certificate) =>
        _key is RSA rsa ? certificate.CopyWithPrivateKey(rsa) : certificate.CopyWithPrivateKey((ECDsa)_key);

    /// <summary>A request for a certificate of this key.</summary>
    public CertificateRequest RequestFor(X500DistinguishedName subject) => _key is RSA rsa
        ? new CertificateRequest(subject, rsa, HashAlgorithmName.SHA256, RSASignaturePadding.Pkcs1)
        : new CertificateRequest(subject, (ECDsa)_key, HashAlgorithmName.SHA256);

    /// <inheritdoc/>
    public void Dispose() => _key.Dispose();

    internal static X509KeyUsageFlags LeafUsageOf(PublicKey key) => key.Oid.Value is RsaOid
        ? X509KeyUsageFlags.DigitalSignature | X509KeyUsageFlags.KeyEncipherment
        : X509KeyUsageFlags.DigitalSignature;

    private static PrivateKey FromPem(Action<AsymmetricAlgorithm> import)
    {
        var curve = ECDsa.Create();
        try
        {
            import(curve);
            curve.ExportPkcs8PrivateKey(); // throws where only the public half is there
            return new PrivateKey(curve);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            curve.Dispose();
        }

        var rsa = RSA.Create();
        try
        {
            import(rsa);
            rsa.ExportPkcs8PrivateKey();
            return new PrivateKey(rsa);
        }
        catch
        {
            rsa.Dispose();
            throw;
        }
    }

    /// <summary>PrivateKeyInfo ::= SEQUENCE { version, privateKeyAlgorithm { algorithm, … }, … } (RFC 5958 §2).</summary>
    private static string AlgorithmOf(ReadOnlySpan<byte> pkcs8)
    {
        try
        {
            var info = new AsnReader(pkcs8.ToArray(), AsnEncodingRules.BER).ReadSequence();
            info.ReadInteger();
            return info.ReadSequence().ReadObjectIdentifier();
        }
        catch (AsnContentException exception)
        {
            throw new CryptographicException("The key is no PKCS #8.", exception);
        }
    }
}
