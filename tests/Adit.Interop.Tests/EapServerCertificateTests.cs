using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>
/// FreeRADIUS behind our gateway shows certificates that our client does not take. The client says Windows' number and the group, the
/// doctor the same group and no other, and the gateway, which only carries the packets, names the case: also by what came of others, so that
/// this gateway is theirs alone.
/// </summary>
public sealed class EapServerCertificateTests(RemoteAuthorityFixture lab, ITestOutputHelper output) : IClassFixture<RemoteAuthorityFixture>, IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private ClientNamespace _machine = null!;

    public async ValueTask InitializeAsync() => _machine = await ClientNamespace.CreateAsync(lab.Topology);

    public ValueTask DisposeAsync() => _machine.DisposeAsync();

    [Theory]
    [InlineData("eap-tls", FaultyServers.Expired, "858", "EAP-152 nps-certificate-dates", "A78")]
    [InlineData("eap-tls", FaultyServers.Early, "857", "EAP-154 nps-certificate-dates", "A78")]
    [InlineData("peap", FaultyServers.Expired, "858", "EAP-152 nps-certificate-dates", "C09")]
    [InlineData("eap-tls", FaultyServers.Forged, "857", "EAP-154 nps-certificate-refused", "A79")]
    [InlineData("eap-tls", FaultyServers.Purpose, "857", "EAP-154 nps-certificate-refused", "A80")]
    [InlineData("peap", FaultyServers.Alone, "864", "EAP-153 nps-root", "C33")]
    [Scenario("A78")]
    [Scenario("A79")]
    [Scenario("A80")]
    [Scenario("C09")]
    [Scenario("C33", Seen = "864")]
    public Task A_certificate_with_a_fault_of_its_own_is_named_at_either_end(string method, string shown, string windows, string atClient, string atServer) =>
        IsRefusedAsync(method, shown, FaultyServers.Name, windows, atClient, atServer);

    [Theory]
    [InlineData("radius.faulti.test")]
    [Scenario("C02")]
    [Scenario("C04")]
    public Task A_name_that_is_not_listed_is_told_at_the_client_and_the_gateway_knows_that_nothing_is_wrong_with_the_certificate(string listed) =>
        IsRefusedAsync("peap", FaultyServers.Good, listed, "703", "EAP-155 nps-name", "client-left-eap-name");

    [Fact]
    [Scenario("A81")]
    [Scenario("C03")]
    [Scenario("C32")]
    [Scenario("C39")]
    public async Task A_root_that_the_client_does_not_trust_is_told_from_an_intermediate_that_is_missing()
    {
        using var other = new OutsideAuthority(Path.Combine(lab.Topology.Folder, "untrusting"), "http://127.0.0.1/none");

        await IsRefusedAsync("peap", FaultyServers.Good, FaultyServers.Name, "864", "EAP-153 nps-root", "client-left-eap-root", other.CaFile);
    }

    [Fact]
    [Scenario("C06")]
    public async Task Where_others_take_another_server_s_certificate_one_that_is_not_listed_is_named()
    {
        await GetsInAsync(FaultyServers.Good);

        await IsRefusedAsync("peap", FaultyServers.Second, FaultyServers.Name, "703", "EAP-155 nps-name", "C06");
    }

    [Fact]
    [Scenario("C40", Seen = "719")]
    public async Task A_firewall_that_eats_what_the_gateway_asks_is_known_with_the_release_whose_own_rules_have_no_effect()
    {
        var rules = Path.Combine(lab.Topology.Folder, "silent.nft");
        await File.WriteAllTextAsync(rules, "table inet silent {\nchain input { type filter hook input priority 0; udp dport 2812 drop; }\n}\n");
        (await lab.Topology.Gateway.RunAsync("nft", "-f", rules)).Expect();
        try
        {
            await File.WriteAllTextAsync(lab.Server.PasswordFile("conny"), FreeRadius.Password);
            var run = await RunAsync("connect", ["--user", "conny", "--password-file", lab.Server.PasswordFile("conny"), "--ca", lab.Server.CaFile, "--no-reconnect", "--no-default-route", "--json"]);
            output.WriteLine(run.Output);
            Assert.Equal(("719", "no-authority"), (new CallOutcome(run.Output, Why: null).ReadEnd().Windows, string.Join(' ', new CallOutcome(run.Output, Why: null).ReadEnd().Cases)));
            Assert.Equal(["authority-silent"], await ReadGroupsAsync("conny"));
            var found = Diagnosis.Of(await lab.Topology.Gateway.RunAsync(Repository.Adit, "doctor", "--state", Path.GetDirectoryName(lab.Server.CaFile)!, "--json"));
            output.WriteLine(found.Text);
            Assert.Equal(["DOC-116 authority-silent"], found.Bad.Distinct());
            Assert.Contains("nps-2019-firewall", found.Text, StringComparison.Ordinal);
        }
        finally
        {
            (await lab.Topology.Gateway.RunAsync("nft", "delete", "table", "inet", "silent")).Expect();
        }
    }

    private async Task IsRefusedAsync(string method, string user, string listed, string windows, string atClient, string atServer, string? trusted = null)
    {
        string[] options = [.. await OptionsAsync(user, method, listed, trusted ?? lab.FreeRadius.Faulty.RootFile)];
        var outcome = new CallOutcome((await RunAsync("connect", ["--user", user, "--no-reconnect", "--no-default-route", "--json", .. options])).Output, Why: null);
        output.WriteLine(outcome.Output);
        var (code, shown, cases) = outcome.ReadEnd();
        Assert.Equal((atClient, windows), ($"{code} {string.Join(' ', cases)}", shown));

        Assert.Equal([atServer], await ReadGroupsAsync(user));

        var found = Diagnosis.Of(await RunAsync("doctor", ["--as", user, "--timeout", "10", "--json", .. options]));
        output.WriteLine(found.Text);
        Assert.Equal([atClient], found.Bad);
    }

    private async Task<IReadOnlyList<string>> ReadGroupsAsync(string user)
    {
        var why = await lab.Server.AskJsonAsync("why", user);
        output.WriteLine(why.GetRawText());
        return [.. why.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("name").GetString()!)];
    }

    private async Task GetsInAsync(string user)
    {
        string[] options = [.. await OptionsAsync(user, "eap-tls", FaultyServers.Name, lab.FreeRadius.Faulty.RootFile)];
        await using var client = _machine.Network.Start(
            [Repository.Adit, "connect", Topology.ServerName, "--user", user, "--no-reconnect", "--no-default-route", .. options]);
        await Eventually.BecomesTrueAsync($"{user} has a session", Limit, async () => client.HasExited
            ? throw new InvalidOperationException($"The client ended:\n{client.Output}\n{lab.FreeRadius.Output}")
            : await lab.Server.CountSessionsAsync() == 1);
        await client.TerminateAsync();
        await Eventually.BecomesTrueAsync("there is no session", Limit, async () => await lab.Server.CountSessionsAsync() == 0);
    }

    private async Task<IEnumerable<string>> OptionsAsync(string user, string method, string listed, string trusted)
    {
        List<string> options = ["--ca", lab.Server.CaFile, "--auth", method, "--eap-ca", trusted, "--eap-server-name", listed];
        if (method == "eap-tls")
        {
            var certificate = lab.FreeRadius.Authority.Issue(user, UserAuthority.ClientAuthentication);
            File.SetUnixFileMode(certificate, UnixFileMode.UserRead | UnixFileMode.UserWrite);
            return [.. options, "--certificate", certificate];
        }

        await File.WriteAllTextAsync(lab.Server.PasswordFile(user), FreeRadius.Password);
        return [.. options, "--password-file", lab.Server.PasswordFile(user)];
    }

    private Task<CommandResult> RunAsync(string command, params IEnumerable<string> arguments) =>
        _machine.Network.RunAsync([Repository.Adit, command, Topology.ServerName, .. arguments], Limit);
}
