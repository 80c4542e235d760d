using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Stores;

/// <summary>
/// What a machine's administrator has declared untrusted, as files in a folder: PEM or DER, under any name. They are read anew at every
/// question, so what is put there counts at once; a folder that is not there refuses nobody. Any thread may ask.
/// </summary>
/// <param name="paths">The folders.</param>
public sealed class DistrustedFolder(params IReadOnlyList<string> paths) : IDistrustedCertificates
{
    /// <summary>A machine has a few; what is beyond is not read.</summary>
    private const int MaxFiles = 1000;

    /// <inheritdoc/>
    public bool Contains(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        return Read(_ => { }).Contains(StoreFiles.FingerprintOf(certificate));
    }

    /// <summary>The files that refuse nobody, since they hold no certificate that can be read, each with what is wrong.</summary>
    public IReadOnlyList<string> FindUnreadable()
    {
        var faults = new List<string>();
        Read(faults.Add);
        return faults;
    }

    /// <summary>Adds a certificate to the first folder, which is made where it is not there; gives the file's path.</summary>
    /// <exception cref="CertificateFileException">It cannot be written.</exception>
    public string Add(X509Certificate2 certificate)
    {
        ArgumentNullException.ThrowIfNull(certificate);
        PemFile.CreateDirectory(paths[0]);
        var path = Path.Combine(paths[0], StoreFiles.FingerprintOf(certificate) + ".crt");
        PemFile.Replace(path, certificate.ExportCertificatePem() + "\n", PemFile.PublicMode);
        return path;
    }

    private HashSet<string> Read(Action<string> tellFault)
    {
        var found = new HashSet<string>(StringComparer.Ordinal);
        foreach (var file in paths.SelectMany(List).Take(MaxFiles))
        {
            try
            {
                using var certificate = Load(PemFile.ReadBytes(file));
                found.Add(StoreFiles.FingerprintOf(certificate));
            }
            catch (CertificateFileException exception)
            {
                tellFault(exception.Message);
            }
            catch (CryptographicException)
            {
                tellFault($"{file}: holds no certificate, neither PEM nor DER.");
            }
        }

        return found;
    }

    /// <summary>The first certificate of a file: those behind it are who issued it, and to distrust it is not to distrust them.</summary>
    private static X509Certificate2 Load(byte[] contents) => contents is [0x30, ..]
        ? X509CertificateLoader.LoadCertificate(contents)
        : X509Certificate2.CreateFromPem(System.Text.Encoding.UTF8.GetString(contents));

    private static IEnumerable<string> List(string path)
    {
        try
        {
            return Directory.Exists(path) ? Directory.EnumerateFiles(path).Order(StringComparer.Ordinal).ToList() : [];
        }
        catch (Exception exception) when (exception is IOException or UnauthorizedAccessException)
        {
            return [];
        }
    }
}
