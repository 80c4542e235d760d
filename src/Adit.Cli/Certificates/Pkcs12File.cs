using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Keys;

namespace Adit.Cli.Certificates;

/// <summary>PKCS #12 (RFC 7292) as Windows 10, Android, iOS and openssl read it: AES-256 and SHA-256.</summary>
internal static class Pkcs12File
{
    /// <summary>The first certificate is that of the key.</summary>
    public static byte[] Write(IReadOnlyList<X509Certificate2> certificates, PrivateKey key, string password)
    {
        using var joined = key.JoinTo(certificates[0]);
        var all = new X509Certificate2Collection(joined);
        all.AddRange(certificates.Skip(1).ToArray());
        return all.ExportPkcs12(Pkcs12ExportPbeParameters.Pbes2Aes256Sha256, password);
    }
}
