using Adit.Protocols.Sstp;

namespace Adit.Protocols.Tests.Sstp;

public sealed class SstpHeaderTests
{
    [Theory]
    [InlineData("10000004", false, 4)]
    [InlineData("10010008", true, 8)]
    [InlineData("10000FFF", false, 4095)]
    public void A_header_is_read_and_written_back_as_it_was(string hex, bool isControl, int length)
    {
        Assert.True(SstpHeader.TryParse(SstpMessages.Hex(hex), out var header));
        Assert.Equal(new SstpHeader(isControl, length), header);

        var written = new byte[SstpHeader.Length];
        header.Write(written);
        Assert.Equal(hex, Convert.ToHexString(written));
    }

    [Theory]
    [InlineData("")]
    [InlineData("100100")]
    [InlineData("11010008")]
    [InlineData("00010008")]
    [InlineData("10000000")]
    [InlineData("10000003")]
    [InlineData("1000F003")]
    public void What_no_packet_begins_with_is_refused(string hex) => Assert.False(SstpHeader.TryParse(SstpMessages.Hex(hex), out _));

    [Fact]
    public void Reserved_bits_are_ignored()
    {
        Assert.True(SstpHeader.TryParse(SstpMessages.Hex("10FFF008"), out var header));
        Assert.Equal(new SstpHeader(IsControl: true, 8), header);
    }
}
