using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Keys;

namespace Adit.Certificates.Issuing;

/// <summary>The two files of one CA, <c>ca</c> or <c>issuing</c>. They are written once, the key first, and after that only read.</summary>
internal sealed class AuthorityFiles(string stateDirectory, string name, IKeySeal? seal)
{
    public const string HowToBeginAnew =
        "To begin with a new CA, which every client must then be told to trust, move ca.key, ca.crt, issuing.key and issuing.crt away.";

    private readonly string _keyName = name + ".key";
    private readonly string _keyPath = Path.Combine(stateDirectory, name + ".key");

    public string CertificatePath { get; } = Path.Combine(stateDirectory, name + ".crt");

    /// <summary>Whether both are there; one without the other is damage.</summary>
    public bool Exist()
    {
        var (hasKey, hasCertificate) = (File.Exists(_keyPath), File.Exists(CertificatePath));
        if (hasKey == hasCertificate)
            return hasKey;

        var missing = hasKey ? CertificatePath : _keyPath;
        var present = hasKey ? _keyPath : CertificatePath;
        throw Damaged(missing, $"is missing, though {present} is there");
    }

    /// <summary>Loads the CA; one that is no root must be signed by <paramref name="root"/>.</summary>
    public Signer Load(X509Certificate2? root)
    {
        var key = LoadKey();
        try
        {
            return new Signer(LoadCertificate(key, root), key, CertificatePath);
        }
        catch
        {
            key.Dispose();
            throw;
        }
    }

    /// <summary>A key whose certificate could not be written would stop every later start: nobody has seen it, so it goes again.</summary>
    public Signer Save(X509Certificate2 certificate, PrivateKey key)
    {
        PemFile.Create(_keyPath, KeyFile.Write(key, _keyName, isExportable: false, seal), PemFile.SecretMode);
        try
        {
            PemFile.Create(CertificatePath, certificate.ExportCertificatePem() + "\n", PemFile.PublicMode);
        }
        catch (CertificateFileException)
        {
            File.Delete(_keyPath);
            throw;
        }

        return new Signer(X509CertificateLoader.LoadCertificate(certificate.RawData), key, CertificatePath);
    }

    /// <summary>Puts a new certificate for the same key in the place of the old.</summary>
    public void Replace(X509Certificate2 certificate) =>
        PemFile.Replace(CertificatePath, certificate.ExportCertificatePem() + "\n", PemFile.PublicMode);

    private PrivateKey LoadKey()
    {
        try
        {
            return KeyFile.Read(_keyPath, _keyName, seal, out _);
        }
        catch (Exception exception) when (exception is CryptographicException or FormatException)
        {
            throw Damaged(_keyPath, "holds no readable private key", exception);
        }
    }

    private X509Certificate2 LoadCertificate(PrivateKey key, X509Certificate2? root)
    {
        try
        {
            var certificate = X509Certificate2.CreateFromPem(PemFile.ReadText(CertificatePath));
            if (AuthorityProfile.Fault(certificate, key, root ?? certificate, _keyName) is not { } fault)
                return certificate;

            certificate.Dispose();
            throw Damaged(CertificatePath, fault);
        }
        catch (CryptographicException exception)
        {
            throw Damaged(CertificatePath, "holds no readable certificate", exception);
        }
    }

    private static CertificateFileException Damaged(string path, string problem, Exception? cause = null) =>
        new(path, $"{problem}. Restore it from a backup. {HowToBeginAnew}", cause);
}
