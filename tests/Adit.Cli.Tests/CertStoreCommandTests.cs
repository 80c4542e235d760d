using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json.Nodes;

namespace Adit.Cli.Tests;

public sealed class CertStoreCommandTests : IAsyncLifetime
{
    private CertificateFixture _at = null!;

    public async ValueTask InitializeAsync() => _at = await CertificateFixture.StartAsync();

    public ValueTask DisposeAsync() => _at.DisposeAsync();

    [Theory]
    [InlineData("@server.p12", "--password-file", "@password")]
    [InlineData("@server.pem")]
    [InlineData("@server.crt", "--key", "@server.key")]
    [InlineData("@server.der", "--key", "@server.key")]
    public async Task A_certificate_with_its_key_becomes_the_machine_s_whatever_the_form(params string[] file)
    {
        MakeServer();

        await _at.DoAsync(["cert", "import", .. file]);

        Assert.Equal(["machine yes"], await EntriesAsync());
        var entry = Assert.Single(_at.Lab.Stores.List(Adit.Certificates.Stores.StoreName.Machine));
        using var joined = _at.Lab.Stores.LoadWithKey(entry);
        Assert.True(joined.HasPrivateKey);
    }

    [Fact]
    public async Task The_intermediates_of_a_file_go_to_their_store_and_a_root_is_not_trusted_by_the_way()
    {
        _at.MakeOtherCa();
        MakeSigned("sub", "/CN=sub CA", "other", "basicConstraints=critical,CA:TRUE");
        MakeSigned("leaf", "/CN=vpn.example.com", "sub", "subjectAltName=DNS:vpn.example.com");
        File.WriteAllText(_at.At("all.pem"), string.Concat(new[] { "other.crt", "leaf.key", "sub.crt", "leaf.crt" }.Select(name => File.ReadAllText(_at.At(name)))));

        var run = await _at.RunAsync("cert", "import", "@all.pem");

        Assert.Equal(["intermediates none", "machine yes"], (await EntriesAsync()).Order(StringComparer.Ordinal));
        Assert.Contains("CN=other CA came with it and was not taken", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    [Scenario("D05", Linted = true)]
    public async Task A_request_has_the_name_in_subject_and_alternative_names_and_its_answer_finds_its_key()
    {
        _at.MakeOtherCa();
        await _at.DoAsync("cert", "request", "--name", "vpn.example.com", "--name", "192.0.2.1", "--out", "@vpn.csr");
        var text = _at.MustOpenSsl("req", "-in", "@vpn.csr", "-noout", "-text", "-verify");
        Assert.Contains("Subject: CN = vpn.example.com", text, StringComparison.Ordinal);
        Assert.Contains("DNS:vpn.example.com", text, StringComparison.Ordinal);
        Assert.Contains("IP Address:192.0.2.1", text, StringComparison.Ordinal);
        Assert.Contains("TLS Web Server Authentication", text, StringComparison.Ordinal);
        Assert.Contains("NIST CURVE: P-256", text, StringComparison.Ordinal);
        Assert.Contains("request  vpn.example.com 192.0.2.1", await _at.DoAsync("cert", "list"), StringComparison.Ordinal);

        Answer("vpn.csr", "vpn.crt");
        await _at.DoAsync("cert", "import", "@vpn.crt");

        Assert.Equal(["machine yes"], await EntriesAsync());
        Assert.DoesNotContain("request", await _at.DoAsync("cert", "list"), StringComparison.Ordinal);
    }

    [Fact]
    [Scenario("D07", Linted = true)]
    public async Task An_exportable_key_moves_to_another_server_and_one_that_is_not_stays()
    {
        _at.MakeOtherCa();
        await _at.DoAsync("cert", "request", "--name", "a.example.com", "--exportable", "--out", "@a.csr");
        await _at.DoAsync("cert", "request", "--name", "b.example.com", "--out", "@b.csr");
        Answer("a.csr", "a.crt");
        Answer("b.csr", "b.crt");
        await _at.DoAsync("cert", "import", "@a.crt");
        await _at.DoAsync("cert", "import", "@b.crt");

        await _at.DoAsync("cert", "export", Thumbprint("a.crt"), "--with-key", "--out", "@a.p12", "--password-file", "@password");
        await _at.FailsAsync("was not marked exportable", "cert", "export", Thumbprint("b.crt"), "--with-key", "--out", "@b.p12", "--password-file", "@password");

        Assert.Contains("PRIVATE KEY", _at.MustOpenSsl("pkcs12", "-in", "@a.p12", "-nodes", "-passin", "file:" + _at.At("password")), StringComparison.Ordinal);
        Assert.False(File.Exists(_at.At("b.p12")));
    }

    [Fact]
    public async Task The_answer_to_another_request_for_the_name_is_told_from_one_that_has_no_key_at_all()
    {
        _at.MakeOtherCa();
        MakeSigned("leaf", "/CN=vpn.example.com", "other", "subjectAltName=DNS:vpn.example.com");
        await _at.FailsAsync("is neither in the file nor among the pending requests", "cert", "import", "@leaf.crt");

        await _at.DoAsync("cert", "request", "--name", "vpn.example.com", "--out", "@vpn.csr");

        await _at.FailsAsync("does not belong to CN=vpn.example.com", "cert", "import", "@leaf.crt");
        Assert.Empty(await EntriesAsync());
    }

    [Fact]
    public async Task A_key_of_another_certificate_is_refused_and_replaces_nothing()
    {
        MakeServer();
        await _at.DoAsync("cert", "import", "@server.pem");
        _at.MustOpenSsl("genpkey", "-algorithm", "EC", "-pkeyopt", "ec_paramgen_curve:P-256", "-out", "@wrong.key");

        await _at.FailsAsync("does not belong to CN=vpn.example.com", "cert", "import", "@server.crt", "--key", "@wrong.key");

        using var joined = _at.Lab.Stores.LoadWithKey(Assert.Single(_at.Lab.Stores.List(Adit.Certificates.Stores.StoreName.Machine)));
        Assert.True(joined.HasPrivateKey);
    }

    [Theory] // row D08
    [InlineData("@server.crt", "roots", "--store machine")]
    [InlineData("@server.crt", "intermediates", "--store machine")]
    [InlineData("@other.crt", "intermediates", "--store roots")]
    [InlineData("@other.crt", "machine", "--store roots")]
    [InlineData("@server.crt", "ntauth", "--store machine")]
    [Scenario("D08", Linted = true)]
    public async Task A_certificate_in_the_wrong_store_is_refused_with_the_right_one(string file, string store, string remedy)
    {
        MakeServer();
        _at.MakeOtherCa();

        await _at.FailsAsync(remedy, "cert", "import", file, "--store", store);

        Assert.Empty(await EntriesAsync());
    }

    [Fact] // row D07
    public async Task A_weak_key_is_refused()
    {
        MakeServer("rsa:1024");

        await _at.FailsAsync("is RSA with 1024 bits", "cert", "import", "@server.pem");
    }

    [Fact]
    public async Task A_key_without_a_certificate_is_refused()
    {
        MakeServer();

        await _at.FailsAsync("has a key and no certificate", "cert", "import", "@server.key");
    }

    [Theory]
    [InlineData("")]
    [InlineData("hello")]
    [InlineData("-----BEGIN CERTIFICATE-----\nAAAA\n-----END CERTIFICATE-----\n")]
    [InlineData("-----BEGIN PRIVATE KEY-----\nAAAA\n-----END PRIVATE KEY-----\n")]
    [InlineData("0\u0082\u00ff\u00ff")]
    public async Task What_is_neither_certificate_nor_key_is_refused(string contents)
    {
        File.WriteAllText(_at.At("x"), contents, System.Text.Encoding.Latin1);

        await _at.FailsAsync("holds neither a certificate nor a key that can be read", "cert", "import", "@x");
    }

    [Fact]
    public async Task A_file_beyond_all_measure_is_not_read()
    {
        File.WriteAllBytes(_at.At("x"), new byte[1024 * 1024]);

        await _at.FailsAsync("more than 256 KiB", "cert", "import", "@x");
    }

    [Fact]
    public async Task A_password_check_made_to_last_is_not_begun()
    {
        MakeServer();
        _at.MustOpenSsl("pkcs12", "-export", "-in", "@server.pem", "-out", "@slow.p12", "-passout", "pass:x", "-iter", "700000");
        _at.MustOpenSsl("pkcs8", "-topk8", "-in", "@server.key", "-out", "@slow.key", "-passout", "pass:x", "-iter", "700000");
        File.WriteAllText(_at.At("x"), "x");

        await _at.FailsAsync("more certificates, keys or iterations", "cert", "import", "@slow.p12", "--password-file", "@x");
        await _at.FailsAsync("more than 600,000 iterations", "cert", "import", "@server.crt", "--key", "@slow.key", "--password-file", "@x");
    }

    [Theory]
    [InlineData("@server.p12")]
    [InlineData("@server.p12", "--password-file", "@server.crt")]
    [InlineData("@encrypted.pem", "--password-file", "@server.crt")]
    public async Task A_wrong_or_missing_password_is_said_to_be_that(params string[] file)
    {
        MakeServer();

        await _at.FailsAsync("protected with another password", ["cert", "import", .. file]);
    }

    [Fact]
    public async Task An_encrypted_key_opens_with_its_password()
    {
        MakeServer();

        await _at.DoAsync("cert", "import", "@encrypted.pem", "--password-file", "@password");

        Assert.Equal(["machine yes"], await EntriesAsync());
    }

    [Fact]
    public async Task Issuers_that_issued_each_other_and_great_extensions_are_kept_like_others()
    {
        using var keyA = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var keyB = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var pem = Loop(keyA, "A", keyB, "B") + Loop(keyB, "B", keyA, "A");
        File.WriteAllText(_at.At("loop.pem"), pem);

        await _at.DoAsync("cert", "import", "@loop.pem", "--store", "intermediates");

        Assert.Equal(["intermediates none", "intermediates none"], await EntriesAsync());
    }

    [Fact]
    public async Task Trust_and_distrust_take_effect_at_once_and_distrust_wins()
    {
        _at.MakeOtherCa();
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(_at.At("other.crt")));

        await _at.DoAsync("cert", "trust", "@other.crt", "--logon");
        Assert.Equal(["ntauth none", "roots none"], (await EntriesAsync()).Order(StringComparer.Ordinal));
        await _at.DoAsync("cert", "distrust", Thumbprint("other.crt"));
        Assert.True(_at.Lab.Stores.Contains(certificate));
        Assert.Contains("roots, untrusted", await _at.DoAsync("cert", "list"), StringComparison.Ordinal);

        await _at.DoAsync("cert", "trust", "@other.crt");
        Assert.False(_at.Lab.Stores.Contains(certificate));
    }

    [Fact]
    public async Task What_our_ca_issued_can_be_shown_exported_and_distrusted_by_its_serial_number()
    {
        var issued = JsonNode.Parse(await _at.DoAsync("ca", "issue", "user", "anna@example.com", "--sid", "S-1-5-21-1-2-3-1103", "--format", "pem", "--out", "@anna.pem", "-o", "json"))!;
        var serial = (string)issued["certificate"]!["serial"]!;

        var shown = await _at.DoAsync("cert", "show", serial);
        await _at.DoAsync("cert", "export", serial, "--out", "@anna.der", "--format", "der");
        await _at.DoAsync("cert", "distrust", serial);

        Assert.Contains("anna@example.com", shown, StringComparison.Ordinal);
        Assert.Contains("S-1-5-21-1-2-3-1103", shown, StringComparison.Ordinal);
        Assert.Contains("http://vpn.example.com", _at.MustOpenSsl("x509", "-inform", "DER", "-in", "@anna.der", "-noout", "-text"), StringComparison.Ordinal);
        Assert.Equal(["untrusted none"], await EntriesAsync());
    }

    [Fact]
    public async Task What_a_client_s_machine_is_to_refuse_goes_into_its_folder_and_not_to_the_server()
    {
        MakeServer();

        await _at.DoAsync("cert", "distrust", "@server.crt", "--folder", _at.At("untrusted"));

        Assert.Equal(Thumbprint("server.crt") + ".crt", Path.GetFileName(Assert.Single(Directory.GetFiles(_at.At("untrusted")))));
        Assert.Empty(await EntriesAsync());
    }

    [Fact]
    public async Task What_is_removed_is_gone_with_its_key()
    {
        MakeServer();
        await _at.DoAsync("cert", "import", "@server.pem");

        await _at.DoAsync("cert", "remove", Thumbprint("server.crt"), "--store", "machine");

        Assert.Empty(Directory.EnumerateFiles(Path.Combine(_at.Lab.Directory, "stores"), "*", SearchOption.AllDirectories));
        await _at.FailsAsync("No store has a certificate", "cert", "remove", Thumbprint("server.crt"), "--store", "machine");
    }

    private void MakeServer(string key = "ec")
    {
        _at.MustOpenSsl(["req", "-x509", "-newkey", .. key == "ec" ? ["ec", "-pkeyopt", "ec_paramgen_curve:P-256"] : new[] { key }, "-nodes", "-days", "9",
            "-subj", "/CN=vpn.example.com", "-addext", "subjectAltName=DNS:vpn.example.com", "-addext", "basicConstraints=CA:FALSE",
            "-keyout", "@server.key", "-out", "@server.crt"]);
        _at.MustOpenSsl("x509", "-in", "@server.crt", "-outform", "DER", "-out", "@server.der");
        File.WriteAllText(_at.At("server.pem"), File.ReadAllText(_at.At("server.crt")) + File.ReadAllText(_at.At("server.key")));
        _at.MustOpenSsl("pkcs12", "-export", "-in", "@server.pem", "-out", "@server.p12", "-passout", "file:" + _at.At("password"));
        _at.MustOpenSsl("pkcs8", "-topk8", "-in", "@server.key", "-out", "@encrypted.key", "-passout", "file:" + _at.At("password"));
        File.WriteAllText(_at.At("encrypted.pem"), File.ReadAllText(_at.At("server.crt")) + File.ReadAllText(_at.At("encrypted.key")));
    }

    private void MakeSigned(string name, string subject, string issuer, string extension)
    {
        _at.MustOpenSsl("req", "-new", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-subj", subject, "-addext", extension,
            "-keyout", $"@{name}.key", "-out", $"@{name}.csr");
        Answer($"{name}.csr", $"{name}.crt", issuer);
    }

    private void Answer(string request, string answer, string issuer = "other") => _at.MustOpenSsl(
        "x509", "-req", "-in", $"@{request}", "-CA", $"@{issuer}.crt", "-CAkey", $"@{issuer}.key", "-CAcreateserial", "-days", "9",
        "-copy_extensions", "copy", "-out", $"@{answer}");

    private string Thumbprint(string file)
    {
        using var certificate = X509Certificate2.CreateFromPem(File.ReadAllText(_at.At(file)));
        return certificate.GetCertHashString(HashAlgorithmName.SHA256);
    }

    private async Task<IReadOnlyList<string>> EntriesAsync() =>
    [
        .. JsonNode.Parse(await _at.DoAsync("cert", "list", "-o", "json"))!["certificates"]!.AsArray()
            .Select(entry => $"{entry!["store"]} {((bool)entry["hasKey"]! ? "yes" : "none")}"),
    ];

    private static string Loop(ECDsa key, string name, ECDsa issuerKey, string issuer)
    {
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        request.CertificateExtensions.Add(new X509Extension("1.2.3.4", new byte[64 * 1024], critical: false));
        using var certificate = request.Create(
            new X500DistinguishedName($"CN={issuer}"), X509SignatureGenerator.CreateForECDsa(issuerKey),
            DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(9), [1, 2, 3]);
        return certificate.ExportCertificatePem() + "\n";
    }
}
