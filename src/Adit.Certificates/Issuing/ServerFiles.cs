using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Keys;

namespace Adit.Certificates.Issuing;

/// <summary>The two files of the server's certificate. A crash between writing them leaves a pair that does not fit: damaged.</summary>
internal sealed class ServerFiles(string stateDirectory, IKeySeal? seal)
{
    private const string KeyName = "server.key";

    private readonly string _keyPath = Path.Combine(stateDirectory, KeyName);
    private readonly string _certificatePath = Path.Combine(stateDirectory, "server.crt");

    public X509Certificate2? TryLoad(out ReissueReason? failure)
    {
        failure = ReissueReason.Missing;
        if (!File.Exists(_keyPath) || !File.Exists(_certificatePath))
            return null;

        PemFile.ReadSecret(_keyPath); // one that others can touch, or that cannot be read, is no damage to be mended unseen
        var text = PemFile.ReadText(_certificatePath);
        try
        {
            using var key = KeyFile.Read(_keyPath, KeyName, seal, out var liesOpen);
            using var certificate = X509Certificate2.CreateFromPem(text);
            if (!key.Fits(certificate))
                throw new CryptographicException("The key is not that of the certificate beside it.");

            failure = null;
            if (liesOpen && seal is not null)
                Save(key); // as earlier versions left it
            return key.JoinTo(certificate);
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException or FormatException or CertificateFileException)
        {
            failure = ReissueReason.Damaged;
            return null;
        }
    }

    /// <summary>Behind the certificate stands who issued it, as other programs want it.</summary>
    public void Save(X509Certificate2 certificate, PrivateKey key, IEnumerable<X509Certificate2> issuers)
    {
        Save(key);
        PemFile.Replace(_certificatePath, string.Concat(issuers.Prepend(certificate).Select(each => each.ExportCertificatePem() + "\n")), PemFile.PublicMode);
    }

    private void Save(PrivateKey key) => PemFile.Replace(_keyPath, KeyFile.Write(key, KeyName, isExportable: false, seal), PemFile.SecretMode);
}
