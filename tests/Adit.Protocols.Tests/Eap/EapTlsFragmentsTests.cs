using Adit.Protocols.Eap.Tls;

namespace Adit.Protocols.Tests.Eap;

public sealed class EapTlsFragmentsTests
{
    private static readonly EapTlsOptions _options = new() { PacketLength = 100, MaxMessageLength = 4096 };

    [Theory]
    [InlineData("20", true, false, 0, null, "")] // a start, as RFC 5216 §2.1.1 has it
    [InlineData("00", false, false, 0, null, "")] // an acknowledgement
    [InlineData("c00000009c16", false, true, 0, 156u, "16")] // the first of several
    [InlineData("4017", false, true, 0, null, "17")]
    [InlineData("2115", true, false, 1, null, "15")] // PEAPv1's start
    public void A_packet_is_read_and_written(string hex, bool isStart, bool hasMore, int version, uint? length, string data)
    {
        Assert.True(EapTlsPacket.TryParse(Convert.FromHexString(hex), out var packet));

        Assert.Equal(
            (isStart, hasMore, version, length, data),
            (packet.IsStart, packet.HasMore, packet.Version, packet.MessageLength, Convert.ToHexStringLower(packet.Data.Span)));
        Assert.Equal(hex, Convert.ToHexStringLower(packet.ToBytes()));
    }

    [Theory]
    [InlineData("")]
    [InlineData("80")]
    [InlineData("80000000")]
    public void What_is_too_short_is_no_packet(string hex) => Assert.False(EapTlsPacket.TryParse(Convert.FromHexString(hex), out _));

    [Theory]
    [InlineData(0)]
    [InlineData(1)]
    [InlineData(94)] // the longest that goes in one packet
    [InlineData(95)]
    [InlineData(90 + 94)]
    [InlineData(90 + 95)]
    [InlineData(4096)]
    public void A_message_arrives_whole_in_packets_that_are_short_enough(int length)
    {
        var message = Enumerable.Range(0, length).Select(i => (byte)i).ToArray();
        var (sender, receiver) = (new EapTlsFragments(_options, 0), new EapTlsFragments(_options, 0));

        var packet = sender.Begin(message);
        var arrived = receiver.Receive(packet, out var received);
        while (arrived is EapTlsArrival.Fragment)
        {
            Assert.Equal(EapTlsArrival.Acknowledgement, sender.Receive(receiver.Acknowledge(), out _));
            packet = sender.Next();
            Assert.InRange(packet.Length, 2, 95);
            arrived = receiver.Receive(packet, out received);
        }

        Assert.Equal(EapTlsArrival.Message, arrived);
        Assert.Equal(message, received);
    }

    [Theory]
    [InlineData(null, 1344)]
    [InlineData(1500u, 1344)]
    [InlineData(1000u, 1000)]
    [InlineData(64u, 100)]
    [InlineData(uint.MaxValue, 1344)]
    public void A_gateway_s_Framed_MTU_makes_packets_shorter_and_never_longer(uint? framedMtu, int length) =>
        Assert.Equal(length, new EapTlsOptions().Within(framedMtu).PacketLength);

    [Fact]
    public void Only_the_first_fragment_bears_the_length_of_the_whole()
    {
        var sender = new EapTlsFragments(_options, 0);

        Assert.Equal(300u, sender.Begin(new byte[300]).MessageLength);
        sender.Receive(sender.Acknowledge(), out _);
        Assert.Null(sender.Next().MessageLength);
    }

    [Fact]
    public void One_message_may_follow_another()
    {
        var receiver = new EapTlsFragments(_options, 0);
        receiver.Receive(Packet(1, more: true, length: 2), out _);
        receiver.Receive(Packet(1), out _);

        Assert.Equal(EapTlsArrival.Message, receiver.Receive(Packet(7, length: 7), out var second));
        Assert.Equal(7, second.Length);
    }

    [Fact]
    public void More_than_was_declared_is_nonsense() => IsNonsense(Packet(50, more: true, length: 60), Packet(11));

    [Fact]
    public void Less_than_was_declared_is_nonsense() => IsNonsense(Packet(50, more: true, length: 60), Packet(9));

    [Fact]
    public void A_length_beyond_the_bound_is_nonsense_at_once() => IsNonsense(Packet(50, more: true, length: 4097));

    [Fact]
    public void A_length_that_changes_is_nonsense() => IsNonsense(Packet(50, more: true, length: 60), Packet(10, length: 61));

    [Fact]
    public void A_length_that_comes_late_is_nonsense() => IsNonsense(Packet(50, more: true), Packet(10, length: 60));

    [Fact]
    public void Fragments_without_anything_in_them_are_nonsense() => IsNonsense(Packet(0, more: true));

    [Fact]
    public void A_start_in_the_middle_is_nonsense() =>
        IsNonsense(new EapTlsPacket(IsStart: true, HasMore: false, Version: 0, MessageLength: null, default));

    [Fact]
    public void A_flood_of_fragments_without_a_length_ends_at_the_bound() =>
        IsNonsense([.. Enumerable.Repeat(Packet(90, more: true), 4096 / 90), Packet(90, more: true)]);

    [Fact]
    public void Who_sends_data_where_our_fragment_was_to_be_acknowledged_talks_nonsense()
    {
        var sender = new EapTlsFragments(_options, 0);
        sender.Begin(new byte[300]);

        Assert.Equal(EapTlsArrival.Nonsense, sender.Receive(Packet(5), out _));
    }

    private static EapTlsPacket Packet(int data, bool more = false, uint? length = null) => new(false, more, 0, length, new byte[data]);

    /// <summary>The last of them is; those before are fragments.</summary>
    private static void IsNonsense(params EapTlsPacket[] packets)
    {
        var receiver = new EapTlsFragments(_options, 0);
        foreach (var packet in packets[..^1])
            Assert.Equal(EapTlsArrival.Fragment, receiver.Receive(packet, out _));
        Assert.Equal(EapTlsArrival.Nonsense, receiver.Receive(packets[^1], out _));
    }
}
