using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Adit.Server.Control;
using Adit.Server.Tests.Control;

namespace Adit.Cli.Tests;

public sealed class CertCheckTests : IDisposable
{
    private const string ServerAuthentication = "1.3.6.1.5.5.7.3.1";

    private readonly TemporaryDirectory _files = new();

    public void Dispose() => _files.Dispose();

    [Fact]
    public async Task A_certificate_that_keeps_every_rule_ends_with_0()
    {
        var run = await CheckAsync(Write(), "--name", "vpn.example.org");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.DoesNotContain("breaks", run.Output, StringComparison.Ordinal);
        Assert.Matches("\nname +holds +- +- +vpn[.]example[.]org\n", run.Output);
    }

    [Fact]
    public async Task Broken_rules_end_with_3_and_say_what_Windows_shows_and_what_to_do()
    {
        var run = await CheckAsync(Write(end: DateTimeOffset.UtcNow.AddDays(-1)), "--name", "other.example.org");

        Assert.Equal((3, ""), (run.ExitCode, run.Error));
        Assert.Matches("\ndates +breaks +PKI-108 +0x800B0101 ", run.Output);
        Assert.Matches("\nname +breaks +PKI-110 +0x800B010F ", run.Output);
        Assert.Contains("\nPKI-108: what to do\n  1. ", run.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("ikev2", 13801)]
    [InlineData("sstp", unchecked((int)0x800B0101))]
    public async Task The_code_is_that_of_the_role(string role, int code)
    {
        var run = await CheckAsync(Write(end: DateTimeOffset.UtcNow.AddDays(-1)), "--role", role, "-o", "json");

        var dates = JsonDocument.Parse(run.Output).RootElement.GetProperty("rules").EnumerateArray().Single(rule => rule.GetProperty("rule").GetString() == "dates");
        Assert.Equal(("PKI-108", code), (dates.GetProperty("code").GetString(), dates.GetProperty("windows").GetProperty("decimal").GetInt32()));
    }

    [Fact]
    public async Task A_key_of_another_certificate_is_found()
    {
        Write();
        var certificate = Path.Combine(_files.Path, "vpn.pem");
        File.Copy(Path.Combine(_files.Path, "vpn.key"), Path.Combine(_files.Path, "other.key"));
        Write();

        var run = await CheckAsync(certificate, "--key", Path.Combine(_files.Path, "other.key"));

        Assert.Matches("\nkey +breaks +PKI-133 ", run.Output);
    }

    [Fact]
    public async Task What_is_no_certificate_is_said_with_the_next_step()
    {
        await File.WriteAllTextAsync(Path.Combine(_files.Path, "vpn.pem"), "nonsense");

        var run = await CliFixture.RunAsync(["cert", "check", Path.Combine(_files.Path, "vpn.pem")]);

        Assert.Equal((1, ""), (run.ExitCode, run.Output));
        Assert.Contains("holds no certificate", run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_port_where_nobody_listens_is_said_so()
    {
        var run = await CliFixture.RunAsync(["cert", "check", "127.0.0.1:1"]);

        Assert.Equal(1, run.ExitCode);
        Assert.Contains("CLIENT-103", run.Error, StringComparison.Ordinal);
    }

    [Theory] // row B20
    [InlineData("127.0.0.1:1", true)]
    [InlineData("0.0.0.0:2", true)]
    [InlineData("0.0.0.0:1", false)]
    [InlineData("127.0.0.2:1", false)]
    public async Task A_server_here_that_listens_on_another_address_is_named_with_its_remedy(string listener, bool isNamed)
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Listeners = [listener];

        var run = await fixture.AskAsync("cert", "check", "127.0.0.2:1");

        Assert.Equal((1, isNamed), (run.ExitCode, run.Error.Contains($"listens on {listener} only", StringComparison.Ordinal)));
        Assert.Equal(isNamed, run.Error.Contains("0.0.0.0 and [::]", StringComparison.Ordinal));
    }

    [Theory] // row B19
    [InlineData("not the one that is configured", "PKI-138")]
    [InlineData(null, null)]
    [Scenario("D04", Linted = true)]
    [Scenario("B19", Linted = true)]
    public async Task What_a_server_shows_is_compared_with_what_it_is_configured_to_show(string? other, string? code)
    {
        await using var fixture = await CliFixture.StartAsync();
        await using var shown = new ShownOnLoopback(Write(withKey: true));
        fixture.Server.Shown = [new ShownCertificateView("/etc/vpn.pem", "file", ["vpn.example.org"], default, default, other ?? shown.Sha256, null)];

        var run = await fixture.AskAsync("cert", "check", $"127.0.0.1:{shown.Port}", "--name", "vpn.example.org", "--ca", Path.Combine(_files.Path, "vpn.pem"), "-o", "json");

        var binding = JsonDocument.Parse(run.Output).RootElement.GetProperty("rules").EnumerateArray().Single(rule => rule.GetProperty("rule").GetString() == "binding");
        Assert.Equal(code, binding.GetProperty("code").GetString());
    }

    private static Task<CliRun> CheckAsync(string file, params string[] options) => CliFixture.RunAsync(["cert", "check", file, "--ca", file, .. options]);

    /// <summary>A certificate that is its own root, and its key beside it, or behind it in the same file.</summary>
    private string Write(DateTimeOffset? end = null, bool withKey = false)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest("CN=vpn.example.org", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName("vpn.example.org");
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(ServerAuthentication)], critical: false));
        using var certificate = request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-9), end ?? DateTimeOffset.UtcNow.AddDays(300));
        var file = Path.Combine(_files.Path, "vpn.pem");
        var keyFile = withKey ? file : Path.Combine(_files.Path, "vpn.key");
        File.WriteAllText(file, certificate.ExportCertificatePem() + "\n");
        File.AppendAllText(keyFile, key.ExportPkcs8PrivateKeyPem() + "\n");
        File.SetUnixFileMode(keyFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
        return file;
    }
}
