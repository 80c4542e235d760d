using System.Text.Json;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>The server's CA from outside: curl fetches what it publishes, openssl judges, and openssl is the other CA.</summary>
public sealed class AuthorityTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Name = "vpn.example.com";
    private const string Server = "10.97.1.1";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private static readonly string Settings = $"listen: [ '{Server}:443' ]\nplainHttp: [ '{Server}:80' ]\nnames: [ {Name}, {Server} ]\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("adit-authority-").FullName;
    private NetworkNamespace _gateway = null!;
    private NetworkNamespace _home = null!;
    private BackgroundProcess _server = null!;

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        _gateway = await NetworkNamespace.CreateAsync();
        _home = await NetworkNamespace.CreateAsync();
        await NetworkNamespace.ConnectAsync("road", _gateway, $"{Server}/24", _home, "10.97.1.2/24");
        await File.WriteAllTextAsync(At("adit.yaml"), Settings);
        await StartServerAsync();
    }

    private async Task StartServerAsync()
    {
        _server = _gateway.Start(Repository.Adit, "up", "--state", At("state"), "--config", At("adit.yaml"));
        await Eventually.BecomesTrueAsync("the server says how to connect", Limit, () => _server.HasExited
            ? throw new InvalidOperationException($"The server ended with {_server.ExitCode}:\n{_server.Output}")
            : Task.FromResult(_server.Output.Contains("Ctrl-C ends", StringComparison.Ordinal)));
    }

    public async ValueTask DisposeAsync()
    {
        output.WriteLine(_server.Output);
        await _server.DisposeAsync();
        await _home.DisposeAsync();
        await _gateway.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task What_the_ca_issues_openssl_accepts_until_the_list_that_curl_fetches_names_it()
    {
        var issued = JsonDocument.Parse((await AskAsync(
            "ca", "issue", "user", "anna@example.com", "--format", "pem", "--out", At("anna.pem"), "-o", "json")).Expect()).RootElement;
        foreach (var file in new[] { "ca.pem", "ca/issuing.crt", "ca/issuing.crl" })
            await FetchAsync(file);
        (await OpenSslAsync("x509", "-inform", "DER", "-in", At("issuing.crt"), "-out", At("issuing.pem"))).Expect();
        Assert.Contains($"http://{Name}/ca/issuing.crl", (await OpenSslAsync("x509", "-in", At("anna.pem"), "-noout", "-text")).Expect(), StringComparison.Ordinal);
        (await VerifyAsync()).Expect();

        (await AskAsync("cert", "revoke", issued.GetProperty("certificate").GetProperty("serial").GetString()!, "--reason", "keyCompromise")).Expect();
        await FetchAsync("ca/issuing.crl");

        var refused = await VerifyAsync();
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("certificate revoked", refused.Output, StringComparison.Ordinal);
        var status = await OpenSslAsync("ocsp", "-issuer", At("issuing.pem"), "-CAfile", At("ca.pem"), "-cert", At("anna.pem"), "-url", $"http://{Server}/ocsp");
        Assert.Contains("anna.pem: revoked", status.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_answer_of_another_ca_to_our_request_is_shown_to_callers_without_a_restart()
    {
        (await OpenSslAsync("req", "-x509", "-newkey", "ec", "-pkeyopt", "ec_paramgen_curve:P-256", "-nodes", "-days", "30", "-subj", "/CN=Other CA",
            "-keyout", At("other.key"), "-out", At("other.crt"))).Expect();
        (await AskAsync("cert", "request", "--name", Name, "--out", At("vpn.csr"))).Expect();
        (await OpenSslAsync("x509", "-req", "-in", At("vpn.csr"), "-CA", At("other.crt"), "-CAkey", At("other.key"), "-CAcreateserial", "-days", "90",
            "-copy_extensions", "copy", "-out", At("vpn.crt"))).Expect();

        (await AskAsync("cert", "import", At("vpn.crt"))).Expect();
        await File.WriteAllTextAsync(At("adit.yaml"), $"{Settings}certificates:\n  - store: {Name}\n");
        (await AskAsync("reload")).Expect();

        (await _home.RunAsync("curl", "-sS", "-m", "20", "--cacert", At("other.crt"), "--resolve", $"{Name}:443:{Server}", $"https://{Name}/healthz")).Expect();
        (await _home.RunAsync(Repository.Adit, "cert", "check", At("vpn.crt"), "--ca", At("other.crt"), "--name", Name)).Expect();
    }

    [Fact]
    public async Task The_server_s_own_certificate_names_the_list_where_that_is_wanted_and_leads_to_it()
    {
        Assert.DoesNotContain("issuing.crl", await ShownAsync(), StringComparison.Ordinal);
        await File.WriteAllTextAsync(At("adit.yaml"), $"{Settings}authority: {{ publish: on }}\n");
        await _server.DisposeAsync();
        await StartServerAsync();

        Assert.Contains($"http://{Name}/ca/issuing.crl", await ShownAsync(), StringComparison.Ordinal);
    }

    private string At(string name) => Path.Combine(_folder, name);

    private async Task<string> ShownAsync()
    {
        var shown = await _home.RunAsync("sh", "-c", $"openssl s_client -connect {Server}:443 </dev/null 2>/dev/null | openssl x509 -noout -text");
        return shown.Expect();
    }

    private async Task FetchAsync(string file) => (await _home.RunAsync(
        "curl", "-fsS", "-m", "20", "-o", At(Path.GetFileName(file)), "--resolve", $"{Name}:80:{Server}", $"http://{Name}/{file}")).Expect();

    private Task<CommandResult> VerifyAsync() => OpenSslAsync(
        "verify", "-x509_strict", "-purpose", "sslclient", "-crl_check", "-CAfile", At("ca.pem"), "-untrusted", At("issuing.pem"),
        "-CRLfile", At("issuing.crl"), At("anna.pem"));

    private Task<CommandResult> OpenSslAsync(params string[] arguments) => _home.RunAsync(["openssl", .. arguments]);

    private Task<CommandResult> AskAsync(params string[] arguments) => _gateway.RunAsync([Repository.Adit, .. arguments, "--state", At("state")]);
}
