using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Probing;

namespace Adit.Protocols.Tests.Ip.Probing;

public sealed class ProbingTests
{
    private static readonly Ipv4Address Own = new(0x0a140002);
    private static readonly Ipv4Address Host = new(0x0a4d0002);
    private static readonly TcpKnock Knock = new(Own, 40_000, Host, 443, 100);

    [Fact]
    public void An_echo_comes_back_with_its_mark()
    {
        var packet = IcmpMessage.WriteEcho(Host, Own, 7, 1400);
        packet[20] = IcmpMessage.EchoReply;
        packet.AsSpan(22, 2).Clear();
        InternetChecksum.Write(packet.AsSpan(22, 2), InternetChecksum.Sum(packet.AsSpan(20)));

        Assert.True(IcmpMessage.TryParse(packet, out var message));
        Assert.Equal((7, Host), (message.Identifier, message.Source));
    }

    [Fact]
    public void An_echo_whose_checksum_is_wrong_is_none()
    {
        var packet = IcmpMessage.WriteEcho(Host, Own, 7, 64);
        packet[20] = IcmpMessage.EchoReply;

        Assert.False(IcmpMessage.TryParse(packet, out _));
    }

    [Fact]
    public void News_of_a_packet_says_where_it_was_to_go_and_from_which_port()
    {
        byte[] packet = [.. IcmpMessage.WriteEcho(new(0x0a140001), Own, 0, 28), .. Knock.WriteSyn()];
        packet[3] = (byte)packet.Length;
        (packet[20], packet[21]) = (IcmpMessage.Unreachable, 1);
        packet.AsSpan(22, 2).Clear();
        InternetChecksum.Write(packet.AsSpan(22, 2), InternetChecksum.Sum(packet.AsSpan(20)));

        Assert.True(IcmpMessage.TryParse(packet, out var message));
        Assert.Equal((Host, Knock.SourcePort), (message.About, message.AboutPort));
    }

    [Theory]
    [InlineData(0x12, true)]
    [InlineData(0x14, false)]
    [InlineData(0x10, null)]
    [InlineData(0x02, null)]
    public void A_port_is_open_where_it_answers_and_closed_where_it_resets(byte flags, bool? expected) => Assert.Equal(expected, Knock.Read(AnswerOf(Knock, flags)));

    [Fact]
    public void An_answer_to_another_knock_is_none() => Assert.Null(Knock.Read(AnswerOf(Knock with { Sequence = 7 }, 0x12)));

    [Theory]
    [InlineData(0x12, true)]
    [InlineData(0x14, false)]
    [InlineData(0x10, null)]
    [InlineData(0x02, null)]
    public void Over_IPv6_it_is_the_same(byte flags, bool? expected)
    {
        var knock = new Tcp6Knock(new(0xfd99_0000_0000_0000, 1), 40_000, new(0xfd77_0000_0000_0000, 2), 443, uint.MaxValue);
        var packet = new Tcp6Knock(knock.Destination, 443, knock.Source, 40_000, 5).WriteSyn();
        packet[53] = flags;
        packet.AsSpan(56, 2).Clear();
        Ipv6Packet.WriteChecksum(packet, 16);

        Assert.Equal(expected, knock.Read(packet)); // zero follows the last number
        packet[59]++;
        Assert.Null(knock.Read(packet));
    }

    private static byte[] AnswerOf(TcpKnock knock, byte flags)
    {
        // The SYN of the other side has all the fields; flags and number are then those of an answer.
        var packet = new TcpKnock(knock.Destination, knock.DestinationPort, knock.Source, knock.SourcePort, 5).WriteSyn();
        System.Buffers.Binary.BinaryPrimitives.WriteUInt32BigEndian(packet.AsSpan(28), knock.Sequence + 1);
        packet[33] = flags;
        packet.AsSpan(36, 2).Clear();
        InternetChecksum.Write(packet.AsSpan(36, 2),
            InternetChecksum.Sum(packet.AsSpan(20), InternetChecksum.PseudoHeader(packet.AsSpan(12, 8), IpProtocol.Tcp, packet.Length - 20)));
        return packet;
    }
}
