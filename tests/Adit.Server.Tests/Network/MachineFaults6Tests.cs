using System.Net;
using Adit.Linux.Netlink;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;
using Adit.Server.Network;

namespace Adit.Server.Tests.Network;

public sealed class MachineFaults6Tests
{
    [Theory]
    [InlineData("2001:db8::/48", "2001:db8:0:7::1", 64)]
    [InlineData("2001:db8::/48", "2001:db8::1", 48)]
    [InlineData("2001:db8::/48", "2001:db8:0:9::1", 128)]
    [InlineData("2001:db8::/48", "2001:db8::1", 32)]
    public void A_pool_that_takes_what_a_network_of_this_machine_has_is_a_fault(string pool, string address, int length) =>
        Assert.Equal($"{address}/{length} on eth0", Find(pool, [NetworkOf(address, length)], []));

    [Theory]
    [InlineData("2001:db8:0:100::/56", "2001:db8::1", 48)]
    [InlineData("2001:db8::/48", "2001:db8:1::1", 64)]
    public void A_pool_inside_a_network_of_this_machine_or_beside_it_is_none(string pool, string address, int length) =>
        Assert.Null(Find(pool, [NetworkOf(address, length)], []));

    [Fact]
    public void Inside_a_network_that_nobody_can_be_answered_for_in_it_is_a_fault() =>
        Assert.NotNull(Find("2001:db8:0:100::/56", [NetworkOf("2001:db8::1", 48, resolves: false)], []));

    [Theory]
    [InlineData("2001:db8:40::/48")]
    [InlineData("2001:db8:40:8000::/49")]
    [InlineData("2001:db8:40::7/128")]
    public void A_route_to_what_the_pool_takes_is_a_fault(string route) =>
        Assert.Equal($"the route {route} via fe80::1 on eth0", Find("2001:db8:40::/48", [], [RouteTo(route)]));

    [Theory]
    [InlineData("::/0")]
    [InlineData("2001:db8::/32")]
    [InlineData("2001:db8:41::/48")]
    [InlineData("10.0.0.0/8")]
    public void A_broader_route_and_one_elsewhere_is_none(string route) => Assert.Null(Find("2001:db8:40::/48", [], [RouteTo(route)]));

    [Fact]
    public void What_IPv6_cannot_have_here_is_told_at_its_key()
    {
        var faults = MachineCheck.FaultsOf(ConfigurationReader.ReadWhole("adit.yaml", "mtu: 1200\nipv6: on\n"));

        Assert.Equal((2, 7), (Assert.Single(faults).Line, faults[0].Column));
    }

    private static string? Find(string pool, IReadOnlyList<LocalNetwork6> networks, IReadOnlyList<NetworkRoute> routes) =>
        MachineFaults.FindOverlap(Ipv6Prefix.TryParse(pool, out var prefix) ? prefix : throw new FormatException(pool), networks, routes);

    private static NetworkRoute RouteTo(string prefix) => new(IPNetwork.Parse(prefix), IPAddress.Parse("fe80::1"), "eth0");

    private static LocalNetwork6 NetworkOf(string address, int length, bool resolves = true) => LocalNetwork6.Of(
        new NetworkLink("eth0", 2, new byte[6], IsUp: true, resolves), new InterfaceAddress("eth0", IPAddress.Parse(address), length, Peer: null))!;
}
