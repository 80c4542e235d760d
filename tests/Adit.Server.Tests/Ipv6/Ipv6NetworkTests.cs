using System.Net;
using Adit.Linux.Netlink;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;
using Adit.Server.Hosting;
using Adit.Server.Ipv6;

namespace Adit.Server.Tests.Ipv6;

public sealed class Ipv6NetworkTests
{
    [Theory]
    [InlineData("2001:db8::/48", "2001:db8:0:7::1", 64, true)]
    [InlineData("2001:db8::/48", "2001:db8::1", 32, true)]
    [InlineData("2001:db8::/48", "2001:db8:1::1", 64, false)]
    [InlineData("2001:db8::/48", "10.83.0.1", 24, false)]
    public void A_pool_overlaps_with_a_prefix_that_shares_an_address(string pool, string address, int length, bool overlaps)
    {
        Assert.True(Ipv6Prefix.TryParse(pool, out var prefix));

        var found = Ipv6Network.FindOverlap(prefix, [new InterfaceAddress("eth0", IPAddress.Parse(address), length, Peer: null)]);

        Assert.Equal(overlaps, found is not null);
    }

    [Fact]
    public void What_is_demanded_and_cannot_be_stops_the_start()
    {
        var refused = Assert.Throws<StartupException>(() => Ipv6Network.Check(new ServerConfiguration { Ipv6 = Ipv6Mode.On, Mtu = 1279 }));

        Assert.Contains("'mtu' of 1280", refused.Message, StringComparison.Ordinal);
        Ipv6Network.Check(new ServerConfiguration { Ipv6 = Ipv6Mode.Auto, Mtu = 1279 });
    }
}
