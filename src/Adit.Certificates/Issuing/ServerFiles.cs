using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Issuing;

/// <summary>The two files of the server's certificate. A crash between writing them leaves a pair that does not fit: damaged.</summary>
internal sealed class ServerFiles(string stateDirectory)
{
    private readonly string _keyPath = Path.Combine(stateDirectory, "server.key");
    private readonly string _certificatePath = Path.Combine(stateDirectory, "server.crt");

    public X509Certificate2? TryLoad(out ReissueReason? failure)
    {
        failure = ReissueReason.Missing;
        if (!File.Exists(_keyPath) || !File.Exists(_certificatePath))
            return null;

        try
        {
            var certificate = X509Certificate2.CreateFromPem(PemFile.ReadText(_certificatePath), PemFile.ReadSecret(_keyPath));
            failure = null;
            return certificate;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            failure = ReissueReason.Damaged;
            return null;
        }
    }

    /// <summary>Behind the certificate stands who issued it, as other programs want it.</summary>
    public void Save(X509Certificate2 certificate, ECDsa key, IEnumerable<X509Certificate2> issuers)
    {
        PemFile.Replace(_keyPath, key.ExportPkcs8PrivateKeyPem() + "\n", PemFile.SecretMode);
        PemFile.Replace(_certificatePath, string.Concat(issuers.Prepend(certificate).Select(each => each.ExportCertificatePem() + "\n")), PemFile.PublicMode);
    }
}
