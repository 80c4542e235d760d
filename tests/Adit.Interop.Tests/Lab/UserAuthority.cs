using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Interop.Tests.Lab;

/// <summary>An authority that issues users' certificates with whatever is wrong with them.</summary>
internal sealed class UserAuthority : IDisposable
{
    public const string ClientAuthentication = "1.3.6.1.5.5.7.3.2";
    public const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private readonly string _folder;

    public UserAuthority(string folder, string name)
    {
        _folder = Directory.CreateDirectory(Path.Combine(folder, name)).FullName;
        var request = new CertificateRequest($"CN={name}", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-100), DateTimeOffset.UtcNow.AddDays(100));
        File.WriteAllText(RootFile, _certificate.ExportCertificatePem());
    }

    /// <summary>Its certificate in PEM.</summary>
    public string RootFile => Path.Combine(_folder, "ca.pem");

    /// <summary>Issues a certificate for a principal name, in PEM with its key.</summary>
    public string Issue(string principal, int fromDay, int toDay, string purpose = ClientAuthentication)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={principal}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddUserPrincipalName(principal);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, true, false));
        using var issued = request.Create(
            _certificate, DateTimeOffset.UtcNow.AddDays(fromDay), DateTimeOffset.UtcNow.AddDays(toDay), RandomNumberGenerator.GetBytes(8));
        var file = Path.Combine(_folder, $"{principal}.pem");
        File.WriteAllText(file, $"{issued.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return file;
    }

    /// <summary>The same certificate with the last byte of its signature changed.</summary>
    public string Forge(string principal)
    {
        var file = Issue(principal, -5, 20);
        using var issued = X509Certificate2.CreateFromPemFile(file);
        byte[] der = [.. issued.RawData[..^1], (byte)(issued.RawData[^1] ^ 1)];
        using var key = issued.GetECDsaPrivateKey()!;
        File.WriteAllText(file, $"{PemEncoding.WriteString("CERTIFICATE", der)}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return file;
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }
}
