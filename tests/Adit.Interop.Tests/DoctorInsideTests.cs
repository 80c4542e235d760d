using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>What the doctor sees from inside of a tunnel, which has no interface there: the server, names, and hosts behind it.</summary>
public sealed class DoctorInsideTests(DoctorFixture lab, ITestOutputHelper output) : IClassFixture<DoctorFixture>
{
    private const int Findings = 3;

    private const string Behind = $"{Addresses.IntranetHost}:9";

    [Fact]
    public async Task Where_all_is_well_it_goes_the_whole_way_to_a_host_behind_the_server()
    {
        var found = await lab.ExamineInsideAsync("--reach", Behind);

        Assert.True(found.ExitCode == 0, found.Text);
        Assert.Equal(16, found.Findings.Count(finding => finding.State == "good" && finding.Component != "ping")); // which a busy machine may answer too late
    }

    [Fact]
    public async Task Over_IPv6_it_has_an_address_and_reaches_a_host_and_of_one_that_is_not_there_it_says_so()
    {
        var found = await lab.ExamineInsideAsync("--reach", $"[{Addresses.IntranetHost6}]:9");

        output.WriteLine(found.Text);
        Assert.True(found.ExitCode == 0, found.Text);
        Assert.Contains(("good", null, "", "", "IPv6 inside"), found.Findings);
        Assert.Contains(found.Findings, finding => finding.State == "good" && finding.Component == $"[{Addresses.IntranetHost6}]:9");
        await FindsAsync(lab.ExamineInsideAsync("--reach", "[fd77::99]:9"), "DOC-208 inside-silent");
    }

    [Fact]
    [Scenario("A87")]
    public async Task A_gateway_that_does_not_forward_is_silent_inside_and_named_on_the_server()
    {
        await using var rules = await lab.FilterAsync("chain forward { type filter hook forward priority 0; policy drop; }");

        await FindsAsync(lab.ExamineInsideAsync("--reach", Behind), "DOC-208 inside-silent");
        await FindsAsync(lab.ExamineServerAsync(), "DOC-125 A87");
    }

    [Fact]
    [Scenario("A88")]
    public async Task An_intranet_without_a_way_back_is_silent_inside_and_named_on_the_server()
    {
        await using var configuration = await lab.ConfigureAsync("nat: off");
        await lab.Topology.Intranet.IpAsync($"route del default via {Addresses.IntranetGateway}");

        await FindsAsync(lab.ExamineInsideAsync("--reach", Behind), "DOC-208 inside-silent");
        var server = await lab.ExamineServerAsync();
        await lab.Topology.Intranet.IpAsync($"route add default via {Addresses.IntranetGateway}");

        output.WriteLine(server.Text);
        Assert.Equal(["DOC-109 A88"], server.Named);
    }

    [Fact]
    public async Task A_name_server_inside_that_does_not_answer_is_named()
    {
        await using var configuration = await lab.ConfigureAsync($"dns: [ '{Addresses.IntranetHost}' ]");

        await FindsAsync(lab.ExamineInsideAsync(), "DOC-207 inside-silent");
    }

    [Fact]
    public async Task A_server_that_answers_no_ping_inside_is_no_fault_where_what_is_behind_it_answers()
    {
        await using var rules = await lab.FilterAsync("chain input { type filter hook input priority 0; iifname \"adit*\" meta l4proto icmp drop; }");

        var found = await lab.ExamineInsideAsync("--reach", Behind);

        Assert.True(found.ExitCode == 0, found.Text);
        Assert.Contains(("unknown", "DOC-210", "", "", "server inside"), found.Findings);
    }

    [Fact]
    public async Task A_name_that_the_name_servers_inside_do_not_know_is_named_and_one_that_they_know_is_reached()
    {
        await using var names = lab.Topology.Intranet.Start("dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--user=root", "--pid-file=", "--no-resolv", "--no-hosts",
            $"--listen-address={Addresses.IntranetHost}", "--bind-interfaces", "--local=/inside.test/", $"--host-record=files.inside.test,{Addresses.IntranetHost}", $"--host-record={Topology.ServerName},{Addresses.Gateway}",
            $"--host-record=six.inside.test,{Addresses.IntranetHost6}", $"--host-record=both.inside.test,{Addresses.IntranetHost},fd77::99");
        await Eventually.BecomesTrueAsync("dnsmasq listens", TimeSpan.FromSeconds(30), async () => names.HasExited
            ? throw new InvalidOperationException($"dnsmasq ended with {names.ExitCode}:\n{names.Output}")
            : (await lab.Topology.Intranet.RunAsync("ss", "-Hlun", "sport = :53")).Output.Length > 0);
        await using var configuration = await lab.ConfigureAsync($"dns: [ '{Addresses.IntranetHost}' ]");

        await FindsAsync(lab.ExamineInsideAsync("--reach", "nosuch.inside.test:9"), "DOC-211");
        foreach (var name in (string[])["files", "six"])
        {
            var found = await lab.ExamineInsideAsync("--reach", $"{name}.inside.test:9");
            Assert.True(found.ExitCode == 0, found.Text);
            Assert.Contains(found.Findings, finding => finding.State == "good" && finding.Component == $"{name}.inside.test:9");
        }

        await FindsAsync(lab.ExamineInsideAsync("--reach", "both.inside.test:9"), "DOC-208 inside-silent"); // its IPv6 is not there
    }

    /// <summary>Nothing else is bad: what follows from the first is not blamed, too.</summary>
    private async Task FindsAsync(Task<Diagnosis> examining, string finding)
    {
        var found = await examining;
        output.WriteLine(found.Text);
        Assert.Equal([finding], found.Bad);
        Assert.Equal(Findings, found.ExitCode);
    }
}
