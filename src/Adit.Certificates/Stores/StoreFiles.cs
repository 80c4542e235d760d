using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Stores;

/// <summary>Where the stores lie: <c>stores/NAME/FINGERPRINT.crt</c> in the state directory, with <c>.key</c> beside it.</summary>
internal sealed class StoreFiles(string stateDirectory)
{
    private const string CertificateEnding = ".crt";

    public string DirectoryOf(StoreName store) => Path.Combine(stateDirectory, "stores", WordOf(store));

    public string CertificateOf(StoreName store, string fingerprint) => Path.Combine(DirectoryOf(store), fingerprint + CertificateEnding);

    public string KeyOf(StoreName store, string fingerprint) => Path.Combine(DirectoryOf(store), fingerprint + ".key");

    /// <summary>The fingerprints of all entries, in order.</summary>
    public IEnumerable<string> List(StoreName store) => Directory.Exists(DirectoryOf(store))
        ? Directory.EnumerateFiles(DirectoryOf(store), "*" + CertificateEnding)
            .Select(path => Path.GetFileNameWithoutExtension(path)).Order(StringComparer.Ordinal)
        : [];

    public static string FingerprintOf(X509Certificate2 certificate) => certificate.GetCertHashString(HashAlgorithmName.SHA256);

    public static string WordOf(StoreName store) => store switch
    {
        StoreName.Machine => "machine",
        StoreName.Roots => "roots",
        StoreName.Intermediates => "intermediates",
        StoreName.NtAuth => "ntauth",
        _ => "untrusted",
    };
}
