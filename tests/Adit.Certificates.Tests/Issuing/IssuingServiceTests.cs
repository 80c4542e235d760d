using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text;
using Adit.Certificates.Issuing;
using Adit.Certificates.Keys;
using Adit.Certificates.Names;
using Adit.Certificates.Tests.Support;

namespace Adit.Certificates.Tests.Issuing;

public sealed class IssuingServiceTests : IDisposable
{
    private const string Sid = "S-1-5-21-1004336348-1177238915-682003330-1103";

    private readonly StateDirectory _state = new();
    private readonly InMemoryIssuedCertificates _books = new();
    private readonly CertificateAuthority _ca;
    private readonly RevocationListPublisher _lists;
    private PublicationPoints? _points = new("http://vpn.example.com/ca/issuing.crl", "http://vpn.example.com/ca/issuing.crt", null);

    public IssuingServiceTests()
    {
        _ca = CertificateAuthority.OpenOrCreate(_state.Path, "vpn", TimeProvider.System);
        _lists = new RevocationListPublisher(_state.Path, _ca, _books, TimeProvider.System);
    }

    private IssuingService Service => new(_ca, _books, _ => _points, TimeProvider.System);

    public void Dispose()
    {
        _lists.Dispose();
        _ca.Dispose();
        _state.Dispose();
    }

    [Fact]
    public async Task Openssl_accepts_a_user_s_certificate_until_it_stands_on_the_list()
    {
        var issued = await IssueAsync(new CertificateOrder(CertificateTemplate.User, ["anna@example.com"]));
        await _lists.PublishAsync(default);
        AssertVerifies("-purpose", "sslclient", "-crl_check");

        await Service.RevokeAsync(issued.Serial, X509RevocationReason.KeyCompromise, default);
        await _lists.PublishAsync(default);

        var (exitCode, output) = Verify("-crl_check");
        Assert.NotEqual(0, exitCode);
        Assert.Contains("certificate revoked", output, StringComparison.Ordinal);
        Assert.Contains("Key Compromise", OpenSsl.Run("crl", "-in", _state.File("issuing.crl"), "-noout", "-text").Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_user_is_named_by_principal_name_mail_address_and_sid_as_windows_reads_them()
    {
        await IssueAsync(new CertificateOrder(CertificateTemplate.User, ["anna@example.com"]) { Email = "a.berg@example.com", Sid = Sid });

        var text = Text();

        Assert.Contains("CN = anna@example.com", text, StringComparison.Ordinal);
        Assert.Contains("othername: UPN::anna@example.com, email:a.berg@example.com", text, StringComparison.Ordinal);
        Assert.Contains(Sid, text, StringComparison.Ordinal);
        Assert.Contains("1.3.6.1.4.1.311.25.2:", text, StringComparison.Ordinal);
        Assert.Contains("TLS Web Client Authentication", text, StringComparison.Ordinal);
        Assert.Contains("URI:http://vpn.example.com/ca/issuing.crl", text, StringComparison.Ordinal);
        Assert.Contains("CA Issuers - URI:http://vpn.example.com/ca/issuing.crt", text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Certificates_carry_no_address_where_nothing_is_published()
    {
        _points = null;
        await IssueAsync(new CertificateOrder(CertificateTemplate.Device, ["pc1.example.com"]));

        Assert.DoesNotContain("URI:", Text(), StringComparison.Ordinal);
        AssertVerifies("-purpose", "sslclient", "-verify_hostname", "pc1.example.com");
    }

    [Fact]
    public async Task A_server_s_certificate_names_hosts_and_addresses()
    {
        await IssueAsync(new CertificateOrder(CertificateTemplate.Server, ["vpn.example.com", "192.0.2.1"]));

        AssertVerifies("-purpose", "sslserver", "-verify_hostname", "vpn.example.com");
        AssertVerifies("-purpose", "sslserver", "-verify_ip", "192.0.2.1");
    }

    [Fact]
    public async Task A_vpn_only_certificate_has_a_policy_of_its_own_that_reads_back()
    {
        await IssueAsync(new CertificateOrder(CertificateTemplate.VpnOnly, ["anna@example.com"]));

        using var certificate = X509CertificateLoader.LoadCertificateFromFile(_state.File("leaf.crt"));
        var purposes = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().Single().EnhancedKeyUsages;
        Assert.Equal(["1.3.6.1.5.5.7.3.2", CertificateTemplate.VpnPolicy], purposes.Cast<Oid>().Select(oid => oid.Value));
        Assert.Contains(CertificateTemplate.VpnPolicy, Text(), StringComparison.Ordinal);
        AssertVerifies("-purpose", "sslclient");
    }

    [Theory]
    [InlineData("rsa:2048")]
    [InlineData("ec")]
    public async Task A_request_of_openssl_is_answered_for_its_key_whatever_it_wishes_beyond_the_template(string key)
    {
        OpenSslRequest(key, "/CN=vpn.example.com", "subjectAltName=DNS:vpn.example.com,IP:192.0.2.1,email:a@example.com", "basicConstraints=critical,CA:TRUE");

        var result = await Service.IssueAsync(new CertificateOrder(CertificateTemplate.Server, []), Request("leaf.csr"), default);
        Save(result.Entry);

        Assert.Equal(["the extension 2.5.29.19", "the name a@example.com"], result.LeftOut);
        Assert.Contains("CA:FALSE", Text(), StringComparison.Ordinal);
        AssertVerifies("-purpose", "sslserver", "-verify_hostname", "vpn.example.com");
    }

    [Theory]
    [InlineData("/CN=vpn.example.com", null)]
    [InlineData("/O=Example", "subjectAltName=DNS:vpn.example.com")]
    public async Task A_name_in_one_place_of_a_request_stands_in_both_of_the_certificate(string subject, string? names)
    {
        OpenSslRequest("ec", subject, [.. names is null ? Array.Empty<string>() : [names]]);

        Save((await Service.IssueAsync(new CertificateOrder(CertificateTemplate.Server, []), Request("leaf.csr"), default)).Entry);

        Assert.Contains("Subject: CN = vpn.example.com", Text(), StringComparison.Ordinal);
        Assert.Contains("DNS:vpn.example.com", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_whose_key_is_not_its_own_is_refused()
    {
        OpenSslRequest("ec", "/CN=vpn.example.com");
        var der = PemDer("leaf.csr");
        der[^1] ^= 1;

        await RefusesAsync("PKI-161", () => IssueAsync(CertificateTemplate.Server, der));
    }

    [Theory]
    [InlineData("rsa:1024", "RSA with 1024 bits")]
    [InlineData("ec:secp256k1", "ECDSA on")]
    [InlineData("ed25519", "of the kind 1.3.101.112")]
    public async Task A_weak_or_unknown_key_is_refused_by_name(string key, string fault)
    {
        OpenSslRequest(key, "/CN=vpn.example.com");

        var failure = await RefusesAsync("PKI-162", () => IssueAsync(CertificateTemplate.Server, PemDer("leaf.csr")));

        Assert.Contains(fault, ((IssuingFailure.WeakKey)failure).Key, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("-----BEGIN CERTIFICATE REQUEST-----\nAAAA\n-----END CERTIFICATE REQUEST-----\n")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("0\u0001")]
    public async Task What_is_no_request_is_refused(string contents) =>
        await RefusesAsync("PKI-160", () => IssueAsync(CertificateTemplate.User, Encoding.UTF8.GetBytes(contents)));

    [Fact]
    public async Task A_megabyte_is_no_request() =>
        await RefusesAsync("PKI-160", () => IssueAsync(CertificateTemplate.User, [0x30, .. new byte[1024 * 1024]]));

    [Theory]
    [InlineData("server", "not a name", "PKI-163")]
    [InlineData("server", "", "PKI-163")]
    [InlineData("device", "192.0.2.1", "PKI-163")]
    [InlineData("device", "*.example.com", "PKI-163")]
    [InlineData("user", "anna@@example.com", "PKI-163")]
    [InlineData("user", "an na", "PKI-163")]
    [InlineData("vpn-only", "anna\u202e", "PKI-163")]
    public async Task A_name_that_the_template_has_not_is_refused(string template, string name, string code) =>
        await RefusesAsync(code, () => IssueAsync(new CertificateOrder(CertificateTemplate.Find(template)!, [name])));

    [Fact]
    public async Task A_request_without_a_name_needs_one_of_the_order()
    {
        OpenSslRequest("ec", "/O=Example");

        await RefusesAsync("PKI-164", () => IssueAsync(CertificateTemplate.Server, PemDer("leaf.csr")));
    }

    [Theory]
    [InlineData("user", "S-1-5")]
    [InlineData("user", "S-1-5-21-4294967296")]
    [InlineData("user", "anna")]
    [InlineData("server", Sid)]
    public async Task What_is_no_sid_or_on_no_account_is_refused(string template, string sid) => await RefusesAsync(
        "PKI-165", () => IssueAsync(new CertificateOrder(CertificateTemplate.Find(template)!, ["a.example.com"]) { Sid = sid }));

    [Theory]
    [InlineData(0)]
    [InlineData(366)]
    public async Task A_life_beyond_the_template_is_refused(int days) => await RefusesAsync(
        "PKI-168", () => IssueAsync(new CertificateOrder(CertificateTemplate.User, ["anna"]) { Life = TimeSpan.FromDays(days) }));

    [Fact]
    public async Task A_renewal_has_the_same_names_and_another_key()
    {
        var first = await IssueAsync(new CertificateOrder(CertificateTemplate.User, ["anna@example.com"])
        {
            Email = "a@example.com", Sid = Sid, Life = TimeSpan.FromDays(30),
        });

        var second = (await Service.RenewAsync(first.Fingerprint.ToLowerInvariant(), NewRequest(), default)).Entry;

        Assert.NotEqual(first.Serial, second.Serial);
        Save(second);
        using var certificate = X509CertificateLoader.LoadCertificateFromFile(_state.File("leaf.crt"));
        var names = AlternativeNames.Of(certificate.Extensions);
        Assert.Equal(["anna@example.com", "a@example.com", Sid], [.. names.Principals, .. names.Emails, SecurityIdentifier.Of(certificate)!]);
        Assert.Equal(TimeSpan.FromDays(30), second.NotAfterUtc - second.NotBeforeUtc);
    }

    [Fact]
    public async Task A_server_s_renewal_has_its_names_and_addresses()
    {
        var first = await IssueAsync(new CertificateOrder(CertificateTemplate.Server, ["vpn.example.com", "192.0.2.1"]));

        Save((await Service.RenewAsync(first.Serial, NewRequest(), default)).Entry);

        Assert.Contains("Subject: CN = vpn.example.com", Text(), StringComparison.Ordinal);
        Assert.Contains("DNS:192.0.2.1, DNS:vpn.example.com, IP Address:192.0.2.1", Text(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_is_revoked_is_neither_revoked_again_nor_renewed()
    {
        var issued = await IssueAsync(new CertificateOrder(CertificateTemplate.User, ["anna"]));
        await Service.RevokeAsync(issued.Serial, X509RevocationReason.Superseded, default);

        await RefusesAsync("PKI-167", async () => await Service.RevokeAsync(issued.Serial, X509RevocationReason.Superseded, default));
        await RefusesAsync("PKI-167", async () => await Service.RenewAsync(issued.Serial, NewRequest(), default));
    }

    [Theory]
    [InlineData("4A01")]
    [InlineData("../../etc/passwd")]
    [InlineData("")]
    public async Task What_we_have_not_issued_is_named(string certificate) => await RefusesAsync(
        "PKI-166", async () => await Service.RevokeAsync(certificate, X509RevocationReason.Superseded, default));

    [Fact]
    public async Task The_server_s_own_certificate_is_entered_once()
    {
        using var leaf = ServerCertificate.OpenOrIssue(_state.Path, _ca, ["vpn.example.com"], TimeProvider.System);

        await Service.EnterAsync(leaf, CertificateTemplate.Server, default);
        await Service.EnterAsync(leaf, CertificateTemplate.Server, default);

        Assert.Equal(leaf.SerialNumber, Assert.Single(await _books.ListAsync(default)).Serial);
    }

    private async Task<IssuedCertificate> IssueAsync(CertificateOrder order)
    {
        var issued = (await Service.IssueAsync(order, NewRequest(), default)).Entry;
        Save(issued);
        return issued;
    }

    private async Task<IssuedResult> IssueAsync(CertificateTemplate template, byte[] request) =>
        await Service.IssueAsync(new CertificateOrder(template, []), SigningRequest.Read(request), default);

    private void Save(IssuedCertificate issued) =>
        File.WriteAllText(_state.File("leaf.crt"), PemEncoding.WriteString("CERTIFICATE", issued.Der.Span));

    private static SigningRequest NewRequest()
    {
        using var key = PrivateKey.Create(KeyAlgorithm.P256);
        return SigningRequest.Read(key.RequestFor(new X500DistinguishedName("CN=request")).CreateSigningRequest());
    }

    private SigningRequest Request(string name) => SigningRequest.Read(File.ReadAllBytes(_state.File(name)));

    private byte[] PemDer(string name)
    {
        var text = File.ReadAllText(_state.File(name));
        return Convert.FromBase64String(text[PemEncoding.Find(text).Base64Data]);
    }

    private void OpenSslRequest(string key, string subject, params string[] extensions)
    {
        string[] kind = key switch
        {
            "ec" => ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"],
            "ec:secp256k1" => ["ec", "-pkeyopt", "ec_paramgen_curve:secp256k1"],
            _ => [key],
        };
        var (exitCode, output) = OpenSsl.Run(
        [
            "req", "-new", "-nodes", "-newkey", .. kind, "-keyout", _state.File("leaf.key"), "-subj", subject, "-out", _state.File("leaf.csr"),
            .. extensions.SelectMany(extension => new[] { "-addext", extension }),
        ]);
        Assert.True(exitCode == 0, output);
    }

    private string Text() => OpenSsl.Run("x509", "-in", _state.File("leaf.crt"), "-noout", "-text").Output;

    private (int ExitCode, string Output) Verify(params string[] options) => OpenSsl.Run(
    [
        "verify", "-x509_strict", .. options, "-CAfile", _state.File("ca.crt"), "-untrusted", _state.File("issuing.crt"),
        .. File.Exists(_state.File("issuing.crl")) ? ["-CRLfile", _state.File("issuing.crl")] : Array.Empty<string>(), _state.File("leaf.crt"),
    ]);

    private void AssertVerifies(params string[] options)
    {
        var (exitCode, output) = Verify(options);
        Assert.True(exitCode == 0, output);
    }

    private static async Task<IssuingFailure> RefusesAsync(string code, Func<Task> action)
    {
        var failure = (await Assert.ThrowsAsync<IssuingException>(action)).Failure;
        Assert.Equal(code, failure.Code);
        return failure;
    }
}
