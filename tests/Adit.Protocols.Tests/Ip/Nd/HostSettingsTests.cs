using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Nd;

namespace Adit.Protocols.Tests.Ip.Nd;

public sealed class HostSettingsTests
{
    [Fact]
    public void A_host_makes_its_address_of_the_first_prefix_that_is_for_addresses()
    {
        var settings = Of(new RouterAdvertisement
        {
            RouterLifetime = 1,
            Prefixes =
            [
                Information("fd00:1::/64") with { Autonomous = false }, Information("fd00:2::/48"), Information("fe80::/64"),
                Information("fd00:3::/64") with { ValidLifetime = 0 }, Information("fd00:4::/64"), Information("fd00:5::/64"),
            ],
        });

        Assert.Equal(("fd00:4::/64", "fd00:4::7", true), (settings.Prefix.ToString(), settings.Address.ToString(), settings.IsDefault));
    }

    [Fact]
    public void A_router_that_is_not_the_way_to_everywhere_still_has_routes()
    {
        var settings = Of(new RouterAdvertisement { Routes = [Route("fd77::/48", 60), Route("fd78::/48", 0)] });

        Assert.False(settings.IsDefault);
        Assert.Equal(["fd77::/48"], settings.Routes.Select(route => route.ToString()));
    }

    [Theory]
    [InlineData("::/0")]
    [InlineData("::1/128")]
    [InlineData("fe80::/10")]
    [InlineData("ff00::/8")]
    public void No_router_takes_a_hosts_own_link_away(string prefix) =>
        Assert.Empty(Of(new RouterAdvertisement { Routes = [Route(prefix, 60)] }).Routes);

    [Fact]
    public void Name_servers_that_are_taken_back_are_gone()
    {
        Assert.True(Ipv6Address.TryParse("fd77::53", out var server));
        var advertisement = new RouterAdvertisement { DnsServers = [server, Ipv6Address.LinkLocal(1)], DnsLifetime = 60 };

        Assert.Equal([server], Of(advertisement).DnsServers);
        Assert.Empty(Of(advertisement with { DnsLifetime = 0 }).DnsServers);
    }

    private static HostSettings Of(RouterAdvertisement advertisement) => HostSettings.Of(advertisement, interfaceId: 7);

    private static PrefixInformation Information(string prefix) => new(Prefix(prefix), OnLink: false, Autonomous: true, 60, 60);

    private static RouteInformation Route(string prefix, uint lifetime) => new(Prefix(prefix), RouterPreference.Medium, lifetime);

    private static Ipv6Prefix Prefix(string text) => Ipv6Prefix.TryParse(text, out var prefix) ? prefix : throw new FormatException(text);
}
