using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Interop.Tests.Lab;

/// <summary>An authority that is not the server's, with a place where it publishes its list: a file that somebody serves.</summary>
internal sealed class OutsideAuthority : IDisposable
{
    private readonly CertificateRevocationListBuilder _list = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
    private readonly X509Certificate2 _certificate;
    private readonly string _address;
    private int _published;

    /// <param name="folder">Where the list and whatever is issued are written.</param>
    /// <param name="address">Where the list is said to be.</param>
    public OutsideAuthority(string folder, string address)
    {
        (Folder, _address) = (Directory.CreateDirectory(folder).FullName, address);
        var request = new CertificateRequest("CN=Outside authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        _certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(30));
        File.WriteAllText(CaFile, _certificate.ExportCertificatePem());
        Publish();
    }

    public string Folder { get; }

    /// <summary>Its certificate in PEM.</summary>
    public string CaFile => Path.Combine(Folder, "ca.pem");

    /// <summary>Issues a certificate, in PEM with its key.</summary>
    public string Issue(string name, string purpose)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.DigitalSignature, critical: true));
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(_certificate, true, false));
        request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([_address]));
        using var issued = request.Create(_certificate, DateTimeOffset.UtcNow.AddHours(-1), DateTimeOffset.UtcNow.AddDays(20), RandomNumberGenerator.GetBytes(8));
        var file = Path.Combine(Folder, $"{name}.pem");
        File.WriteAllText(file, $"{issued.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return file;
    }

    /// <summary>Revokes what is in a file, and publishes.</summary>
    public void Revoke(string file)
    {
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(file));
        _list.AddEntry(certificate, DateTimeOffset.UtcNow.AddMinutes(-1), X509RevocationReason.KeyCompromise);
        Publish();
    }

    public void Dispose()
    {
        _certificate.Dispose();
        _key.Dispose();
    }

    private void Publish() => File.WriteAllBytes(
        Path.Combine(Folder, Path.GetFileName(_address)),
        _list.Build(_certificate, ++_published, DateTimeOffset.UtcNow.AddDays(7), HashAlgorithmName.SHA256, thisUpdate: DateTimeOffset.UtcNow.AddMinutes(-10)));
}
