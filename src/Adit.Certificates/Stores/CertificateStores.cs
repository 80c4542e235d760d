using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Keys;

namespace Adit.Certificates.Stores;

/// <summary>
/// The stores of one installation, as files in its state directory. What is added or removed holds from the next question on; a file that
/// an administrator takes away by hand, too. Any thread may call.
/// </summary>
public sealed class CertificateStores(string stateDirectory, IKeySeal? seal) : IDistrustedCertificates
{
    /// <summary>A machine has a few; what is beyond is not read.</summary>
    private const int MaxEntries = 10_000;

    private readonly StoreFiles _files = new(stateDirectory);
    private readonly Lock _writing = new();

    /// <summary>The entries of a store, by fingerprint. A file that cannot be read is left out, and its path given.</summary>
    public IReadOnlyList<StoredCertificate> List(StoreName store, out IReadOnlyList<string> unreadable)
    {
        var failed = new List<string>();
        var found = new List<StoredCertificate>();
        foreach (var fingerprint in _files.List(store).Take(MaxEntries))
        {
            if (TryLoad(store, fingerprint) is { } entry)
                found.Add(entry);
            else
                failed.Add(_files.CertificateOf(store, fingerprint));
        }

        unreadable = failed;
        return found;
    }

    /// <inheritdoc cref="List(StoreName, out IReadOnlyList{string})"/>
    public IReadOnlyList<StoredCertificate> List(StoreName store) => List(store, out _);

    /// <summary>The fingerprints of a store's entries, as their files are named.</summary>
    public IReadOnlySet<string> ListFingerprints(StoreName store) => _files.List(store).Take(MaxEntries).ToHashSet(StringComparer.Ordinal);

    /// <summary>The entry with this SHA-256 fingerprint, in hex with or without colons; null where there is none.</summary>
    public StoredCertificate? Find(StoreName store, string fingerprint) =>
        NormalFingerprint(fingerprint) is { } normal && File.Exists(_files.CertificateOf(store, normal)) ? TryLoad(store, normal) : null;

    /// <summary>Adds a certificate without a key; one that is there already stays, with its key.</summary>
    /// <exception cref="CertificateFileException">The store cannot be written.</exception>
    public void Add(StoreName store, X509Certificate2 certificate)
    {
        lock (_writing)
            Save(store, certificate);
    }

    /// <summary>Adds a certificate to the machine's with its key, which must fit; replaces the key of one that is there.</summary>
    /// <exception cref="CertificateFileException">The store cannot be written.</exception>
    public void AddWithKey(X509Certificate2 certificate, PrivateKey key, bool isExportable)
    {
        ArgumentNullException.ThrowIfNull(key);
        if (!key.Fits(certificate))
            throw new ArgumentException("The key is not that of the certificate.", nameof(key));

        var fingerprint = StoreFiles.FingerprintOf(certificate);
        lock (_writing)
        {
            PemFile.CreateDirectory(_files.DirectoryOf(StoreName.Machine));
            PemFile.Replace(
                _files.KeyOf(StoreName.Machine, fingerprint), KeyFile.Write(key, fingerprint, isExportable, seal), PemFile.SecretMode);
            Save(StoreName.Machine, certificate);
        }
    }

    /// <summary>Takes an entry away, with its key; false where there is none.</summary>
    public bool Remove(StoreName store, string fingerprint)
    {
        if (NormalFingerprint(fingerprint) is not { } normal || !File.Exists(_files.CertificateOf(store, normal)))
            return false;

        lock (_writing)
        {
            File.Delete(_files.CertificateOf(store, normal));
            File.Delete(_files.KeyOf(store, normal));
        }

        return true;
    }

    /// <summary>The certificate of a machine's entry joined with its key, for whoever serves it; the caller disposes it.</summary>
    /// <exception cref="CertificateFileException">The key's file is missing, exposed, damaged or sealed with another key.</exception>
    public X509Certificate2 LoadWithKey(StoredCertificate entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        using var key = LoadKey(entry);
        return key.JoinTo(entry.Certificate);
    }

    /// <summary>The key of a machine's entry; the caller disposes it.</summary>
    /// <exception cref="CertificateFileException">As above.</exception>
    public PrivateKey LoadKey(StoredCertificate entry)
    {
        ArgumentNullException.ThrowIfNull(entry);
        var path = _files.KeyOf(StoreName.Machine, entry.Fingerprint);
        try
        {
            var key = KeyFile.Read(path, entry.Fingerprint, seal, out _);
            return key.Fits(entry.Certificate) ? key : throw new CertificateFileException(path, "is not the key of the certificate beside it.");
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            throw new CertificateFileException(path, "holds no readable private key.", exception);
        }
    }

    /// <inheritdoc/>
    public bool Contains(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return IsUntrusted(StoreFiles.FingerprintOf(certificate));
    }

    /// <summary>Whether the certificate with this SHA-256 fingerprint is untrusted.</summary>
    public bool IsUntrusted(string fingerprint) =>
        NormalFingerprint(fingerprint) is { } normal && File.Exists(_files.CertificateOf(StoreName.Untrusted, normal));

    /// <summary>64 upper-case hex digits; null for anything else, so no path can be made of it.</summary>
    internal static string? NormalFingerprint(string fingerprint)
    {
        ArgumentNullException.ThrowIfNull(fingerprint);
        var hex = fingerprint.Replace(":", "", StringComparison.Ordinal).ToUpperInvariant();
        return hex.Length == 2 * SHA256.HashSizeInBytes && hex.All(char.IsAsciiHexDigit) ? hex : null;
    }

    private void Save(StoreName store, X509Certificate2 certificate)
    {
        PemFile.CreateDirectory(_files.DirectoryOf(store));
        PemFile.Replace(
            _files.CertificateOf(store, StoreFiles.FingerprintOf(certificate)), certificate.ExportCertificatePem() + "\n", PemFile.PublicMode);
    }

    /// <summary>Null for a file that holds another certificate than its name says, too.</summary>
    private StoredCertificate? TryLoad(StoreName store, string fingerprint)
    {
        try
        {
            var certificate = X509Certificate2.CreateFromPem(PemFile.ReadText(_files.CertificateOf(store, fingerprint)));
            var key = _files.KeyOf(store, fingerprint);
            var hasKey = store is StoreName.Machine && File.Exists(key);
            if (StoreFiles.FingerprintOf(certificate) == fingerprint)
                return new StoredCertificate(store, certificate, hasKey, hasKey && KeyFile.IsExportable(key));

            certificate.Dispose();
            return null;
        }
        catch (Exception exception) when (exception is CryptographicException or CertificateFileException)
        {
            return null;
        }
    }
}
