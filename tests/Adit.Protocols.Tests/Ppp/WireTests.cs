using System.Text;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Tests.Ppp;

public sealed class WireTests
{
    [Theory]
    [InlineData("FF03002145", 0x0021, "45")]
    [InlineData("FF032145", 0x0021, "45")]
    [InlineData("002145", 0x0021, "45")]
    [InlineData("2145", 0x0021, "45")]
    [InlineData("FF03C0210101", 0xc021, "0101")]
    [InlineData("C0210101", 0xc021, "0101")]
    [InlineData("21", 0x0021, "")]
    public void Every_form_of_header_is_read(string frame, int protocol, string information)
    {
        Assert.True(PppFrame.TryParse(Convert.FromHexString(frame), out var parsed));
        Assert.Equal(protocol, (int)parsed.Protocol);
        Assert.Equal(information, Convert.ToHexString(parsed.Information));
    }

    [Theory]
    [InlineData("")]
    [InlineData("FF03")]
    [InlineData("C0")]
    [InlineData("FF03C0")]
    [InlineData("C02200")] // a protocol number ends on an odd octet
    public void A_header_that_is_none_is_refused(string frame) => Assert.False(PppFrame.TryParse(Convert.FromHexString(frame), out _));

    [Fact]
    public void A_frame_that_no_tunnel_can_carry_is_refused() => Assert.False(PppFrame.TryParse(new byte[PppFrame.MaxLength + 1], out _));

    [Theory]
    [InlineData(false, false, "FF030021", "FF030057")]
    [InlineData(true, false, "FF0321", "FF0357")]
    [InlineData(false, true, "0021", "0057")]
    [InlineData(true, true, "21", "57")]
    public void A_data_header_is_as_short_as_was_agreed(bool protocol, bool address, string ipv4, string ipv6)
    {
        var header = new PppDataHeader(protocol, address);
        var bytes = new byte[header.Length];

        header.Write(bytes, isIpv6: false);
        Assert.Equal(ipv4, Convert.ToHexString(bytes));
        header.Write(bytes, isIpv6: true);
        Assert.Equal(ipv6, Convert.ToHexString(bytes));
    }

    [Fact]
    public void A_control_packet_is_written_back_as_it_was_without_its_padding()
    {
        Assert.True(ControlPacket.TryParse(Convert.FromHexString("0901000800000007AAAA"), out var packet));

        Assert.Equal("0901000800000007", Convert.ToHexString(packet.ToArray()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("010100")]
    [InlineData("01010003")]
    [InlineData("01010005")]
    public void A_control_packet_with_a_wrong_length_is_refused(string packet) =>
        Assert.False(ControlPacket.TryParse(Convert.FromHexString(packet), out _));

    [Fact]
    public void Options_are_written_back_as_they_were()
    {
        const string Windows = "01040FFB0506352A1C4307020802" + "0D0306" + "1104064E" + "13170115F59F3A3B414D17A52D3EC5A9D5DF7C00000000";
        Assert.True(PppOptionList.TryParse(Convert.FromHexString(Windows), out var options));

        Assert.Equal([1, 5, 7, 8, 13, 17, 19], options.Select(option => (int)option.Type));
        Assert.Equal(Windows, Convert.ToHexString(PppOptionList.ToArray(options)));
    }

    [Theory]
    [InlineData("01")]
    [InlineData("0100")] // a length of zero must not be read for ever
    [InlineData("0101")]
    [InlineData("010405")]
    public void Options_with_a_wrong_length_are_refused(string options) =>
        Assert.False(PppOptionList.TryParse(Convert.FromHexString(options), out _));

    [Fact]
    public void More_options_than_anyone_sends_are_refused()
    {
        var options = Enumerable.Repeat(PppOption.Flag(7), PppOptionList.MaxCount + 1);

        Assert.False(PppOptionList.TryParse(PppOptionList.ToArray([.. options]), out _));
    }

    [Fact]
    public void A_challenge_is_written_back_as_it_was()
    {
        const string Challenge = "0105001A105B5D7C7D7B3F2F3E3C2C60213226262861646974AB"; // value of 16, name of 5
        Assert.True(ControlPacket.TryParse(Convert.FromHexString(Challenge), out var packet));
        Assert.True(ChapValue.TryRead(packet, out var value));

        Assert.Equal((16, 5), (value.Value.Length, value.Name.Length));
        Assert.Equal(Challenge, Convert.ToHexString(value.ToPacket().ToArray()));
    }

    [Fact]
    public void A_value_longer_than_its_packet_is_refused()
    {
        Assert.True(ControlPacket.TryParse(Convert.FromHexString("0105000710AABB"), out var packet));

        Assert.False(ChapValue.TryRead(packet, out _));
    }

    [Fact]
    public void A_failure_text_is_written_as_the_RFC_has_it_and_read_back()
    {
        var failure = new MsChapV2Failure(691, MayRetry: true, Convert.FromHexString("5B5D7C7D7B3F2F3E3C2C602132262628"), "No = entry");
        var bytes = failure.ToArray();

        Assert.Equal("E=691 R=1 C=5B5D7C7D7B3F2F3E3C2C602132262628 V=3 M=No = entry", Encoding.ASCII.GetString(bytes));
        Assert.True(MsChapV2Failure.TryParse(bytes, out var read));
        Assert.Equal(failure.Challenge.ToArray(), read.Challenge.ToArray());
        Assert.Equal(failure with { Challenge = default }, read with { Challenge = default });
    }

    [Theory]
    [InlineData("E=648 R=0", 648, false, "")]
    [InlineData("E=691 R=1 M=C=1 E=2", 691, true, "C=1 E=2")]
    [InlineData("E=4294967296", 0, false, null)]
    [InlineData("Authentication failed", 0, false, null)]
    [InlineData("", 0, false, null)]
    public void A_failure_text_is_read_as_far_as_it_goes(string text, int error, bool mayRetry, string? message)
    {
        var isRead = MsChapV2Failure.TryParse(Encoding.ASCII.GetBytes(text), out var failure);

        Assert.Equal(message is not null, isRead);
        Assert.Equal((error, mayRetry, message), (failure?.Error ?? 0, failure?.MayRetry ?? false, failure?.Message));
    }

    [Fact]
    public void The_error_in_a_Terminate_Request_of_Windows_is_read() =>
        Assert.Equal(new TerminateReason(691, string.Empty), TerminateReason.Read(Convert.FromHexString("352A1C43003CCD74000002B3")));

    [Fact]
    public void The_words_in_a_Terminate_Request_of_pppd_are_read() =>
        Assert.Equal(new TerminateReason(null, "User request."), TerminateReason.Read("User request\n"u8));

    [Fact]
    public void Whatever_is_accepted_is_written_back_unchanged()
    {
        var random = new Random(1);
        for (var round = 0; round < 20_000; round++)
        {
            var bytes = new byte[random.Next(4, 80)];
            random.NextBytes(bytes);
            (bytes[0], bytes[2], bytes[3]) = ((byte)random.Next(1, 14), 0, (byte)random.Next(0, 80));
            if (ControlPacket.TryParse(bytes, out var packet))
                AssertUnchanged(packet, bytes);
        }
    }

    private static void AssertUnchanged(ControlPacket packet, byte[] bytes)
    {
        Assert.Equal(bytes[..packet.Length], packet.ToArray());
        if (PppOptionList.TryParse(packet.Data, out var options))
            Assert.Equal(packet.Data.Span, PppOptionList.ToArray(options));

        if (ChapValue.TryRead(packet, out var value))
            Assert.Equal(packet.ToArray(), value.ToPacket().ToArray());

        if (LcpEcho.TryRead(packet, out var echo))
            Assert.Equal(packet.ToArray(), echo.ToPacket(int.MaxValue).ToArray());
    }
}
