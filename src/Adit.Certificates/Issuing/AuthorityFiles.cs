using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Issuing;

/// <summary>The two files of the CA. They are written once, the key first, and after that only read.</summary>
internal sealed class AuthorityFiles(string stateDirectory)
{
    public const string HowToBeginAnew =
        "To begin with a new CA, which every client must then be told to trust, move ca.key and ca.crt away.";

    private readonly string _keyPath = Path.Combine(stateDirectory, "ca.key");
    private readonly string _certificatePath = Path.Combine(stateDirectory, "ca.crt");

    /// <summary>Whether both are there; one without the other is damage.</summary>
    public bool Exist()
    {
        var (hasKey, hasCertificate) = (File.Exists(_keyPath), File.Exists(_certificatePath));
        if (hasKey == hasCertificate)
            return hasKey;

        var missing = hasKey ? _certificatePath : _keyPath;
        var present = hasKey ? _keyPath : _certificatePath;
        throw Damaged(missing, $"is missing, though {present} is there");
    }

    public CertificateAuthority Load()
    {
        var key = LoadKey();
        try
        {
            return new CertificateAuthority(LoadCertificate(key), key, _certificatePath);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    public CertificateAuthority Create(string hostName, DateTimeOffset now)
    {
        var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var signed = AuthorityProfile.SelfSign(key, hostName, now);
        Save(key, signed);
        return new CertificateAuthority(X509CertificateLoader.LoadCertificate(signed.RawData), key, _certificatePath);
    }

    /// <summary>A key whose certificate could not be written would stop every later start: nobody has seen it, so it goes again.</summary>
    private void Save(ECDsa key, X509Certificate2 certificate)
    {
        PemFile.Create(_keyPath, key.ExportPkcs8PrivateKeyPem() + "\n", PemFile.SecretMode);
        try
        {
            PemFile.Create(_certificatePath, certificate.ExportCertificatePem() + "\n", PemFile.PublicMode);
        }
        catch (CertificateFileException)
        {
            File.Delete(_keyPath);
            throw;
        }
    }

    private ECDsa LoadKey()
    {
        var key = ECDsa.Create();
        try
        {
            key.ImportFromPem(PemFile.ReadSecret(_keyPath));
            key.SignHash(new byte[SHA256.HashSizeInBytes]); // throws where only the public half is there
            return key;
        }
        catch (Exception exception) when (exception is CryptographicException or ArgumentException)
        {
            key.Dispose();
            throw Damaged(_keyPath, "holds no readable private key", exception);
        }
    }

    private X509Certificate2 LoadCertificate(ECDsa key)
    {
        try
        {
            var certificate = X509Certificate2.CreateFromPem(PemFile.ReadText(_certificatePath));
            if (AuthorityProfile.Fault(certificate, key) is not { } fault)
                return certificate;

            certificate.Dispose();
            throw Damaged(_certificatePath, fault);
        }
        catch (CryptographicException exception)
        {
            throw Damaged(_certificatePath, "holds no readable certificate", exception);
        }
    }

    private static CertificateFileException Damaged(string path, string problem, Exception? cause = null) =>
        new(path, $"{problem}. Restore it from a backup. {HowToBeginAnew}", cause);
}
