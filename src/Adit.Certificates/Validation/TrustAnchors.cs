using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Validation;

/// <summary>Whom a client trusts: the roots of the system, or certain certificates and nobody else.</summary>
public sealed class TrustAnchors : IDisposable
{
    private const byte DerSequence = 0x30;

    private readonly X509Certificate2Collection? _only;

    private TrustAnchors(X509Certificate2Collection? only) => _only = only;

    /// <summary>The roots that the system trusts.</summary>
    public static TrustAnchors System { get; } = new(only: null);

    /// <summary>
    /// Exactly the certificates in a file, PEM (one or more) or DER (one), and not those of the system. They may be roots, intermediates,
    /// or the server's own certificate.
    /// </summary>
    /// <exception cref="CertificateFileException">The file cannot be read or holds no certificate.</exception>
    public static TrustAnchors FromFile(string path)
    {
        var certificates = new X509Certificate2Collection();
        try
        {
            Import(certificates, PemFile.ReadBytes(path));
        }
        catch (CryptographicException exception)
        {
            throw new CertificateFileException(path, "holds a certificate that cannot be read.", exception);
        }

        return certificates.Count > 0
            ? new TrustAnchors(certificates)
            : throw new CertificateFileException(path, "holds no certificate, neither PEM (-----BEGIN CERTIFICATE-----) nor DER.");
    }

    /// <summary>Exactly these certificates, which belong to the result, and not those of the system.</summary>
    public static TrustAnchors Of(IEnumerable<X509Certificate2> certificates) => new([.. certificates]);

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var certificate in _only ?? [])
            certificate.Dispose();
    }

    internal void ApplyTo(X509ChainPolicy policy)
    {
        if (_only is null)
            return;

        policy.TrustMode = X509ChainTrustMode.CustomRootTrust;
        policy.CustomTrustStore.AddRange(_only);
    }

    /// <summary>Whether a certificate is trusted in itself, whoever has issued it.</summary>
    internal bool Contains(X509Certificate2 certificate) =>
        _only?.Any(anchor => anchor.RawDataMemory.Span.SequenceEqual(certificate.RawDataMemory.Span)) ?? false;

    private static void Import(X509Certificate2Collection certificates, byte[] contents)
    {
        if (contents is [DerSequence, ..])
            certificates.Add(X509CertificateLoader.LoadCertificate(contents));
        else
            certificates.ImportFromPem(global::System.Text.Encoding.UTF8.GetString(contents));
    }
}
