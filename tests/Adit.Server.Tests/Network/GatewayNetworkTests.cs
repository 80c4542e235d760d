using System.Net;
using Adit.Linux.Netlink;
using Adit.Server.Configuration;
using Adit.Server.Network;

namespace Adit.Server.Tests.Network;

public sealed class GatewayNetworkTests
{
    [Theory]
    [InlineData("10.83.0.0/24", "10.83.0.9", 24, true)]
    [InlineData("10.83.0.0/24", "10.0.0.1", 8, true)]
    [InlineData("10.0.0.0/8", "10.83.0.9", 32, true)]
    [InlineData("10.83.0.0/24", "192.0.2.1", 0, true)]
    [InlineData("10.83.0.0/24", "10.83.1.1", 24, false)]
    [InlineData("10.83.0.0/24", "192.0.2.1", 24, false)]
    [InlineData("10.83.0.0/24", "2001:db8::1", 64, false)]
    public void A_pool_overlaps_with_a_network_that_shares_an_address(string pool, string address, int length, bool overlaps)
    {
        Assert.True(Ipv4Prefix.TryParse(pool, out var prefix));

        Assert.Equal(overlaps, GatewayNetwork.Overlaps(prefix, new InterfaceAddress("eth0", IPAddress.Parse(address), length, Peer: null)));
    }
}
