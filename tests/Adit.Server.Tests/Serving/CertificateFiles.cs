using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Server.Tests.Serving;

/// <summary>Writes self-signed certificates with their keys, right and wrong, as an administrator would put them there.</summary>
internal static class CertificateFiles
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    /// <summary>Certificate and key in one file; its fingerprint.</summary>
    public static string Write(
        string path, string name = "vpn.example.com", DateTimeOffset? begin = null, DateTimeOffset? end = null, string? purpose = ServerAuthentication,
        bool withKey = true)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        if (purpose is not null)
            request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], false));
        var now = DateTimeOffset.UtcNow;
        using var certificate = request.CreateSelfSigned(begin ?? now.AddDays(-1), end ?? now.AddDays(90));
        var text = certificate.ExportCertificatePem() + "\n" + (withKey ? key.ExportPkcs8PrivateKeyPem() + "\n" : "");
        Replace(path, text);
        return certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }

    /// <summary>As programs that renew certificates do it, in one step, and never with the time of the file before.</summary>
    public static void Replace(string path, string text)
    {
        var draft = path + ".new";
        File.WriteAllText(draft, text);
        File.SetUnixFileMode(draft, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        if (File.Exists(path))
            File.SetLastWriteTimeUtc(draft, File.GetLastWriteTimeUtc(path).AddSeconds(1));
        File.Move(draft, path, overwrite: true);
    }
}
