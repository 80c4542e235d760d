using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Server.Hosting;

namespace Adit.Server.Tests.Hosting;

public sealed class ConnectionGuideTests : IDisposable
{
    private readonly X509Certificate2 _ca = CreateCertificate();

    public void Dispose() => _ca.Dispose();

    [Fact]
    public void The_first_start_shows_the_password_once()
    {
        Assert.Contains("password       k7mw-p2ax", Guide().Write("adit", "k7mw-p2ax"), StringComparison.Ordinal);
        Assert.DoesNotContain("shown once", Guide().Write("adit", password: null), StringComparison.Ordinal);
    }

    [Fact]
    public void The_fingerprint_is_that_of_the_certificate_in_DER() => Assert.Contains(
        $"SHA-256        {Convert.ToHexString(SHA256.HashData(_ca.RawData))}\n", Write(Guide()), StringComparison.Ordinal);

    [Theory]
    [InlineData("  curl.exe -o ca.crt http://vpn.example.com/ca.crt")]
    [InlineData("  Get-FileHash ca.crt   # must be the SHA-256 above")]
    [InlineData("  Import-Certificate -FilePath ca.crt -CertStoreLocation Cert:\\LocalMachine\\Root")]
    [InlineData("  Add-VpnConnection -Name Adit -ServerAddress vpn.example.com -TunnelType Sstp -AuthenticationMethod MSChapv2 -EncryptionLevel Required")]
    [InlineData("  rasdial Adit adit *")]
    [InlineData("  curl -o ca.pem http://vpn.example.com/ca.pem")]
    [InlineData("  sstpc --tls-ext --ca-cert ca.pem --user adit --password PASSWORD vpn.example.com noauth refuse-eap refuse-pap refuse-chap refuse-mschap")]
    [InlineData("  ./adit connect vpn.example.com --user adit --ca ca.pem")]
    public void A_client_needs_no_file_of_the_server(string line) =>
        Assert.Contains(line, Write(Guide()).Split('\n'), StringComparer.Ordinal);

    [Theory]
    [InlineData("http://vpn.example.com:8080/ca.crt")]
    [InlineData("http://vpn.example.com:8080/ca.pem")]
    [InlineData("-ServerAddress vpn.example.com:8443 ")]
    [InlineData("PASSWORD vpn.example.com:8443 ")]
    [InlineData("./adit connect vpn.example.com --port 8443 ")]
    public void Ports_of_ones_own_are_named(string part) =>
        Assert.Contains(part, Write(Guide() with { Port = 8443, PlainHttpPort = 8080 }), StringComparison.Ordinal);

    [Fact]
    public void Without_plain_HTTP_the_certificate_is_to_be_copied()
    {
        var text = Write(Guide() with { PlainHttpPort = null });

        Assert.Contains("CA certificate /var/lib/adit/ca.crt (plain HTTP is not served", text, StringComparison.Ordinal);
        Assert.Contains("# copy /var/lib/adit/ca.crt from here to ca.pem there", text, StringComparison.Ordinal);
        Assert.Contains("  certutil -dump ca.crt | findstr sha256   #", text, StringComparison.Ordinal); // a copy is PEM, so its hash is another
        Assert.DoesNotContain("http://", text, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("http://[2001:db8::1]/ca.crt")]
    [InlineData("-ServerAddress [2001:db8::1]:8443 ")]
    public void An_IPv6_address_stands_in_brackets_where_a_port_may_follow(string part) =>
        Assert.Contains(part, Write(Guide() with { Name = "2001:db8::1", Port = 8443 }), StringComparison.Ordinal);

    private static string Write(ConnectionGuide guide) => guide.Write("adit", password: null);

    private static X509Certificate2 CreateCertificate()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        return new CertificateRequest("CN=Adit CA", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow, DateTimeOffset.UtcNow.AddDays(1));
    }

    private ConnectionGuide Guide() => new("vpn.example.com", 443, 80, _ca, "/var/lib/adit/ca.crt");
}
