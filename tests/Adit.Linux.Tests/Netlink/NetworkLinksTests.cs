using System.Net;
using Adit.Linux.Netlink;
using Adit.Linux.Tests.Support;
using Adit.Linux.Tun;

namespace Adit.Linux.Tests.Netlink;

public sealed class NetworkLinksTests
{
    private static readonly IPAddress _own = IPAddress.Parse("10.93.0.1");
    private static readonly IPAddress _peer = IPAddress.Parse("10.93.0.2");

    [Fact]
    public void An_interface_takes_its_mtu() => InTunNetwork(links =>
    {
        links.SetLink("adit0", up: true, mtu: 1350);

        Assert.Contains(" mtu 1350 ", Command.Output("ip", "-o", "link", "show", "adit0"), StringComparison.Ordinal);
    });

    [Fact]
    public void An_address_is_listed_until_it_is_removed() => InTunNetwork(links =>
    {
        links.AddAddress("adit0", _own, 24);
        Assert.Equal([new InterfaceAddress("adit0", _own, 24, Peer: null)], links.ListAddresses());

        links.RemoveAddress("adit0", _own, 24);
        Assert.Empty(links.ListAddresses());
    });

    [Fact]
    public void An_address_may_have_a_peer() => InTunNetwork(links =>
    {
        links.AddAddress("adit0", _own, 32, _peer);

        Assert.Equal([new InterfaceAddress("adit0", _own, 32, _peer)], links.ListAddresses());
        links.RemoveAddress("adit0", _own, 32, _peer);
        Assert.Empty(links.ListAddresses());
    });

    [Fact]
    public void Adding_the_same_address_again_is_no_error() => InTunNetwork(links =>
    {
        links.AddAddress("adit0", _own, 24);
        links.AddAddress("adit0", _own, 24);

        Assert.Single(links.ListAddresses());
    });

    [Fact]
    public void An_ipv6_address_is_listed_too() => InTunNetwork(links =>
    {
        var address = IPAddress.Parse("fd00:93::1");
        links.AddAddress("adit0", address, 64);

        Assert.Equal([new InterfaceAddress("adit0", address, 64, Peer: null)], links.ListAddresses());
        links.RemoveAddress("adit0", address, 64);
        Assert.Empty(links.ListAddresses());
    });

    [Fact]
    public void A_route_through_a_gateway_is_found() => InTunNetwork(links =>
    {
        links.AddAddress("adit0", _own, 24);
        links.AddRoute(new NetworkRoute(IPNetwork.Parse("192.0.2.0/24"), Gateway: _peer));

        Assert.Equal(new ResolvedRoute("adit0", _peer, _own), links.FindRoute(IPAddress.Parse("192.0.2.9")));
    });

    [Fact]
    public void A_destination_on_the_link_has_no_gateway() => InTunNetwork(links =>
    {
        links.AddAddress("adit0", _own, 24);

        Assert.Equal(new ResolvedRoute("adit0", Gateway: null, _own), links.FindRoute(_peer));
    });

    [Fact]
    public void Where_no_route_leads_none_is_found() => InTunNetwork(links =>
        Assert.Null(links.FindRoute(IPAddress.Parse("192.0.2.9"))));

    [Fact]
    public void A_removed_route_is_gone() => InTunNetwork(links =>
    {
        var route = new NetworkRoute(IPNetwork.Parse("192.0.2.0/24"), Device: "adit0");
        links.AddRoute(route);
        links.RemoveRoute(route);

        Assert.Null(links.FindRoute(IPAddress.Parse("192.0.2.9")));
        Assert.Equal("ESRCH", Assert.Throws<LinuxException>(() => links.RemoveRoute(route)).ErrorName);
    });

    [Fact]
    public void Replacing_changes_what_adding_again_may_not() => InTunNetwork(links =>
    {
        links.AddAddress("adit0", _own, 24);
        var route = new NetworkRoute(IPNetwork.Parse("192.0.2.0/24"), _peer, "adit0", Metric: 50);
        links.AddRoute(route);

        Assert.Equal("EEXIST", Assert.Throws<LinuxException>(() => links.AddRoute(route)).ErrorName);
        links.ReplaceRoute(route with { Gateway = IPAddress.Parse("10.93.0.7") });
        Assert.Equal(IPAddress.Parse("10.93.0.7"), links.FindRoute(IPAddress.Parse("192.0.2.9"))?.Gateway);
    });

    [Fact]
    public void Both_default_routes_can_be_set() => InTunNetwork(links =>
    {
        links.AddAddress("adit0", IPAddress.Parse("fd00:93::1"), 64);
        links.ReplaceRoute(new NetworkRoute(IPNetwork.Parse("0.0.0.0/0"), Device: "adit0", Metric: 10));
        links.ReplaceRoute(new NetworkRoute(IPNetwork.Parse("::/0"), Device: "adit0", Metric: 10));

        Assert.Equal("adit0", links.FindRoute(IPAddress.Parse("203.0.113.5"))?.Device);
        Assert.Equal("adit0", links.FindRoute(IPAddress.Parse("2001:db8::5"))?.Device);
    });

    [Fact]
    public void An_ipv4_route_may_have_an_ipv6_gateway() => InTunNetwork(links =>
    {
        var gateway = IPAddress.Parse("fd00:93::2");
        links.AddAddress("adit0", IPAddress.Parse("fd00:93::1"), 64);
        links.AddRoute(new NetworkRoute(IPNetwork.Parse("192.0.2.0/24"), gateway, "adit0"));

        Assert.Equal(gateway, links.FindRoute(IPAddress.Parse("192.0.2.9"))?.Gateway);
    });

    [Fact]
    public void An_interface_that_does_not_exist_is_told_by_name() => InTunNetwork(links =>
    {
        var refusal = Assert.Throws<LinuxException>(() => links.SetLink("adit9", up: true));

        Assert.Equal("ENODEV", refusal.ErrorName);
        Assert.Contains("adit9", refusal.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void A_refusal_bears_the_kernels_own_words() => InTunNetwork(links =>
    {
        var refusal = Assert.Throws<LinuxException>(() =>
            links.AddRoute(new NetworkRoute(IPNetwork.Parse("192.0.2.0/24"), Gateway: IPAddress.Parse("203.0.113.1"))));

        Assert.Contains("gateway", refusal.Message, StringComparison.OrdinalIgnoreCase);
    });

    private static void InTunNetwork(Action<NetworkLinks> test) => OwnNetwork.Run(() =>
    {
        using var device = TunDevice.Create("adit0");
        using var links = new NetworkLinks();
        links.SetLink("adit0", up: true);
        test(links);
    });
}
