using Adit.Diagnosis.Findings;

namespace Adit.Diagnosis.Tests.Findings;

public sealed class FindingTests
{
    [Theory]
    [InlineData("a\e[2Jb", "a?[2Jb")]
    [InlineData("a\r\nb", "a??b")]
    [InlineData("\u202Egnp.exe", "?gnp.exe")]
    public void What_steers_a_terminal_never_stands_in_a_finding(string said, string shown)
    {
        var finding = Finding.AtClient("name", new PlaceFault.TlsIntercepted(said, said), evidence: said);

        Assert.Equal(shown, finding.Evidence);
    }

    [Fact]
    public void An_endless_text_is_cut() =>
        Assert.Equal(FindingText.MaxLength, Finding.Good("name", "well", new string('x', 1_000_000)).Evidence.Length);

    [Fact]
    public void The_bad_come_first_in_the_order_in_which_they_were_looked_at()
    {
        var report = new FindingReport("here",
        [
            Finding.Good("1", "well"), Finding.AtClient("2", new PlaceFault.InnerAddressLinkLocal("169.254.0.1")),
            Finding.AtClient("3", new PlaceFault.PingUnanswered("192.0.2.1"), state: FindingState.Warning), Finding.AtClient("4", new PlaceFault.WebUnreachable(80, "silent")),
        ]);

        Assert.Equal(["2", "4", "3", "1"], report.Findings.Select(finding => finding.Component));
        Assert.Equal("2", report.First!.Component);
    }

    [Fact]
    public void A_warning_is_healthy_unless_one_is_strict()
    {
        var report = new FindingReport("here", [Finding.AtClient("ping", new PlaceFault.PingUnanswered("192.0.2.1"), state: FindingState.Warning)]);

        Assert.True(report.IsHealthy());
        Assert.False(report.IsHealthy(strict: true));
    }

    [Fact]
    public void A_finding_names_the_scenarios_that_it_proves_at_its_place()
    {
        Assert.Equal(["A03"], Finding.AtClient("ping", new PlaceFault.PingUnanswered("192.0.2.1")).Scenarios.Select(scenario => scenario.Id));
        Assert.Equal(["link-local"], Finding.AtClient("address", new PlaceFault.InnerAddressLinkLocal("169.254.0.1")).Groups.Select(group => group.Name));
    }

    public static TheoryData<ServerFault, string> Proofs => new()
    {
        { new ServerFault.NotRunning("/var/lib/adit"), "A33 B04 B05 B16 B17" },
        { new ServerFault.NotListening("[::]:443"), "A10" },
        { new ServerFault.PortHeld("[::]:443", "nginx (1)"), "B18" },
        { new ServerFault.NotReloaded(["listen"]), "B26" },
        { new ServerFault.FirewallDrops("443", "filter", "input", "policy drop", "none"), "B27" },
        { new ServerFault.FirewallDrops("443", "filter", "input", "policy drop", "there"), "A94" },
        { new ServerFault.OwnFilterDrops("443", "drop", "in", "rest"), "A02" },
        { new ServerFault.OwnFilterDrops("443", "tcp dport 443 drop", "in", "rule"), "B24" },
        { new ServerFault.OwnFilterDrops("443", "drop", "out", "rest"), "B25" },
        { new ServerFault.ForwardingOff("net.ipv4.ip_forward is 0"), "A87" },
        { new ServerFault.ForwardingDropped("filter", "forward", "policy drop"), "A87" },
        { new ServerFault.ReachIsServer(), "A87" },
        { new ServerFault.WayBackNeeded("10.83.0.0/24"), "A88" },
        { new ServerFault.PoolOverlaps("overlaps"), "A91" },
        { new ServerFault.PolicyNeverMatches("deny all", "deny", "another holds"), "A85" },
        { new ServerFault.DenyBehindAllow("deny", "all"), "A84 C23" },
        { new ServerFault.AccountsOverride(["anna"], 1), "A83" },
        { new ServerFault.RevocationListStale("issuing.crl", default), "A72" },
        { new ServerFault.RadiusSilent("office", "192.0.2.1:1812"), "A59 C40" },
        { new ServerFault.RadiusSecretWrong("office", "192.0.2.1:1812"), "A59" },
        { new ServerFault.SessionsFull(1, 1, "limits.sessions"), "A51" },
        { new ServerFault.SessionsFull(1, 1, "limits.ports.sstp"), "B01" },
        { new ServerFault.PoolExhausted("10.83.0.0/30", 1, 0), "A57" },
        { new ServerFault.ListensLocally("127.0.0.1:443"), "B20" },
        { new ServerFault.TunnelOff("SSTP"), "A35" },
        { new ServerFault.DenialGrants("deny all"), "A85" },
        { new ServerFault.AnyPurposeEnters(["CN=Corp"]), "C12" },
        { new ServerFault.GatewaysDiffer("other.json", ["CN=lost"], []), "C25" },
        { new ServerFault.NamesOfBothKinds("utf8", "jürgen", "bjørn"), "A20" },
        { new ServerFault.NoIpv4(), "A50" },
        { new ServerFault.CertificateGone("/nowhere.pem"), "B06" },
        { new ServerFault.Draining(), "A34 B02" },
        { new ServerFault.NotAtTheUsualPort(["[::]:8443"]), "A11 B03" },
    };

    [Theory]
    [MemberData(nameof(Proofs))]
    public void On_the_server_each_fault_proves_its_scenarios(ServerFault fault, string scenarios) =>
        Assert.Equal(scenarios, string.Join(' ', Finding.AtServer("it", fault).Scenarios.Select(scenario => scenario.Id)));
}
