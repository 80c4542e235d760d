using System.Net;
using System.Text.Json.Nodes;
using Adit.Linux.Firewall;
using Adit.Server.Configuration;

namespace Adit.Server.Tests.Configuration;

public sealed class FilterReaderTests
{
    private const string Sample = """
        filters:
          - interface: eth0
            preset: tunnels-only
            rules:
              - protocol: tcp
                source: [ 192.0.2.0/24, '2001:db8::1' ]
                destinationPorts: 22
          - interface: eth0
            direction: out
            family: ipv4
            rules:
              - { protocol: udp, sourcePorts: [ 53, 5000-5010 ] }
        """;

    [Fact]
    public void Filters_are_read_with_their_rules()
    {
        var filters = ConfigurationReader.Read("adit.yaml", Sample).Filters;

        Assert.Equal(2, filters.Count);
        Assert.Equal((FilterDirection.In, FilterFamily.Both, FilterDefault.Drop, FilterPreset.TunnelsOnly),
            (filters[0].Direction, filters[0].Family, filters[0].Default, filters[0].Preset));
        Assert.Equal("tcp from 192.0.2.0/24,2001:db8::1/128 to port 22", Assert.Single(filters[0].Rules).ToString());
        Assert.Equal((FilterDirection.Out, FilterFamily.Ipv4, FilterDefault.Permit), (filters[1].Direction, filters[1].Family, filters[1].Default));
        Assert.Equal("udp port 53,5000-5010", Assert.Single(filters[1].Rules).ToString());
    }

    [Fact]
    public void The_preset_stands_before_the_rules() => Assert.Equal(
        ["answers to what went out", "tcp to [::]:443"],
        ConfigurationReader.Read("adit.yaml", Sample).Filters[0].ToFilter([new IPEndPoint(IPAddress.IPv6Any, 443)]).Entries.Take(2).Select(entry => entry.Name));

    [Fact]
    public void What_is_shown_reads_back_as_the_same_filters()
    {
        var tree = Show(Sample);

        Assert.True(JsonNode.DeepEquals(tree, Show(EffectiveConfiguration.ToYaml(tree))), EffectiveConfiguration.ToYaml(tree));
        Assert.Equal(["22"], tree["filters"]![0]!["rules"]![0]!["destinationPorts"]!.AsArray().Select(port => (string?)port));
    }

    [Theory]
    [InlineData("{ protocol: sctp }", 4, "tcp, udp, icmp, icmpv6, any or a number")]
    [InlineData("{ protocol: 256 }", 4, "tcp, udp, icmp, icmpv6, any or a number")]
    [InlineData("{ protocol: icmp, destinationPorts: 1 }", 4, "only tcp and udp have ports")]
    [InlineData("{ sourcePorts: 53 }", 4, "only tcp and udp have ports")]
    [InlineData("{ protocol: tcp, destinationPorts: 0 }", 4, "a port or a range")]
    [InlineData("{ protocol: tcp, destinationPorts: 20-10 }", 4, "a port or a range")]
    [InlineData("{ protocol: icmpv6 }", 4, "icmpv6 is not of ipv4")]
    [InlineData("{ source: 'fd00::/8' }", 4, "fd00::/8 is not of ipv4")]
    [InlineData("{ source: 10.0.0.1/8 }", 4, "an address or a prefix")]
    [InlineData("{ frobnicate: 1 }", 4, "unknown key 'frobnicate'")]
    [InlineData("tcp", 4, "a group that says which packets")]
    public void A_rule_that_could_not_mean_what_it_says_is_a_fault(string rule, long line, string problem)
    {
        var fault = FaultOf($"filters:\n  - interface: eth0\n    family: ipv4\n    rules: [ {rule} ]\n");

        Assert.Equal(line, fault.Line);
        Assert.Contains(problem, fault.Problem, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("filters:\n  - direction: in\n", "a filter needs an interface")]
    [InlineData("filters:\n  - { interface: eth0, direction: sideways }\n", "in or out")]
    [InlineData("filters:\n  - { interface: eth0 }\n  - { interface: eth0, family: ipv6 }\n", "has a filter for this direction and family already")]
    [InlineData("filters:\n  - { interface: eth0, preset: tunnels-only, direction: out }\n", "is for direction 'in'")]
    [InlineData("filters:\n  - { interface: eth0, preset: tunnels-only, default: permit }\n", "drops everything else")]
    [InlineData("filters:\n  - { interface: eth0, rules: [ { source: 10.0.0.1, destination: 'fd00::1' } ] }\n", "of different families")]
    [InlineData("filters:\n  - { interface: eth0, rules: [ { protocol: icmp, source: 'fd00::1' } ] }\n", "is not of ipv4")]
    [InlineData("filters:\n  - { interface: eth0, rules: [ { source: 'fe80::1%1' } ] }\n", "an address or a prefix")]
    [InlineData("filters: { interface: eth0 }\n", "takes a list of")]
    [InlineData("filters:\n", "takes a list of")]
    public void A_filter_that_could_not_mean_what_it_says_is_a_fault(string text, string problem) =>
        Assert.Contains(problem, FaultOf(text).Problem, StringComparison.Ordinal);

    [Fact]
    public void One_interface_has_a_filter_for_each_direction_and_family() => Assert.Equal(3, ConfigurationReader.Read("adit.yaml", """
        filters:
          - { interface: eth0, family: ipv4 }
          - { interface: eth0, family: ipv6 }
          - { interface: eth0, direction: out }
        """).Filters.Count);

    private static ConfigurationFault FaultOf(string text) =>
        Assert.Single(Assert.Throws<ConfigurationException>(() => ConfigurationReader.Read("adit.yaml", text)).Faults);

    private static JsonObject Show(string text) => EffectiveConfiguration.ToTree(ConfigurationReader.ReadWhole("adit.yaml", text).Keys);
}
