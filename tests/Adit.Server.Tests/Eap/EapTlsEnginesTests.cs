using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Linux.Tls;
using Adit.Protocols.Crypto.Tls;
using Adit.Server.Configuration;
using Adit.Server.Eap;
using Adit.Server.Listeners;

namespace Adit.Server.Tests.Eap;

public sealed class EapTlsEnginesTests
{
    [Fact]
    public void A_new_certificate_is_for_the_next_conversation()
    {
        var shown = NewCertificate("one");
        var engines = new EapTlsEngines(new LiveConfiguration(new ServerConfiguration()), _ => shown);
        Assert.Equal("CN=one", SeenBy(engines));

        shown = NewCertificate("two");

        Assert.Equal("CN=two", SeenBy(engines));
    }

    [Fact]
    public void The_certificate_of_another_name_can_be_shown()
    {
        var live = new LiveConfiguration(new ServerConfiguration { EapTls = new EapTlsSettings { ServerName = "eap.example.com" } });

        Assert.Equal("CN=eap.example.com", SeenBy(new EapTlsEngines(live, name => NewCertificate(name ?? "other"))));
    }

    private static string SeenBy(EapTlsEngines engines)
    {
        using var dialler = LibsslEngine.ForClient(new TlsSettings());
        var seen = new Seen();
        using var client = dialler.Begin("test", seen);
        using var server = engines.Begin("test", verifier: null);
        client.Receive([]);
        server.Receive(client.TakeRecords());
        client.Receive(server.TakeRecords());
        return seen.Subject!;
    }

    private static ServedCertificate NewCertificate(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new ServedCertificate(
            new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256).CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1)),
            []);
    }

    private sealed class Seen : ICertificateVerifier
    {
        public string? Subject { get; private set; }

        public TlsAlert? Verify(IReadOnlyList<ReadOnlyMemory<byte>> chain)
        {
            using var certificate = X509CertificateLoader.LoadCertificate(chain[0].Span);
            Subject = certificate.Subject;
            return null;
        }
    }
}
