using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Adit.Certificates.Checking;

/// <summary>A certificate from a file, with what stands above it there, and its private key where one was named.</summary>
public sealed class CertificateBundle : IDisposable
{
    private const byte DerSequence = 0x30;
    private const string KeyLabel = "PRIVATE KEY-----";

    private CertificateBundle(X509Certificate2 leaf, IReadOnlyList<X509Certificate2> intermediates, KeyState key) =>
        (Leaf, Intermediates, Key) = (leaf, intermediates, key);

    /// <summary>The certificate, with its private key where <see cref="Key"/> fits.</summary>
    public X509Certificate2 Leaf { get; }

    /// <summary>The other certificates of the file.</summary>
    public IReadOnlyList<X509Certificate2> Intermediates { get; }

    /// <summary>Whether its key is there; not asked where no file was named and the certificate's own holds none.</summary>
    public KeyState Key { get; }

    /// <summary>Reads PEM, one certificate or several, the first of which counts, or DER.</summary>
    /// <param name="path">The file of the certificate.</param>
    /// <param name="keyPath">The PEM file of its private key; null where that stands with the certificate, or nowhere.</param>
    /// <exception cref="CertificateFileException">A file cannot be read, is exposed, or holds nothing of the kind.</exception>
    public static CertificateBundle Read(string path, string? keyPath = null)
    {
        ArgumentNullException.ThrowIfNull(path);
        var certificates = ReadCertificates(path, out var holdsKey);
        if (keyPath is null && !holdsKey)
            return new CertificateBundle(certificates[0], [.. certificates.Skip(1)], KeyState.NotAsked);

        using var key = ReadKey(keyPath ?? path);
        var leaf = TryJoin(certificates[0], key);
        return new CertificateBundle(
            leaf ?? certificates[0], [.. certificates.Skip(1)], leaf is null ? KeyState.Foreign : KeyState.Fits);
    }

    /// <summary>One that is there already, with its key.</summary>
    public static CertificateBundle Of(X509Certificate2 leafWithKey, IReadOnlyList<X509Certificate2> intermediates) =>
        new(leafWithKey, intermediates, KeyState.Fits);

    /// <summary>As it is to be checked.</summary>
    public CheckInput ToInput() => new(Leaf, Intermediates) { Key = Key };

    /// <inheritdoc/>
    public void Dispose()
    {
        Leaf.Dispose();
        foreach (var certificate in Intermediates)
            certificate.Dispose();
    }

    private static X509Certificate2Collection ReadCertificates(string path, out bool holdsKey)
    {
        var certificates = new X509Certificate2Collection();
        var contents = PemFile.ReadBytes(path);
        var text = contents is [DerSequence, ..] ? "" : Encoding.UTF8.GetString(contents);
        holdsKey = text.Contains(KeyLabel, StringComparison.Ordinal);
        try
        {
            if (text.Length == 0)
                certificates.Add(X509CertificateLoader.LoadCertificate(contents));
            else
                certificates.ImportFromPem(text);
        }
        catch (CryptographicException exception)
        {
            throw new CertificateFileException(path, "holds a certificate that cannot be read.", exception);
        }

        return certificates.Count > 0
            ? certificates
            : throw new CertificateFileException(path, "holds no certificate, neither PEM (-----BEGIN CERTIFICATE-----) nor DER.");
    }

    private static AsymmetricAlgorithm ReadKey(string path)
    {
        var text = PemFile.ReadKey(path);
        foreach (var make in (Func<AsymmetricAlgorithm>[])[ECDsa.Create, RSA.Create])
        {
            var key = make();
            try
            {
                key.ImportFromPem(text);
                key.ExportPkcs8PrivateKey(); // throws where only the public half is there
                return key;
            }
            catch (Exception exception) when (exception is CryptographicException or ArgumentException)
            {
                key.Dispose();
            }
        }

        throw new CertificateFileException(
            path, "holds no private key that can be read: it is to be PEM, RSA or ECDSA, and not encrypted.");
    }

    private static X509Certificate2? TryJoin(X509Certificate2 certificate, AsymmetricAlgorithm key)
    {
        if (!certificate.PublicKey.ExportSubjectPublicKeyInfo().AsSpan().SequenceEqual(key.ExportSubjectPublicKeyInfo()))
            return null;

        using (certificate)
            return key is RSA rsa ? certificate.CopyWithPrivateKey(rsa) : certificate.CopyWithPrivateKey((ECDsa)key);
    }
}
