using System.Text;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>The doctor sees what an administrator's machine would show it, and never what was done to it.</summary>
public sealed class DoctorTests(DoctorFixture lab, ITestOutputHelper output) : IClassFixture<DoctorFixture>
{
    private const int Findings = 3;

    [Fact]
    public async Task A_port_that_is_dropped_is_silent_and_the_server_names_the_rule()
    {
        await using var rules = await lab.FilterAsync("chain input { type filter hook input priority 0; tcp dport 443 drop; }");

        await FindsAsync(lab.ExamineAsync(Topology.ServerName), "CLIENT-102 silent-port");
        await FindsAsync(lab.ExamineServerAsync(), "DOC-105 B27");
    }

    [Fact]
    [Scenario("A02")]
    public async Task A_filter_that_leaves_the_tunnel_s_port_out_is_silent_and_the_server_tells_it_from_one_that_names_the_port()
    {
        await using var configuration = await lab.ConfigureAsync("filters: [ { interface: client, default: drop, rules: [ { protocol: udp } ] } ]");

        await FindsAsync(lab.ExamineAsync(Topology.ServerName), "CLIENT-102 silent-port");
        Assert.Equal(["DOC-106 A02"], (await lab.ExamineServerAsync()).NamedOf("firewall")); // who comes in elsewhere is not dropped
    }

    /// <summary>The kernel keeps them beside nftables, which does not show them.</summary>
    [Fact]
    public async Task A_rule_of_iptables_legacy_that_drops_the_port_is_named()
    {
        string[] rule = ["INPUT", "-p", "tcp", "--dport", "443", "-j", "DROP"];
        (await lab.Topology.Gateway.RunAsync(["iptables-legacy", "-A", .. rule])).Expect();

        await FindsAsync(lab.ExamineAsync(Topology.ServerName), "CLIENT-102 silent-port");
        var found = await lab.ExamineServerAsync();
        (await lab.Topology.Gateway.RunAsync(["iptables-legacy", "-D", .. rule])).Expect();

        output.WriteLine(found.Text);
        Assert.Equal(["DOC-105 B27"], found.Bad);
        Assert.Contains("iptables-legacy filter", found.Text, StringComparison.Ordinal);
    }

    [Fact]
    public Task A_port_at_which_nobody_listens_is_refused() => FindsAsync(lab.ExamineAsync($"{Topology.ServerName}:444"), "CLIENT-103 refused-port");

    [Fact]
    public Task A_name_without_an_address_is_named() => FindsAsync(lab.ExamineAsync("nobody.adit.test"), "CLIENT-101 name-unresolved");

    [Fact]
    public Task A_network_without_a_way_is_named() => FindsAsync(lab.ExamineAsync("192.0.2.7"), "CLIENT-104 no-way");

    [Fact]
    [Scenario("A03")]
    public async Task A_ping_without_an_answer_is_inconclusive_where_the_port_answers()
    {
        await using var rules = await lab.FilterAsync("chain input { type filter hook input priority 0; meta l4proto icmp drop; }");

        var found = await lab.ExamineAsync(Topology.ServerName);

        Assert.True(found.ExitCode == 0, found.Text);
        Assert.Contains(("unknown", "DOC-202", "ping-silent", "A03", "ping"), found.Findings);
        Assert.Contains("ping inconclusive", found.Text, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_way_on_which_large_packets_vanish_is_told_from_silence()
    {
        await lab.Client.Network.IpAsync("link set client gso_max_segs 1");
        await lab.Topology.Gateway.IpAsync("link set client gso_max_segs 1");
        await using var rules = await lab.FilterAsync("chain input { type filter hook input priority 0; iifname client ip length > 1200 drop; }\n"
            + "chain output { type filter hook output priority 0; oifname client ip length > 1200 drop; }");

        await FindsAsync(lab.ExamineAsync(Topology.ServerName), "DOC-203");
    }

    [Theory]
    [InlineData(DoctorFixture.ExpiredPort, "PKI-108 server-dates")]
    [InlineData(DoctorFixture.PurposePort, "PKI-107 server-purpose")]
    [InlineData(DoctorFixture.UntrustedPort, "DOC-204")]
    public Task A_certificate_that_does_not_hold_is_the_first_thing_to_mend(int port, string finding) =>
        FindsFirstAsync(lab.ExamineAsync($"{Topology.ServerName}:{port}", "--ca", lab.OthersFile), finding);

    [Fact]
    public Task An_address_that_is_not_in_the_certificate_is_named() =>
        FindsFirstAsync(lab.ExamineAsync($"{Addresses.Gateway}:{DoctorFixture.ForeignPort}", "--ca", lab.OthersFile), "PKI-110 server-name");

    [Fact]
    public Task A_server_of_another_authority_that_it_publishes_itself_is_untrusted_and_not_intercepted() =>
        FindsFirstAsync(lab.ExamineAsync(Topology.ServerName, "--ca", lab.OthersFile), "PKI-104 server-root");

    [Fact]
    public Task A_web_server_at_the_port_answers_otherwise_than_SSTP() =>
        FindsAsync(lab.ExamineAsync($"{Topology.ServerName}:{DoctorFixture.ForeignPort}", "--ca", lab.OthersFile), "SSTP-101 foreign-listener");

    [Fact]
    public async Task Who_ends_TLS_on_the_way_is_found_out_by_the_authority_that_the_server_publishes()
    {
        await using var rules = await lab.FilterAsync(
            $"chain prerouting {{ type nat hook prerouting priority dstnat; iifname client tcp dport 443 dnat ip to {Addresses.Gateway}:{DoctorFixture.UntrustedPort}; }}");

        await FindsFirstAsync(lab.ExamineAsync(Topology.ServerName), "DOC-204");
    }

    [Fact]
    public async Task A_wrong_password_is_named_with_its_group()
    {
        var wrong = Path.Combine(lab.Topology.Folder, "doctor-wrong.password");
        await File.WriteAllTextAsync(wrong, "Not-the-pass-w0rd");

        await FindsAsync(lab.ExamineAsync(Topology.ServerName, "--as", DoctorFixture.User, "--password-file", wrong), "PPP-202 credentials");
    }

    [Fact]
    public async Task A_server_without_a_place_is_full_from_either_side()
    {
        await using var configuration = await lab.ConfigureAsync("limits: { sessions: 0 }");

        await FindsAsync(lab.ExamineAsync(Topology.ServerName), "SSTP-101 full");
        await FindsAsync(lab.ExamineServerAsync(), "DOC-120 A51");
    }

    [Fact]
    public async Task Where_nothing_can_be_fetched_before_there_is_trust_that_is_said_and_no_fault()
    {
        await using var rules = await lab.FilterAsync("chain input { type filter hook input priority 0; tcp dport 80 drop; }");

        var found = await lab.ExamineAsync(Topology.ServerName);

        Assert.Contains(found.Findings, finding => finding is { State: "unknown", Code: "DOC-206", Groups: "" });
        Assert.True(found.ExitCode == 0, found.Text);
    }

    [Fact]
    [Scenario("A91", Linted = true)]
    public async Task On_the_server_a_pool_that_holds_other_hosts_addresses_is_named()
    {
        var file = Path.Combine(lab.Topology.Folder, "overlapping.yaml");
        await File.WriteAllTextAsync(file, $"pool: {Addresses.Intranet}\nlisten: [ '{Addresses.Gateway}:443' ]\n");

        var found = await lab.ExamineServerAsync("--config", file);

        output.WriteLine(found.Text);
        Assert.Contains("DOC-110 A91", found.Bad);
    }

    [Fact]
    public async Task A_proxy_that_wants_to_know_who_asks_is_named()
    {
        await using var proxy = await TinyProxy.StartAsync(lab.Topology.Gateway, Addresses.ClientGateway, lab.Topology.Folder, ("somebody", "Proxy-pass"));

        await FindsAsync(lab.ExamineAsync(Topology.ServerName, "--proxy", $"http://{Addresses.ClientGateway}:{TinyProxy.Port}"), "PROXY-201 intercepted");
    }

    [Fact]
    [Scenario("A84", Linted = true)]
    [Scenario("C23", Linted = true)]
    public async Task On_the_server_a_denial_behind_an_allowance_is_named()
    {
        await using var configuration = await lab.ConfigureAsync(
            "policies: { network: [ { name: all }, { name: guests, permission: deny, conditions: { windowsGroups: guests } } ] }");

        await FindsAsync(lab.ExamineServerAsync(), "DOC-113 A84 C23");
    }

    [Fact]
    [Scenario("A83", Linted = true)]
    public async Task On_the_server_an_account_that_enters_past_a_denial_is_named()
    {
        await using var configuration = await lab.ConfigureAsync("policies: { network: [ { name: nobody, permission: deny } ] }");
        await lab.Server.AddAccountAsync("uma", "Pass-w0rd", "--permission", "allow");

        (await lab.Server.AskAsync("policy", "test", "--user", "uma")).Expect();
        await WarnsAsync("DOC-128 A83");

        (await lab.Server.AskAsync("user", "remove", "uma")).Expect();
    }

    [Theory]
    [InlineData("{ name: all, permission: deny, conditions: { windowsGroups: nobody-is-in-it } }, { name: staff }", "DOC-112 A85")]
    [InlineData("{ name: deny all }", "DOC-131 A85")]
    [Scenario("A85", Linted = true)]
    public async Task On_the_server_a_denial_that_does_not_bite_is_named(string policies, string finding)
    {
        await using var configuration = await lab.ConfigureAsync($"policies: {{ network: [ {policies} ] }}");

        (await lab.Server.AskAsync("policy", "test", "--user", DoctorFixture.User)).Expect();
        await WarnsAsync(finding);
    }

    [Fact]
    public async Task What_is_packed_for_others_holds_no_secret()
    {
        var bundle = Path.Combine(lab.Topology.Folder, "bundle.tar.gz");
        var state = Path.GetDirectoryName(lab.Server.CaFile)!;

        (await lab.Topology.Gateway.RunAsync(Repository.Adit, "support-bundle", bundle, "--state", state)).Expect();

        var text = (await Command.RunAsync("tar", "-xzOf", bundle)).Expect();
        Assert.Contains("\"names\"", text, StringComparison.Ordinal);
        var sealKey = await File.ReadAllBytesAsync(Path.Combine(state, "seal.key"));
        foreach (var secret in new[] { "Pass-w0rd", "PRIVATE KEY", Convert.ToBase64String(sealKey), Convert.ToHexString(sealKey), Encoding.Latin1.GetString(sealKey) })
            Assert.DoesNotContain(secret, text, StringComparison.OrdinalIgnoreCase);
    }

    /// <summary>Nothing else is bad: what follows from the first is not blamed, too.</summary>
    private async Task FindsAsync(Task<Diagnosis> examining, string finding)
    {
        var found = await examining;
        output.WriteLine(found.Text);
        Assert.Equal([finding], found.Bad);
        Assert.Equal(Findings, found.ExitCode);
    }

    /// <summary>The server's policies give cause for this warning and no other.</summary>
    private async Task WarnsAsync(string finding)
    {
        var found = await lab.ExamineServerAsync();
        output.WriteLine(found.Text);
        Assert.Empty(found.Bad);
        Assert.Equal([finding], found.NamedOf("policies"));
    }

    /// <summary>There may be more: a certificate is held to all rules, and what comes behind it is looked at without saying anything.</summary>
    private async Task FindsFirstAsync(Task<Diagnosis> examining, string finding)
    {
        var found = await examining;
        output.WriteLine(found.Text);
        Assert.Equal(finding, found.Bad.First());
        Assert.Equal(Findings, found.ExitCode);
    }
}
