using Adit.Protocols.Ip;

namespace Adit.Protocols.Tests.Ip;

public sealed class Ipv4AddressTests
{
    [Theory]
    [InlineData("0.0.0.0", 0u)]
    [InlineData("10.1.2.3", 0x0a010203u)]
    [InlineData("255.255.255.255", uint.MaxValue)]
    public void An_address_is_read_and_written_back_as_it_was(string text, uint value)
    {
        Assert.True(Ipv4Address.TryParse(text, out var address));
        Assert.Equal(value, address.Value);
        Assert.Equal(text, address.ToString());
    }

    [Theory]
    [InlineData("")]
    [InlineData("1.2.3")]
    [InlineData("1.2.3.4.5")]
    [InlineData("1.2.3.256")]
    [InlineData("1.2.3.04")]
    [InlineData("1.2.3.-4")]
    [InlineData("1..3.4")]
    public void What_is_not_four_plain_decimal_octets_is_refused(string text) => Assert.False(Ipv4Address.TryParse(text, out _));
}
