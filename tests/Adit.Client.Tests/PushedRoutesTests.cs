using System.Net;
using Adit.Protocols.Dhcp;
using Adit.Protocols.Ip;

namespace Adit.Client.Tests;

public sealed class PushedRoutesTests
{
    private static readonly IPAddress _server = IPAddress.Parse("203.0.113.7");

    [Fact]
    public void Networks_of_a_company_are_taken_each_once()
    {
        var taken = Judge(["10.0.0.0/8", "192.168.7.0/24", "10.0.0.0/8"], out var refused);

        Assert.Equal(["10.0.0.0/8", "192.168.7.0/24"], taken);
        Assert.Empty(refused);
    }

    [Theory]
    [InlineData("0.0.0.0/0", "--no-default-route")]
    [InlineData("128.0.0.0/1", "--no-default-route")]
    [InlineData("127.0.0.0/8", "this machine itself")]
    [InlineData("127.0.0.1/32", "this machine itself")]
    [InlineData("169.254.169.254/32", "local link")]
    [InlineData("224.0.0.0/4", "no network")]
    [InlineData("255.255.255.255/32", "no network")]
    [InlineData("0.0.0.0/8", "no network")]
    [InlineData("203.0.113.7/32", "carries the tunnel")]
    public void What_makes_no_sense_is_refused_with_its_reason(string network, string reason)
    {
        Assert.Empty(Judge([network], out var refused));
        Assert.Contains(reason, Assert.Single(refused).Reason, StringComparison.Ordinal);
    }

    [Fact]
    public void A_network_that_holds_the_server_is_taken_since_the_way_to_the_server_is_fixed_first() =>
        Assert.Equal(["203.0.113.0/24"], Judge(["203.0.113.0/24"], out _));

    [Fact]
    public void The_address_of_a_server_found_through_IPv6_is_the_same() =>
        Assert.Equal(new Ipv4Address(0xcb007107), PushedRoutes.OuterAddress(_server.MapToIPv6()));

    [Fact]
    public void A_server_that_is_reached_over_IPv6_has_no_address_to_be_covered() =>
        Assert.Null(PushedRoutes.OuterAddress(IPAddress.Parse("2001:db8::7")));

    [Fact]
    public void Beyond_a_thousand_they_are_refused()
    {
        var many = Enumerable.Range(0, 1010).Select(i => new Ipv4Network(new(0x0a000000u + (uint)i), 32));

        Assert.Equal(PushedRoutes.MaxCount, PushedRoutes.Judge(many, _server, out var refused).Count);
        Assert.Equal(10, refused.Count);
    }

    [Fact]
    public void A_domain_that_is_none_and_servers_that_nobody_can_be_are_not_heard()
    {
        var settings = PushedSettings.Of(new DhcpOptionSet
        {
            { DhcpOptionCode.DomainName, "corp.example\nnameserver 192.0.2.66" },
            { DhcpOptionCode.DomainNameServer, [new(0x7f000001), new(0x0a000035), new(0xe0000001), new(0x0a000036), new(0x0a000037), new(0x0a000038)] },
        });

        Assert.Null(settings.Suffix);
        Assert.Equal(["10.0.0.53", "10.0.0.54", "10.0.0.55"], settings.NameServers.Select(address => address.ToString()));
        Assert.Empty(settings.Routes);
    }

    private static IEnumerable<string> Judge(string[] networks, out List<RouteRefusal> refused) => PushedRoutes.Judge(
        networks.Select(network => Ipv4Network.TryParse(network, out var parsed) ? parsed : throw new FormatException(network)), _server, out refused)
        .Select(network => network.ToString());
}
