using System.Net;
using Adit.Linux.Netlink;
using Adit.Server.Configuration;
using Adit.Server.Network;

namespace Adit.Server.Tests.Network;

public sealed class MachineFaultsTests
{
    [Theory]
    [InlineData("10.83.0.0/24", "10.83.0.9", 24)]
    [InlineData("10.0.0.0/8", "10.83.0.9", 32)]
    [InlineData("10.0.0.0/8", "10.83.0.9", 24)]
    [InlineData("10.83.0.0/26", "10.83.0.1", 24)]
    [InlineData("10.83.0.0-10.83.0.9", "10.83.0.200", 24)]
    [InlineData("10.83.0.250-10.83.0.255", "10.83.0.1", 24)]
    [InlineData("10.83.0.250-10.83.1.9", "10.83.0.1", 24)]
    public void A_pool_that_takes_what_a_network_of_this_machine_has_is_a_fault(string pool, string address, int length) =>
        Assert.Equal([$"The pool {pool} overlaps with {address}/{length} on eth0"], Find(pool, [NetworkOf(address, length)], []));

    [Theory]
    [InlineData("10.83.0.64/26", "10.83.0.1", 24)]
    [InlineData("10.83.0.192/26", "10.83.0.1", 24)]
    [InlineData("10.83.0.50-10.83.0.99", "10.83.0.1", 24)]
    [InlineData("10.83.0.0/24", "10.83.1.1", 24)]
    [InlineData("10.83.0.0/24", "192.0.2.1", 24)]
    public void A_pool_inside_a_network_of_this_machine_or_beside_it_is_none(string pool, string address, int length) =>
        Assert.Empty(Find(pool, [NetworkOf(address, length)], []));

    [Fact]
    public void Inside_a_network_that_nobody_can_be_answered_for_in_it_is_a_fault() =>
        Assert.NotEmpty(Find("10.83.0.64/26", [NetworkOf("10.83.0.1", 24, resolves: false)], []));

    [Theory]
    [InlineData("10.83.0.0/24")]
    [InlineData("10.83.0.128/25")]
    [InlineData("10.83.0.7/32")]
    public void A_route_to_what_the_pool_takes_is_a_fault(string route) =>
        Assert.Equal([$"The pool 10.83.0.0/24 overlaps with the route {route} via 192.0.2.1 on eth0"], Find("10.83.0.0/24", [], [RouteTo(route)]));

    [Theory]
    [InlineData("0.0.0.0/0")]
    [InlineData("10.0.0.0/8")]
    [InlineData("10.83.1.0/24")]
    [InlineData("2001:db8::/32")]
    public void A_broader_route_and_one_elsewhere_is_none(string route) => Assert.Empty(Find("10.83.0.0/24", [], [RouteTo(route)]));

    [Fact]
    public void The_fault_stands_where_the_entry_does()
    {
        var range = PoolRange.Parse("10.83.0.0/24")! with { Line = 7, Column = 9 };

        var fault = Assert.Single(MachineFaults.FindFaults(range, [], [RouteTo("10.83.0.0/24")]));

        Assert.Equal((7, 9), (fault.Line, fault.Column));
    }

    private static IEnumerable<string> Find(string pool, IReadOnlyList<LocalNetwork> networks, IReadOnlyList<NetworkRoute> routes) =>
        MachineFaults.FindFaults(PoolRange.Parse(pool)!, networks, routes).Select(fault => fault.Problem);

    private static NetworkRoute RouteTo(string prefix) => new(IPNetwork.Parse(prefix), IPAddress.Parse("192.0.2.1"), "eth0");

    private static LocalNetwork NetworkOf(string address, int length, bool resolves = true) => LocalNetwork.Of(
        new NetworkLink("eth0", 2, new byte[6], IsUp: true, resolves), new InterfaceAddress("eth0", IPAddress.Parse(address), length, Peer: null))!;
}
