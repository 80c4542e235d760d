using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Linux;
using Adit.Protocols.Sstp;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Listeners;

/// <summary>
/// The certificates that balancers show in our place, from PEM files of which the first certificate counts. A file that has changed is
/// read again for the next connection: a renewal needs neither restart nor reload. One that cannot be read keeps its last certificate.
/// </summary>
internal sealed class BalancerCertificates(ILogger logger)
{
    private readonly Lock _gate = new();
    private readonly Dictionary<string, (DateTime Written, CertificateHashes Hashes)> _known = new(StringComparer.Ordinal);

    /// <summary>The hashes of all that can be read, or could be before.</summary>
    public IReadOnlyList<CertificateHashes> Of(IReadOnlyList<string> paths)
    {
        lock (_gate)
            return [.. paths.Select(TryRead).OfType<CertificateHashes>()];
    }

    /// <summary>The hashes of the first certificate of a file; throws what reading and parsing throw.</summary>
    public static CertificateHashes Read(string path)
    {
        RegularFile.RefuseOther(path);
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(path));
        return CertificateHashes.Of(certificate.RawData);
    }

    private CertificateHashes? TryRead(string path)
    {
        var written = File.GetLastWriteTimeUtc(path);
        if (_known.TryGetValue(path, out var known) && known.Written == written)
            return known.Hashes;

        try
        {
            _known[path] = (written, Read(path));
        }
        catch (Exception e) when (e is IOException or UnauthorizedAccessException or CryptographicException)
        {
            ListenerLog.CertificateUnreadable(logger, path, e.Message);
        }

        return _known.TryGetValue(path, out known) ? known.Hashes : null;
    }
}
