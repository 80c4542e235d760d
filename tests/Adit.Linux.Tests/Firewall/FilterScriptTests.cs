using System.Net;
using Adit.Linux.Firewall;

namespace Adit.Linux.Tests.Firewall;

public sealed class FilterScriptTests
{
    private const string Frame = """
        add table inet t
        delete table inet t
        add table inet t
        add chain inet t input { type filter hook input priority filter; policy accept; }
        add chain inet t output { type filter hook output priority filter; policy accept; }
        add chain inet t forward { type filter hook forward priority filter; policy accept; }

        """;

    [Fact]
    public void Each_filter_is_a_chain_that_both_its_own_hook_and_forwarding_pass() => Assert.Equal(Frame + """
        add chain inet t f1
        add counter inet t f1_1
        add rule inet t f1 meta l4proto 6 tcp dport { 25, 137-139 } counter name "f1_1" drop
        add counter inet t f1_2
        add rule inet t f1 counter name "f1_2" return
        add rule inet t output oifname "eth1" meta nfproto ipv4 jump f1
        add rule inet t forward oifname "eth1" meta nfproto ipv4 jump f1
        add chain inet t f2
        add counter inet t f2_1
        add rule inet t f2 counter name "f2_1" drop
        add rule inet t input iifname "eth0" jump f2
        add rule inet t forward iifname "eth0" jump f2

        """, FilterScript.Write("t",
        [
            new InterfaceFilter("eth1", FilterDirection.Out, FilterFamily.Ipv4, FilterDefault.Permit,
                [new FilterRule { Protocol = IpProtocol.Parse("tcp"), DestinationPorts = [new(25, 25), new(137, 139)] }.ToEntry(FilterFamily.Ipv4)]),
            new InterfaceFilter("eth0", FilterDirection.In, FilterFamily.Both, FilterDefault.Drop, []),
        ]));

    [Fact]
    public void Prefixes_of_both_families_are_two_rules_with_one_counter()
    {
        var rule = new FilterRule
        {
            Protocol = IpProtocol.Parse("udp"),
            Source = [IPNetwork.Parse("10.0.0.0/8"), IPNetwork.Parse("fd00::/8")],
            SourcePorts = [new(53, 53)],
        };

        Assert.Equal(
            ["ip saddr { 10.0.0.0/8 } meta l4proto 17 udp sport { 53 }", "ip6 saddr { fd00::/8 } meta l4proto 17 udp sport { 53 }"],
            rule.ToEntry(FilterFamily.Both).Matches);
        Assert.Equal("udp from 10.0.0.0/8,fd00::/8 port 53", rule.ToString());
    }

    [Fact]
    public void The_preset_names_what_is_served_and_what_IP_cannot_do_without() => Assert.Equal(
        [
            "ct state established,related",
            "fib daddr type local tcp dport 443",
            "fib daddr type local ip daddr 192.0.2.1 tcp dport 8443",
            "fib daddr type local meta nfproto ipv4 tcp dport 80",
            "icmp type { destination-unreachable, time-exceeded, parameter-problem }",
            "meta nfproto ipv4 udp sport 67 udp dport 68",
            "icmpv6 type { packet-too-big, destination-unreachable, time-exceeded, parameter-problem }",
            "icmpv6 type { nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } ip6 hoplimit 255",
            "icmpv6 type mld-listener-query ip6 hoplimit 1",
            "ip6 saddr fe80::/10 udp sport 547 udp dport 546",
        ],
        TunnelsOnly.Entries([IPEndPoint.Parse("[::]:443"), IPEndPoint.Parse("192.0.2.1:8443"), IPEndPoint.Parse("0.0.0.0:80")], FilterFamily.Both)
            .SelectMany(entry => entry.Matches));

    [Fact]
    public void The_preset_for_one_family_names_nothing_of_the_other()
    {
        IPEndPoint[] served = [IPEndPoint.Parse("[2001:db8::1]:443"), IPEndPoint.Parse("192.0.2.1:443")];

        Assert.DoesNotContain("6", string.Concat(Words(TunnelsOnly.Entries(served, FilterFamily.Ipv4))).Replace("67", "", StringComparison.Ordinal)
            .Replace("68", "", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.DoesNotContain(Words(TunnelsOnly.Entries(served, FilterFamily.Ipv6)), words => words.Contains("icmp ", StringComparison.Ordinal) || words.Contains("192.", StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("")]
    [InlineData("eth0\" accept #")]
    [InlineData("an-interface-too-long")]
    public void A_name_that_could_be_more_than_a_name_is_refused(string name) => Assert.ThrowsAny<ArgumentException>(
        () => FilterScript.Write("t", [new InterfaceFilter(name, FilterDirection.In, FilterFamily.Both, FilterDefault.Drop, [])]));

    private static IEnumerable<string> Words(IEnumerable<FilterEntry> entries) => entries.SelectMany(entry => entry.Matches);
}
