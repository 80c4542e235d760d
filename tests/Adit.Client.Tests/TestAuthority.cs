using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Adit.Client.Tests;

/// <summary>An authority that issues a server's certificate with addresses for its revocation, and lists of what it revoked.</summary>
internal sealed class TestAuthority : IDisposable
{
    private readonly CertificateRevocationListBuilder _list = new();
    private readonly ECDsa _key = ECDsa.Create(ECCurve.NamedCurves.nistP256);

    public TestAuthority()
    {
        var request = new CertificateRequest("CN=Test authority", _key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509KeyUsageExtension(X509KeyUsageFlags.KeyCertSign | X509KeyUsageFlags.CrlSign, critical: true));
        request.CertificateExtensions.Add(new X509SubjectKeyIdentifierExtension(request.PublicKey, critical: false));
        using var withKey = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(10));
        WithKey = X509CertificateLoader.LoadPkcs12(withKey.Export(X509ContentType.Pkcs12), password: null);
        Certificate = X509CertificateLoader.LoadCertificate(withKey.RawData);
    }

    public X509Certificate2 Certificate { get; }

    private X509Certificate2 WithKey { get; }

    public void Dispose()
    {
        Certificate.Dispose();
        WithKey.Dispose();
        _key.Dispose();
    }

    /// <summary>A server's certificate whose list, responder and issuer are all said to be found at one address; null for none.</summary>
    public X509Certificate2 Issue(string? address)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={TestCertificates.Name}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(TestCertificates.Name);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid("1.3.6.1.5.5.7.3.1")], critical: false));
        request.CertificateExtensions.Add(X509AuthorityKeyIdentifierExtension.CreateFromCertificate(Certificate, true, false));
        if (address is not null)
        {
            request.CertificateExtensions.Add(CertificateRevocationListBuilder.BuildCrlDistributionPointExtension([address]));
            request.CertificateExtensions.Add(new X509AuthorityInformationAccessExtension([], [address]));
        }

        var begin = DateTimeOffset.UtcNow.AddHours(-1);
        using var issued = request.Create(WithKey, begin, begin.AddDays(2), RandomNumberGenerator.GetBytes(8)).CopyWithPrivateKey(key);
        return X509CertificateLoader.LoadPkcs12(issued.Export(X509ContentType.Pkcs12), password: null);
    }

    public void Revoke(X509Certificate2 certificate) => _list.AddEntry(certificate, DateTimeOffset.UtcNow.AddMinutes(-1), X509RevocationReason.KeyCompromise);

    /// <summary>A place that publishes the list, as it is when somebody asks for it.</summary>
    public ScriptedServer Publish() => ScriptedServer.OverTcp(async (tcp, ending) =>
    {
        _ = await tcp.ReadAsync(new byte[4096], ending);
        var now = DateTimeOffset.UtcNow;
        var list = _list.Build(WithKey, 1, now.AddDays(1), HashAlgorithmName.SHA256, thisUpdate: now.AddHours(-1));
        await tcp.WriteAsync(Encoding.ASCII.GetBytes($"HTTP/1.1 200 OK\r\nContent-Length: {list.Length}\r\nConnection: close\r\n\r\n"), ending);
        await tcp.WriteAsync(list, ending);
    });
}
