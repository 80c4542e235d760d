using Adit.Certificates.Names;

namespace Adit.Certificates.Tests.Names;

public sealed class ServerNameTests
{
    [Theory]
    [InlineData("vpn", "vpn")]
    [InlineData("VPN.Example.ORG", "vpn.example.org")]
    [InlineData("vpn.example.org.", "vpn.example.org")]
    [InlineData("münchen.example", "xn--mnchen-3ya.example")]
    [InlineData("MÜNCHEN.example", "xn--mnchen-3ya.example")]
    [InlineData("xn--mnchen-3ya.example", "xn--mnchen-3ya.example")]
    [InlineData("*.example.org", "*.example.org")]
    [InlineData("3com.example", "3com.example")]
    public void A_dns_name_is_read_in_ascii_and_lower_case(string text, string expected) =>
        Assert.Equal(expected, Assert.IsType<ServerName.Dns>(ServerName.Parse(text)).Value);

    [Theory]
    [InlineData("192.0.2.1", "192.0.2.1")]
    [InlineData("2001:DB8:0:0::1", "2001:db8::1")]
    public void An_address_is_read_as_an_address(string text, string expected) =>
        Assert.Equal(expected, Assert.IsType<ServerName.Address>(ServerName.Parse(text)).Value.ToString());

    [Theory]
    [InlineData("")]
    [InlineData(".")]
    [InlineData("..")]
    [InlineData("a..b")]
    [InlineData("-a.example")]
    [InlineData("a-.example")]
    [InlineData("my_box")]
    [InlineData("a b")]
    [InlineData("*")]
    [InlineData("*.org")]
    [InlineData("a.*.org")]
    [InlineData("v*.example.org")]
    [InlineData("https://vpn.example.org")]
    [InlineData("vpn.example.org:443")]
    [InlineData("10.1.2.300")]
    [InlineData("10.1.2")]
    [InlineData("1")]
    [InlineData("010.0.0.1")]
    [InlineData("0x7f.0.0.1")]
    [InlineData("[::1]")]
    [InlineData("[::1]:443")]
    [InlineData("fe80::1%eth0")]
    [InlineData("fe80::1%2")]
    [InlineData("2001:db8::g")]
    [InlineData("a\0b.example")]
    public void What_is_neither_a_name_nor_an_address_is_refused(string text) => Assert.False(ServerName.TryParse(text, out _));

    [Fact]
    public void A_label_may_have_63_characters_and_no_more()
    {
        Assert.True(ServerName.TryParse($"{new string('a', 63)}.example", out _));
        Assert.False(ServerName.TryParse($"{new string('a', 64)}.example", out _));
    }

    [Fact]
    public void A_name_longer_than_253_characters_is_refused() =>
        Assert.False(ServerName.TryParse(string.Join('.', Enumerable.Repeat("abcdefghi", 26)), out _));
}
