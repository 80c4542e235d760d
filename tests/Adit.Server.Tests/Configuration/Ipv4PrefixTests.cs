using Adit.Protocols.Ip;
using Adit.Server.Configuration;

namespace Adit.Server.Tests.Configuration;

public sealed class Ipv4PrefixTests
{
    [Theory]
    [InlineData("10.83.0.0/24", "10.83.0.1", "10.83.0.254")]
    [InlineData("192.0.2.4/30", "192.0.2.5", "192.0.2.6")]
    [InlineData("128.0.0.0/1", "128.0.0.1", "255.255.255.254")]
    public void Neither_the_network_nor_its_broadcast_address_is_usable(string text, string first, string last)
    {
        Assert.True(Ipv4Prefix.TryParse(text, out var prefix));
        Assert.Equal((first, last, text), (prefix.First.ToString(), prefix.Last.ToString(), prefix.ToString()));
    }

    [Theory]
    [InlineData("10.83.0.0")]
    [InlineData("10.83.0.0/")]
    [InlineData("10.83.0.0/0")]
    [InlineData("10.83.0.0/31")]
    [InlineData("10.83.0.0/33")]
    [InlineData("10.83.0.0/-1")]
    [InlineData("10.83.0.1/24")]
    [InlineData("10.83.0/24")]
    [InlineData("10.83.0.0/24/1")]
    [InlineData("2001:db8::/32")]
    public void What_holds_no_server_and_client_or_is_no_prefix_is_refused(string text) => Assert.False(Ipv4Prefix.TryParse(text, out _));

    [Theory]
    [InlineData("10.83.0.0", true)]
    [InlineData("10.83.0.255", true)]
    [InlineData("10.83.1.0", false)]
    [InlineData("10.82.255.255", false)]
    public void It_contains_the_addresses_with_its_bits(string text, bool isInside)
    {
        Assert.True(Ipv4Prefix.TryParse("10.83.0.0/24", out var prefix));
        Assert.True(Ipv4Address.TryParse(text, out var address));
        Assert.Equal(isInside, prefix.Contains(address));
    }
}
