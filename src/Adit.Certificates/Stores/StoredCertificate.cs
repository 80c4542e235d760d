using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Stores;

/// <summary>An entry of a store.</summary>
/// <param name="Store">Which one.</param>
/// <param name="Certificate">The certificate, without its key. Belongs to whoever asked for the entry.</param>
/// <param name="HasKey">Whether its key is there, too.</param>
/// <param name="IsExportable">Whether the key may leave the store.</param>
public sealed record StoredCertificate(StoreName Store, X509Certificate2 Certificate, bool HasKey, bool IsExportable) : IDisposable
{
    /// <summary>SHA-256 of the certificate, in upper-case hex.</summary>
    public string Fingerprint { get; } = StoreFiles.FingerprintOf(Certificate);

    /// <inheritdoc/>
    public void Dispose() => Certificate.Dispose();
}
