using System.Text.Json;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>Our client with EAP-TLS and PEAP against our gateway, through to packets: the binding of SSTP holds with the keys of both.</summary>
public sealed class EapClientTests(EapClientFixture lab, ITestOutputHelper output) : IClassFixture<EapClientFixture>, IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private ClientNamespace _machine = null!;
    private BackgroundProcess? _client;

    public async ValueTask InitializeAsync() => _machine = await ClientNamespace.CreateAsync(lab.Topology);

    public async ValueTask DisposeAsync()
    {
        await EndAsync();
        output.WriteLine(lab.Server.Output);
        await _machine.DisposeAsync();
    }

    [Fact]
    public async Task It_gets_in_by_password_or_certificate_alone_and_inside_of_a_tunnel()
    {
        await ConnectsAsync("peap", "bob", "--anonymous-identity", "anonymous");
        await ConnectsAsync("eap-tls", EapClientFixture.Certified, "--certificate", lab.Certificate, "--certificate-password-file", lab.CertificatePassword);
        await ConnectsAsync("peap-tls", EapClientFixture.Certified, "--certificate", lab.Certificate, "--certificate-password-file", lab.CertificatePassword);
    }

    [Fact]
    public async Task A_profile_says_it_all_and_the_certificate_who_its_user_is()
    {
        var profile = Path.Combine(lab.Topology.Folder, "office.yaml");
        await File.WriteAllTextAsync(profile, $"""
            host: {Topology.ServerName}
            tunnel: sstp
            ca: {lab.Server.CaFile}
            auth: eap-tls
            certificates: {lab.Certificate}
            certificatePasswordFile: {lab.CertificatePassword}
            eapServerNames: {Topology.ServerName};other.example.test
            """);

        _client = _machine.Network.Start([Repository.Adit, "connect", "--profile", profile]);

        await GetsInAsync();
    }

    [Theory]
    [InlineData("eap")]
    [InlineData("peap")]
    public async Task An_expired_password_is_changed_inside_of_EAP_and_only_the_new_one_holds(string method)
    {
        const string Replacement = "New-pässw0rd";
        var user = $"eve-{method}";
        await lab.Server.AddAccountAsync(user, EapClientFixture.Password);
        (await lab.Server.AskAsync("user", "set", user, "--password-expiry", "now")).Expect();
        var replacement = Path.Combine(lab.Topology.Folder, $"{user}.new");
        await File.WriteAllTextAsync(replacement, Replacement);

        await RefusedAsync("648 (0x288) ERROR_PASSWD_EXPIRED", method, user);
        await ConnectsAsync(method, user, "--new-password-file", replacement);
        await RefusedAsync("691 (0x2B3) ERROR_AUTHENTICATION_FAILURE", method, user);
        await File.WriteAllTextAsync(lab.Server.PasswordFile(user), Replacement);
        await ConnectsAsync(method, user);

        Assert.Contains("account.change-password", (await lab.Server.AskAsync("audit", "--actor", user)).Expect(), StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("PEAP", "phase1=\"crypto_binding=2\"\nphase2=\"auth=MSCHAPV2\"")]
    [InlineData("TTLS", "phase2=\"auth=PAP\"")]
    public async Task Hostap_s_peer_gets_in_over_PPP_and_its_keys_bind_the_tunnel(string method, string lines)
    {
        _client = await StartRelayAsync(method, "bob", EapClientFixture.Password, lines);

        await Eventually.BecomesTrueAsync("hostap's peer has a session", Limit, async () => _client.HasExited
            ? throw new InvalidOperationException($"The relay ended with {_client.ExitCode}:\n{_client.Output}")
            : _client.Output.Contains("OPEN", StringComparison.Ordinal)
                && (await lab.Server.AskJsonAsync("sessions")).EnumerateArray().Any(session => session.GetProperty("user").GetString() == "bob"));
        await _client.TerminateAsync();

        Assert.Equal(0, _client.ExitCode);
        Assert.Contains("SUCCESS", _client.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Hostap_s_peer_is_refused_over_PPP_with_a_wrong_password()
    {
        await lab.Server.AddAccountAsync("walter", EapClientFixture.Password);
        _client = await StartRelayAsync("PEAP", "walter", "wrong", "phase2=\"auth=MSCHAPV2\"");

        Assert.Equal(1, await _client.WaitForExitAsync(Limit));

        await Eventually.BecomesTrueAsync("'adit why' names the password", Limit, async () =>
            (await lab.Server.AskAsync("why", "walter")).Output.Contains("NPS-016", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("revoke", "NPS-256")]
    [InlineData("distrust", "NPS-294")]
    [Scenario("A70")]
    [Scenario("C22", Linted = true)]
    public async Task A_certificate_that_is_revoked_or_distrusted_loses_its_session_and_gets_in_no_more(string command, string code)
    {
        var certificate = Path.Combine(lab.Topology.Folder, $"{command}.p12");
        var issued = (await lab.Server.AskAsync(
            "ca", "issue", "user", EapClientFixture.Certified, "--out", certificate, "--password-file", lab.CertificatePassword, "-o", "json")).Expect();
        _client = AditClient.Start(_machine, lab.Server, EapClientFixture.Certified, lab.CertificatePassword,
            ["--auth", "eap-tls", "--certificate", certificate, "--certificate-password-file", lab.CertificatePassword, "--no-reconnect"]);
        await GetsInAsync();

        (await lab.Server.AskAsync("cert", command, SerialIn(issued))).Expect();

        await _client.WaitForExitAsync(Limit);
        Assert.Equal(0, await lab.Server.CountSessionsAsync());
        await EndAsync();
        _client = AditClient.Start(_machine, lab.Server, EapClientFixture.Certified, lab.CertificatePassword,
            ["--auth", "eap-tls", "--certificate", certificate, "--certificate-password-file", lab.CertificatePassword]);
        Assert.Equal(1, await _client.WaitForExitAsync(Limit));
        Assert.Contains(code, (await lab.Server.AskAsync("why", EapClientFixture.Certified)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_certificate_that_is_denied_now_loses_its_session_and_gets_in_again_when_allowed()
    {
        var certificate = Path.Combine(lab.Topology.Folder, "denied.p12");
        var serial = SerialIn((await lab.Server.AskAsync(
            "ca", "issue", "user", EapClientFixture.Certified, "--out", certificate, "--password-file", lab.CertificatePassword, "-o", "json")).Expect());
        string[] shown = ["--certificate", certificate, "--certificate-password-file", lab.CertificatePassword];
        _client = AditClient.Start(_machine, lab.Server, EapClientFixture.Certified, lab.CertificatePassword, ["--auth", "eap-tls", .. shown, "--no-reconnect"]);
        await GetsInAsync();

        (await lab.Server.AskAsync("deny", "certificate", serial, "--now", "--reason", "a test")).Expect();

        await _client.WaitForExitAsync(Limit);
        Assert.Equal(0, await lab.Server.CountSessionsAsync());
        await EndAsync();
        _client = AditClient.Start(_machine, lab.Server, EapClientFixture.Certified, lab.CertificatePassword, ["--auth", "eap-tls", .. shown]);
        Assert.Equal(1, await _client.WaitForExitAsync(Limit));
        Assert.Contains("NPS-038", (await lab.Server.AskAsync("why", EapClientFixture.Certified)).Output, StringComparison.Ordinal);
        await EndAsync();

        (await lab.Server.AskAsync("allow", "certificate", serial)).Expect();
        await ConnectsAsync("eap-tls", EapClientFixture.Certified, shown);
    }

    [Theory]
    [InlineData("PPP-202", "691 (0x2B3) ERROR_AUTHENTICATION_FAILURE", "peap", "wrong")]
    [InlineData("EAP-155", "703 (0x2BF) ERROR_INTERACTIVE_MODE", "peap", "right", "--eap-server-name", "other.example.test")]
    [InlineData("EAP-153", "864 (0x360) ERROR_EAP_SERVER_ROOT_CERT_NOT_FOUND", "peap", "right", "--eap-pin", "00112233445566778899AABBCCDDEEFF00112233")]
    [InlineData("EAP-140", "812 (0x32C) ERROR_SERVER_POLICY", "eap-gtc", "right")]
    [Scenario("A36")]
    [Scenario("C02")]
    [Scenario("C03")]
    public async Task Who_does_not_get_in_is_told_why_as_by_Windows(string code, string windows, string method, string password, params string[] options)
    {
        var file = Path.Combine(lab.Topology.Folder, "given.password");
        await File.WriteAllTextAsync(file, password == "right" ? EapClientFixture.Password : "Not-the-pass-w0rd");
        _client = AditClient.Start(_machine, lab.Server, "bob", file, ["--auth", method, .. options]);

        Assert.Equal(1, await _client.WaitForExitAsync(Limit));
        Assert.Contains($"The connection failed: {code}", _client.Output, StringComparison.Ordinal);
        Assert.Contains(windows, _client.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("forged", "EAP-145 user-certificate-refused", "853", "A73")]
    [InlineData("stranger", "EAP-145 user-certificate-issuer", "853", "A76")]
    [InlineData("roots", "EAP-145 user-certificate-issuer", "853", "C01")]
    [Scenario("A73")]
    [Scenario("A76")]
    [Scenario("C01")]
    public async Task Whose_certificate_does_not_hold_hears_Windows_number_and_the_record_names_the_case(string fault, string atClient, string windows, string atServer)
    {
        var user = $"{fault}@faulty.test";
        using var authority = new UserAuthority(lab.Topology.Folder, $"of-{fault}");
        if (fault is not "stranger")
            (await lab.Server.AskAsync("cert", "import", authority.RootFile, "--store", fault is "roots" ? "roots" : "ntauth")).Expect();
        var certificate = fault switch
        {
            "forged" => authority.Forge(user),
            _ => authority.Issue(user, -5, 20),
        };
        File.SetUnixFileMode(certificate, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await Eventually.BecomesTrueAsync("what was imported counts", Limit, async () => // the stores are read once a second at most
        {
            var (code, shown, cases) = await ConnectAsync(user, certificate);
            return ($"{code} {string.Join(' ', cases)}", shown) == (atClient, windows);
        });

        var why = await lab.Server.AskJsonAsync("why", user);
        output.WriteLine(why.GetRawText());
        Assert.Equal([atServer], why.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("name").GetString()));
        var found = Diagnosis.Of(await _machine.Network.RunAsync(
            Repository.Adit, "doctor", Topology.ServerName, "--as", user, "--ca", lab.Server.CaFile, "--auth", "eap-tls", "--certificate", certificate, "--timeout", "10", "--json"));
        output.WriteLine(found.Text);
        Assert.Equal([atClient], found.Bad);
    }

    [Fact]
    [Scenario("C11")]
    public async Task Who_shows_the_wrong_one_of_two_certificates_is_told_from_who_has_no_other()
    {
        await ConnectsAsync("eap-tls", EapClientFixture.Certified, "--certificate", lab.Certificate, "--certificate-password-file", lab.CertificatePassword);
        using var stranger = new UserAuthority(lab.Topology.Folder, "of-another-place");
        var certificate = stranger.Issue(EapClientFixture.Certified, -5, 20);
        File.SetUnixFileMode(certificate, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        var (_, windows, cases) = await ConnectAsync(EapClientFixture.Certified, certificate);

        Assert.Equal(("853", "user-certificate-issuer"), (windows, string.Join(' ', cases)));
        var why = await lab.Server.AskJsonAsync("why", EapClientFixture.Certified);
        output.WriteLine(why.GetRawText());
        Assert.Equal(["C11"], why.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("name").GetString()));
    }

    [Fact]
    [Scenario("C14", Seen = "798")]
    public async Task A_certificate_without_the_purpose_that_the_profile_wants_anew_is_told_from_none_at_all()
    {
        var profile = Path.Combine(lab.Topology.Folder, "purpose.yaml");
        await File.WriteAllTextAsync(profile, $"""
            host: {Topology.ServerName}
            tunnel: sstp
            ca: {lab.Server.CaFile}
            auth: eap-tls
            certificates: {lab.Certificate}
            certificatePasswordFile: {lab.CertificatePassword}
            certificatePurposes: 1.3.6.1.4.1.311.42.1
            eapServerNames: {Topology.ServerName}
            """);

        var run = await _machine.Network.RunAsync(Repository.Adit, "connect", "--profile", profile, "--json");

        var (code, windows, cases) = new CallOutcome(run.Output, Why: null).ReadEnd();
        Assert.Equal(("EAP-150", "798", "user-certificate-purpose"), (code, windows, string.Join(' ', cases)));
    }

    private async Task<(string? Code, string? Windows, IReadOnlyList<string> Cases)> ConnectAsync(string user, string certificate)
    {
        var run = await _machine.Network.RunAsync(
            Repository.Adit, "connect", Topology.ServerName, "--user", user, "--ca", lab.Server.CaFile, "--auth", "eap-tls", "--certificate", certificate,
            "--no-reconnect", "--no-default-route", "--json");
        output.WriteLine(run.Output);
        return new CallOutcome(run.Output, Why: null).ReadEnd();
    }

    private async Task<BackgroundProcess> StartRelayAsync(string method, string user, string password, string lines)
    {
        var network = Path.Combine(lab.Topology.Folder, "network.conf");
        await File.WriteAllTextAsync(network, $$"""
            network={
            key_mgmt=IEEE8021X
            eapol_flags=0
            eap={{method}}
            identity="{{user}}"
            anonymous_identity="anonymous"
            password="{{password}}"
            ca_cert="{{lab.Server.CaFile}}"
            {{lines}}
            }
            """);
        return _machine.Network.Start(Repository.Relay, Topology.ServerName, lab.Server.CaFile, network);
    }

    private async Task RefusedAsync(string windows, string method, string user)
    {
        _client = AditClient.Start(_machine, lab.Server, user, lab.Server.PasswordFile(user), ["--auth", method]);

        Assert.Equal(1, await _client.WaitForExitAsync(Limit));
        Assert.Contains(windows, _client.Output, StringComparison.Ordinal);
        await EndAsync();
    }

    private static string SerialIn(string issued) =>
        JsonDocument.Parse(issued).RootElement.GetProperty("certificate").GetProperty("serial").GetString()!;

    private async Task ConnectsAsync(string method, string user, params string[] options)
    {
        _client = AditClient.Start(_machine, lab.Server, user, lab.Server.PasswordFile(user), ["--auth", method, .. options]);
        await GetsInAsync();
        await EndAsync();
    }

    private Task GetsInAsync() => Eventually.BecomesTrueAsync("the client reaches the gateway's network", Limit, async () => _client!.HasExited
        ? throw new InvalidOperationException($"The client ended with {_client.ExitCode}:\n{_client.Output}")
        : (await _machine.Network.RunAsync("ping", "-c", "1", "-W", "1", Addresses.IntranetHost)).ExitCode == 0);

    private async Task EndAsync()
    {
        if (_client is null)
            return;

        await _client.TerminateAsync();
        await _client.DisposeAsync();
        output.WriteLine(_client.Output);
        _client = null;
    }
}
