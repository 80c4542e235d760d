using System.Text.Json.Nodes;

namespace Adit.Cli.Tests;

public sealed class CaCommandTests : IAsyncLifetime
{
    private CertificateFixture _at = null!;

    public async ValueTask InitializeAsync() => _at = await CertificateFixture.StartAsync();

    public ValueTask DisposeAsync() => _at.DisposeAsync();

    [Fact]
    public async Task A_user_s_file_opens_with_its_password_alone_and_has_key_certificate_and_issuer()
    {
        await _at.DoAsync("ca", "issue", "user", "anna@example.com", "--out", "@anna.p12", "--password-file", "@password");

        var contents = _at.MustOpenSsl("pkcs12", "-in", "@anna.p12", "-passin", "file:" + _at.At("password"), "-nodes");
        Assert.Contains("PRIVATE KEY", contents, StringComparison.Ordinal);
        Assert.Contains("subject=CN = anna@example.com", contents, StringComparison.Ordinal);
        Assert.Contains("subject=O = Adit, CN = Adit Issuing CA vpn", contents, StringComparison.Ordinal);
        Assert.NotEqual(0, _at.OpenSsl("pkcs12", "-in", "@anna.p12", "-passin", "pass:wrong", "-nodes").ExitCode);
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(_at.At("anna.p12")));
    }

    [Fact]
    public async Task What_is_revoked_is_refused_by_openssl_with_the_list_of_the_same_second()
    {
        var issued = JsonNode.Parse(await _at.DoAsync("ca", "issue", "user", "anna@example.com", "--format", "pem", "--out", "@anna.pem", "-o", "json"))!;
        await _at.Lab.Lists.PublishAsync(default);
        Verifies(expected: true);

        await _at.DoAsync("ca", "revoke", (string)issued["certificate"]!["serial"]!, "--reason", "keyCompromise");

        Verifies(expected: false);
        Assert.Contains("keyCompromise", await _at.DoAsync("ca", "list", "--revoked"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_of_a_phone_or_router_is_answered_on_standard_output()
    {
        _at.MustOpenSsl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", "@r.key", "-out", "@r.csr", "-subj", "/CN=router.example.com");

        File.WriteAllText(_at.At("r.crt"), await _at.DoAsync("ca", "issue", "device", "--request", "@r.csr"));

        Assert.Contains("DNS:router.example.com", _at.MustOpenSsl("x509", "-in", "@r.crt", "-noout", "-text"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_request_in_der_is_taken_as_well()
    {
        _at.MustOpenSsl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", "@r.key", "-out", "@r.csr", "-outform", "DER", "-subj", "/CN=pc1.example.com");

        await _at.DoAsync("ca", "issue", "device", "--request", "@r.csr", "--out", "@r.crt");

        Assert.Contains("BEGIN CERTIFICATE", File.ReadAllText(_at.At("r.crt")), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_request_asked_for_in_vain_is_told()
    {
        _at.MustOpenSsl("req", "-new", "-newkey", "rsa:2048", "-nodes", "-keyout", "@r.key", "-out", "@r.csr", "-subj", "/CN=vpn.example.com",
            "-addext", "basicConstraints=critical,CA:TRUE");

        var run = await _at.RunAsync("ca", "issue", "server", "--request", "@r.csr", "--out", "@r.crt");

        Assert.Contains("also asked for the extension 2.5.29.19; it was left out", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_renewal_has_a_new_key_and_the_same_names()
    {
        var first = JsonNode.Parse(await _at.DoAsync("ca", "issue", "server", "vpn.example.com", "192.0.2.1", "--format", "pem", "--out", "@1.pem", "-o", "json"))!;

        await _at.DoAsync("ca", "renew", (string)first["certificate"]!["sha256"]!, "--format", "pem", "--out", "@2.pem");

        Assert.Contains("DNS:192.0.2.1, DNS:vpn.example.com, IP Address:192.0.2.1", _at.MustOpenSsl("x509", "-in", "@2.pem", "-noout", "-text"), StringComparison.Ordinal);
        Assert.NotEqual(_at.MustOpenSsl("pkey", "-in", "@1.pem", "-pubout"), _at.MustOpenSsl("pkey", "-in", "@2.pem", "-pubout"));
    }

    [Fact]
    public async Task Nothing_is_overwritten_and_nothing_issued_where_the_file_is_there()
    {
        File.WriteAllText(_at.At("anna.pem"), "mine");

        await _at.FailsAsync("Nothing is overwritten", "ca", "issue", "user", "anna", "--format", "pem", "--out", "@anna.pem");

        Assert.Equal("mine", File.ReadAllText(_at.At("anna.pem")));
        Assert.Empty(await _at.Lab.Books.ListAsync(default));
    }

    [Fact]
    public async Task A_refused_order_leaves_no_file_behind()
    {
        await _at.FailsAsync("cannot name 'no name'", "ca", "issue", "server", "no name", "--format", "pem", "--out", "@x.pem");

        Assert.False(File.Exists(_at.At("x.pem")));
    }

    [Theory]
    [InlineData("KIND is to be one of server, user, device, vpn-only", "ca", "issue", "gateway", "x")]
    [InlineData("--key is to be one of p256", "ca", "issue", "user", "anna", "--key", "dsa")]
    [InlineData("--reason is to be one of", "ca", "revoke", "4A01", "--reason", "hold")]
    [InlineData("--request brings its own key", "ca", "issue", "user", "anna", "--request", "x", "--key", "p256")]
    [InlineData("has not issued a certificate '4A01'", "ca", "revoke", "4A01")]
    [InlineData("no security identifier", "ca", "issue", "user", "anna", "--sid", "S-1-5", "--format", "pem", "--out", "@x")]
    public async Task What_cannot_be_is_refused_with_what_could(string words, params string[] args) => await _at.FailsAsync(words, args);

    [Fact]
    public async Task The_ca_tells_where_it_publishes()
    {
        var shown = await _at.DoAsync("ca", "show");

        Assert.Contains("http://vpn.example.com/ca/issuing.crl", shown, StringComparison.Ordinal);
        Assert.Contains("CN=Adit Issuing CA vpn", shown, StringComparison.Ordinal);
    }

    private void Verifies(bool expected)
    {
        var state = _at.Lab.Directory;
        var (exitCode, output) = _at.OpenSsl("verify", "-x509_strict", "-purpose", "sslclient", "-crl_check", "-CAfile", Path.Combine(state, "ca.crt"),
            "-untrusted", Path.Combine(state, "issuing.crt"), "-CRLfile", Path.Combine(state, "issuing.crl"), "@anna.pem");
        Assert.True(exitCode == 0 == expected, output);
    }
}
