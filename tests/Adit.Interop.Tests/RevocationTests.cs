using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>Revocation from end to end: curl and openssl against what we publish, our client, and the gateway's own look-up.</summary>
public sealed class RevocationTests(RevocationFixture lab, ITestOutputHelper output) : IClassFixture<RevocationFixture>, IAsyncLifetime
{
    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";
    private const string Published = $"http://{Topology.ServerName}";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private ClientNamespace _machine = null!;
    private BackgroundProcess? _client;

    public async ValueTask InitializeAsync()
    {
        await lab.BeginAnewAsync();
        _machine = await ClientNamespace.CreateAsync(lab.Topology);
    }

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.DisposeAsync();
            output.WriteLine(_client.Output);
        }

        output.WriteLine(lab.Server.Output);
        await _machine.DisposeAsync();
    }

    [Fact]
    public async Task Before_any_tunnel_curl_gets_our_list_and_openssl_believes_it_and_our_answers()
    {
        var (good, revoked) = (await lab.IssueAsync("user", "good"), await lab.IssueAsync("user", "revoked"));
        await lab.RevokeAsync(revoked);

        var printed = (await _machine.RunAsync($"""
            set -eu
            work=$(mktemp -d)
            trap 'rm -rf "$work"' EXIT
            cd "$work"
            curl -fsS -m 20 -O {Published}/ca/issuing.crl -O {Published}/ca/issuing.crt -O {Published}/ca.pem
            openssl x509 -inform DER -in issuing.crt -out issuing.pem
            openssl crl -inform DER -in issuing.crl -CAfile issuing.pem -noout 2>&1
            for file in {good} {revoked}; do
                openssl ocsp -issuer issuing.pem -cert $file -CAfile ca.pem -url {Published}/ocsp -timeout 20 2>&1
                openssl ocsp -issuer issuing.pem -cert $file -no_nonce -reqout request
                curl -fsS -m 20 -o answer "{Published}/ocsp/$(base64 -w 0 request | sed 's/+/%2B/g; s/=/%3D/g; s#/#%2F#g')"
                openssl ocsp -issuer issuing.pem -cert $file -CAfile ca.pem -no_nonce -respin answer 2>&1
            done
            """, Limit)).Expect();

        Assert.Contains("verify OK", printed, StringComparison.Ordinal);
        Assert.Equal(4, Count(printed, "Response verify OK"));
        Assert.Equal((2, 2), (Count(printed, $"{good}: good"), Count(printed, $"{revoked}: revoked")));
        Assert.DoesNotContain("WARNING: no nonce", printed, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_client_connects_while_the_certificate_is_good_and_ends_with_0x80092010_once_it_is_revoked()
    {
        var file = await lab.IssueAsync("server", Topology.ServerName);
        await lab.ShowAsync(file);
        await ConnectAsync(lab.Server.CaFile, "--revocation", "hard"); // the whole chain: the root's list, too
        await _client!.TerminateAsync();

        await lab.RevokeAsync(file);

        await EndsWithAsync("PKI-111", "(0x80092010) CRYPT_E_REVOKED", lab.Server.CaFile);
    }

    [Fact]
    public async Task Before_any_tunnel_openssl_checks_the_whole_chain_of_the_server_against_our_lists()
    {
        var file = await lab.IssueAsync("server", Topology.ServerName);

        var printed = (await _machine.RunAsync($"""
            set -eu
            work=$(mktemp -d)
            trap 'rm -rf "$work"' EXIT
            cd "$work"
            openssl x509 -in {file} -noout -ext crlDistributionPoints,authorityInfoAccess
            curl -fsS -m 20 -O {Published}/ca/issuing.crl -O {Published}/ca/root.crl -O {Published}/ca/issuing.crt -O {Published}/ca.pem
            openssl x509 -inform DER -in issuing.crt -out issuing.pem
            openssl x509 -in issuing.pem -noout -ext crlDistributionPoints,authorityInfoAccess
            cat ca.pem > lists.pem
            for list in issuing root; do openssl crl -inform DER -in $list.crl >> lists.pem; done
            openssl verify -crl_check_all -CAfile lists.pem -untrusted issuing.pem {file} 2>&1
            """, Limit)).Expect();

        Assert.Contains($"{file}: OK", printed, StringComparison.Ordinal);
        Assert.Contains($"URI:{Published}/ca/root.crl", printed, StringComparison.Ordinal);
        Assert.Contains($"CA Issuers - URI:{Published}/ca.crt", printed, StringComparison.Ordinal);
    }

    [Fact]
    [Scenario("A82", Linted = true)]
    public async Task Within_EAP_a_revoked_certificate_of_the_server_is_taken_and_the_doctor_on_the_server_names_it()
    {
        var file = await lab.IssueAsync("server", Topology.ServerName);
        await lab.ShowAsync(file, "authentication: [ eap ]\naccess: { eap: [ peap ] }\n");
        await lab.RevokeAsync(file);

        await ConnectAsync(lab.Server.CaFile, "--auth", "peap", "--revocation", "off");

        var found = Diagnosis.Of(await lab.Topology.Gateway.RunAsync(Repository.Adit, "doctor", "--state", Path.GetDirectoryName(lab.Server.CaFile)!, "--json"));
        output.WriteLine(found.Text);
        Assert.Contains("PKI-111 A82", found.Bad);
    }

    [Fact]
    public async Task What_this_machine_distrusts_ends_it_with_0x800B0111()
    {
        var file = await lab.IssueAsync("server", Topology.ServerName);
        await lab.ShowAsync(file);
        var folder = Path.Combine(lab.Topology.Folder, "untrusted");
        (await _machine.RunAsync($"{Repository.Adit} cert distrust {file} --folder {folder}", Limit)).Expect();

        await EndsWithAsync("PKI-169", "(0x800B0111) TRUST_E_EXPLICIT_DISTRUST", lab.Server.CaFile, "--untrusted", folder);
    }

    [Fact]
    [Scenario("B14")]
    public async Task A_list_whose_server_is_down_ends_it_with_0x80092013_and_a_soft_check_goes_on()
    {
        await lab.ShowAsync(await lab.IssueAsync("server", Topology.ServerName));
        (await _machine.RunAsync(
            "nft 'table inet adit-test { chain out { type filter hook output priority 0; tcp dport 80 reject with tcp reset; }; }'", Limit)).Expect();

        await EndsWithAsync("PKI-112", "(0x80092013) CRYPT_E_REVOCATION_OFFLINE", lab.Server.CaFile);
        await ConnectAsync(lab.Server.CaFile, "--revocation", "soft");
    }

    [Fact]
    [Scenario("B15")]
    public async Task A_list_that_is_published_only_inside_ends_it_with_0x80092013_although_the_tunnel_would_lead_there()
    {
        await lab.ShowAsync(lab.Outside.Issue(Topology.ServerName, ForServers));

        await EndsWithAsync("PKI-112", "(0x80092013) CRYPT_E_REVOCATION_OFFLINE", lab.Outside.CaFile);

        await ConnectAsync(lab.Outside.CaFile, "--revocation", "soft");
        (await _machine.RunAsync($"curl -fsS -m 20 --retry 5 --retry-all-errors -o /dev/null {RevocationFixture.InnerList}", Limit)).Expect();
    }

    [Fact]
    public async Task The_gateway_refuses_a_users_certificate_of_its_own_CA_the_moment_it_is_revoked()
    {
        var file = await lab.IssueAsync("user", "anna");
        Assert.Equal(0, (await LookUpAsync(file)).ExitCode);

        await lab.RevokeAsync(file);

        await IsRefusedAsync(file, "PKI-111");
    }

    [Fact]
    [Scenario("A72", Linted = true)]
    [Scenario("C22", Linted = true)]
    public async Task The_gateway_keeps_another_authoritys_list_until_it_is_flushed_and_then_finds_the_revocation()
    {
        (await lab.Server.AskAsync("cert", "import", lab.Outside.CaFile, "--store", "ntauth")).Expect();
        var file = lab.Outside.Issue("bob", ForClients);
        Assert.Equal(0, (await LookUpAsync(file)).ExitCode);

        lab.Outside.Revoke(file);
        Assert.Equal(0, (await LookUpAsync(file)).ExitCode); // the older list holds still

        (await lab.Server.AskAsync("cert", "flush")).Expect();
        await IsRefusedAsync(file, "PKI-111");
    }

    [Fact]
    public async Task What_becomes_of_a_list_that_cannot_be_reached_is_the_administrators_choice()
    {
        (await lab.Server.AskAsync("cert", "import", lab.Outside.CaFile, "--store", "ntauth")).Expect();
        var file = lab.Outside.Issue("carol", ForClients);
        await lab.ClosePlaceAsync();
        (await lab.Server.AskAsync("cert", "flush")).Expect();

        await IsRefusedAsync(file, "PKI-112");
        await lab.ReloadWithAsync("revocation:\n  users:\n    offline: accept\n");
        Assert.Equal(0, (await LookUpAsync(file)).ExitCode);
        await lab.ReloadWithAsync("revocation:\n  users:\n    check: false\n");
        Assert.Equal(0, (await LookUpAsync(file)).ExitCode);
    }

    [Fact]
    public async Task The_gateway_s_look_up_asks_who_may_let_people_in_and_what_is_untrusted()
    {
        var file = await lab.IssueAsync("user", "emil");
        (await lab.Server.AskAsync("cert", "distrust", file)).Expect();
        await IsRefusedAsync(file, "PKI-169");

        using var stranger = new OutsideAuthority(Path.Combine(lab.Topology.Folder, "stranger"), RevocationFixture.InnerList);
        (await lab.Server.AskAsync("cert", "import", stranger.CaFile, "--store", "roots")).Expect();
        await IsRefusedAsync(stranger.Issue("ida", ForClients), "PKI-114");
    }

    private static int Count(string text, string part) => text.Split(part).Length - 1;

    private Task<CommandResult> LookUpAsync(string file) => lab.Server.AskAsync("cert", "lookup", file);

    private async Task IsRefusedAsync(string file, string code)
    {
        var found = await LookUpAsync(file);
        Assert.Equal(3, found.ExitCode);
        Assert.Contains(code, found.Output, StringComparison.Ordinal);
    }

    private async Task ConnectAsync(string caFile, params string[] options)
    {
        _client = Start(caFile, options);
        await Eventually.BecomesTrueAsync("the client is connected", Limit, () => _client.HasExited
            ? throw new InvalidOperationException($"It ended with {_client.ExitCode}:\n{_client.Output}")
            : Task.FromResult(_client.Output.Contains("connected", StringComparison.OrdinalIgnoreCase)));
    }

    private async Task EndsWithAsync(string code, string windows, string caFile, params string[] options)
    {
        await using var client = Start(caFile, options);
        Assert.Equal(1, await client.WaitForExitAsync(Limit));
        output.WriteLine(client.Output);
        Assert.Contains(code, client.Output, StringComparison.Ordinal);
        Assert.Contains(windows, client.Output, StringComparison.Ordinal);
    }

    private BackgroundProcess Start(string caFile, params string[] options) => AditClient.StartTrusting(
        caFile, _machine, RevocationFixture.User, lab.Server.PasswordFile(RevocationFixture.User), options);
}
