using Adit.Protocols.Dhcp;
using Adit.Protocols.Ip;

namespace Adit.Protocols.Tests.Dhcp;

public sealed class ClasslessRouteTests
{
    private static readonly Ipv4Address _router = new(0x0a530001);

    [Theory] // the examples of RFC 3442, "Classless Route Option Format"
    [InlineData("0.0.0.0/0", "00")]
    [InlineData("10.0.0.0/8", "080a")]
    [InlineData("10.0.0.0/24", "180a0000")]
    [InlineData("10.17.0.0/16", "100a11")]
    [InlineData("10.27.129.0/24", "180a1b81")]
    [InlineData("10.229.0.128/25", "190ae50080")]
    [InlineData("10.198.122.47/32", "200ac67a2f")]
    public void A_prefix_is_written_with_its_significant_bytes_and_read_back(string prefix, string descriptor)
    {
        Assert.True(Ipv4Network.TryParse(prefix, out var network));
        var route = new ClasslessRoute(network, _router);

        var value = ClasslessRoute.ToArray([route]);

        Assert.Equal(descriptor + "0a530001", Convert.ToHexStringLower(value));
        Assert.True(ClasslessRoute.TryParseList(value, out var routes));
        Assert.Equal([route], routes);
    }

    [Fact]
    public void Bits_behind_a_prefix_are_dropped()
    {
        Assert.True(ClasslessRoute.TryParseList([9, 10, 255, 10, 83, 0, 1], out var routes));
        Assert.Equal("10.128.0.0/9", Assert.Single(routes).Network.ToString());
    }

    [Theory]
    [InlineData("210a0000010a530001")] // 33 bits
    [InlineData("080a0a5300")] // a router of three bytes
    [InlineData("080a0a53000108")] // a second route that is cut
    public void A_list_with_one_malformed_route_holds_none(string value) =>
        Assert.False(ClasslessRoute.TryParseList(Convert.FromHexString(value), out _));

    [Theory]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.1/8")]
    [InlineData("10.0.0.0/33")]
    [InlineData("10.0.0.0/-1")]
    [InlineData("/8")]
    [InlineData("fd00::/8")]
    public void What_is_no_prefix_is_not_read_as_one(string text) => Assert.False(Ipv4Network.TryParse(text, out _));

    [Theory]
    [InlineData("10.0.0.0/8", "10.1.0.0/16", true)]
    [InlineData("10.1.0.0/16", "10.0.0.0/8", true)]
    [InlineData("0.0.0.0/0", "192.0.2.1/32", true)]
    [InlineData("10.0.0.0/9", "10.128.0.0/9", false)]
    public void Two_prefixes_overlap_where_one_holds_the_other(string one, string other, bool overlap)
    {
        Assert.True(Ipv4Network.TryParse(one, out var first));
        Assert.True(Ipv4Network.TryParse(other, out var second));
        Assert.Equal(overlap, first.Overlaps(second));
    }
}
