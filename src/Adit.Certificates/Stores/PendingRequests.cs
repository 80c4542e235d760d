using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Issuing;
using Adit.Certificates.Keys;
using Adit.Certificates.Names;

namespace Adit.Certificates.Stores;

/// <summary>
/// Requests to other CAs, as files in <c>requests/</c> of the state directory: the request, and its key under seal until the answer
/// comes. Any thread may call.
/// </summary>
public sealed class PendingRequests(string stateDirectory, IKeySeal? seal)
{
    private const int MaxPending = 100;
    private const string RequestEnding = ".csr";

    private readonly string _directory = Path.Combine(stateDirectory, "requests");

    /// <summary>All that wait, the newest first. A file that cannot be read is left out.</summary>
    public IReadOnlyList<PendingRequest> List() => Directory.Exists(_directory)
        ? [.. Directory.EnumerateFiles(_directory, "*" + RequestEnding).Take(MaxPending).Select(TryLoad).OfType<PendingRequest>()
            .OrderByDescending(request => request.MadeUtc).ThenBy(request => request.Id, StringComparer.Ordinal)]
        : [];

    /// <summary>
    /// Makes a key and a request for a server's certificate: the first name in the subject, and all of them as alternative names, since some
    /// clients look here and some there.
    /// </summary>
    /// <param name="names">DNS names and addresses; at least one.</param>
    /// <param name="algorithm">The kind of key.</param>
    /// <param name="forIke">Whether to ask for the purpose IP security IKE intermediate, too.</param>
    /// <param name="isExportable">Whether the key may leave us afterwards.</param>
    /// <exception cref="ServerNameException">A name is neither a DNS name nor an address.</exception>
    /// <exception cref="CertificateFileException">The files cannot be written.</exception>
    public PendingRequest Make(IReadOnlyList<string> names, KeyAlgorithm algorithm, bool forIke, bool isExportable)
    {
        var profile = ServerProfile.For(names);
        using var key = PrivateKey.Create(algorithm);
        var pem = Request(profile, key, forIke).CreateSigningRequestPem() + "\n";
        var id = IdOf(key.PublicKey);
        PemFile.CreateDirectory(_directory);
        PemFile.Create(KeyPath(id), KeyFile.Write(key, SubjectOf(id), isExportable, seal), PemFile.SecretMode);
        PemFile.Create(RequestPath(id), pem, PemFile.PublicMode);
        return TryLoad(RequestPath(id)) ?? throw new CertificateFileException(RequestPath(id), "cannot be read back.");
    }

    /// <summary>Gives up a request and its key; false where there is none.</summary>
    public bool Remove(string id)
    {
        if (CertificateStores.NormalFingerprint(id) is not { } normal || !File.Exists(RequestPath(normal)))
            return false;

        File.Delete(KeyPath(normal));
        File.Delete(RequestPath(normal));
        return true;
    }

    /// <summary>The key that waits for this certificate, and whether it may be exported; null where none does.</summary>
    /// <exception cref="CertificateFileException">The key's file is exposed, damaged or sealed with another key.</exception>
    internal PrivateKey? FindKey(X509Certificate2 certificate, out bool isExportable)
    {
        isExportable = false;
        var path = KeyPath(IdOf(certificate.PublicKey));
        try
        {
            return File.Exists(path) ? KeyFile.Read(path, SubjectOf(IdOf(certificate.PublicKey)), seal, out isExportable) : null;
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            throw new CertificateFileException(path, "holds no readable private key.", exception);
        }
    }

    internal static string IdOf(PublicKey key) => Convert.ToHexString(SHA256.HashData(key.ExportSubjectPublicKeyInfo()));

    private static string SubjectOf(string id) => "request/" + id;

    private static CertificateRequest Request(ServerProfile profile, PrivateKey key, bool forIke)
    {
        var request = key.RequestFor(profile.Subject);
        var purposes = new OidCollection { Purpose.ServerAuthentication };
        if (forIke)
            purposes.Add(Purpose.IpsecIkeIntermediate);
        request.CertificateExtensions.Add(profile.AlternativeNames);
        request.CertificateExtensions.Add(new X509KeyUsageExtension(key.LeafUsage, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension(purposes, critical: false));
        return request;
    }

    private string KeyPath(string id) => Path.Combine(_directory, id + ".key");

    private string RequestPath(string id) => Path.Combine(_directory, id + RequestEnding);

    private static PendingRequest? TryLoad(string path)
    {
        try
        {
            var pem = PemFile.ReadText(path);
            var request = SigningRequest.Read(PemFile.ReadBytes(path));
            var names = request.AlternativeNames.Dns.OrderBy(name => name == request.CommonName ? 0 : 1);
            return new PendingRequest(Path.GetFileNameWithoutExtension(path), [.. names], pem, new DateTimeOffset(File.GetLastWriteTimeUtc(path)));
        }
        catch (Exception exception) when (exception is CertificateFileException or IssuingException)
        {
            return null;
        }
    }
}
