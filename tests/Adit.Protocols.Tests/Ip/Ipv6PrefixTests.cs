using Adit.Protocols.Ip;

namespace Adit.Protocols.Tests.Ip;

public sealed class Ipv6PrefixTests
{
    [Theory]
    [InlineData("::/0")]
    [InlineData("fd12:3456:789a::/48")]
    [InlineData("2001:db8:0:1::/64")]
    [InlineData("2001:db8:0:0:8000::/65")]
    [InlineData("2001:db8::1/128")]
    public void What_is_read_is_written_back(string text)
    {
        Assert.True(Ipv6Prefix.TryParse(text, out var prefix));
        Assert.Equal(text, prefix.ToString());
    }

    [Theory]
    [InlineData("fd12::1/48")] // bits behind the prefix
    [InlineData("fd12::/129")]
    [InlineData("fd12::/-1")]
    [InlineData("fd12::")]
    [InlineData("10.0.0.0/8")]
    [InlineData("fe80::%1/64")]
    [InlineData("[fd12::]/64")]
    [InlineData("/64")]
    public void Whatever_else_is_refused(string text) => Assert.False(Ipv6Prefix.TryParse(text, out _));

    [Theory]
    [InlineData("fd12:3456:789a::/48", "fd12:3456:789a:ffff:1::", true)]
    [InlineData("fd12:3456:789a::/48", "fd12:3456:789b::", false)]
    [InlineData("fd12:3456:789a:10::/60", "fd12:3456:789a:1f::1", true)]
    [InlineData("fd12:3456:789a:10::/60", "fd12:3456:789a:20::1", false)]
    [InlineData("::/0", "ffff::", true)]
    [InlineData("2001:db8::1/128", "2001:db8::1", true)]
    [InlineData("2001:db8::1/128", "2001:db8::2", false)]
    public void It_knows_its_addresses(string text, string address, bool isInside)
    {
        Assert.True(Ipv6Prefix.TryParse(text, out var prefix));
        Assert.True(Ipv6Address.TryParse(address, out var parsed));
        Assert.Equal(isInside, prefix.Contains(parsed));
    }

    [Theory]
    [InlineData("fd12:3456:789a::/48", true)]
    [InlineData("fc00::/7", true)]
    [InlineData("2001:db8::/32", false)]
    [InlineData("::/0", false)]
    public void It_knows_what_is_for_inside_only(string text, bool isUniqueLocal)
    {
        Assert.True(Ipv6Prefix.TryParse(text, out var prefix));
        Assert.Equal(isUniqueLocal, prefix.IsUniqueLocal);
    }
}
