using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Client.Tests;

/// <summary>Certificates of servers, and a file that trusts one of them.</summary>
internal sealed class TestCertificates : IDisposable
{
    public const string Name = "vpn.adit.test";

    public string TrustFile { get; } = Path.GetTempFileName();

    public void Dispose() => File.Delete(TrustFile);

    public X509Certificate2 Trusted(X509Certificate2 certificate)
    {
        File.WriteAllText(TrustFile, certificate.ExportCertificatePem());
        return certificate;
    }

    /// <summary>A self-signed certificate, valid for two days from a day before <paramref name="age"/> ago.</summary>
    public static X509Certificate2 Create(string name = Name, TimeSpan age = default)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        var begin = DateTimeOffset.UtcNow - age - TimeSpan.FromDays(1);
        using var ephemeral = request.CreateSelfSigned(begin, begin + TimeSpan.FromDays(2));
        return X509CertificateLoader.LoadPkcs12(ephemeral.Export(X509ContentType.Pkcs12), password: null);
    }
}
