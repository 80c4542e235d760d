using Adit.Protocols.Ip;
using Adit.Protocols.Tests.Dhcp;

namespace Adit.Protocols.Tests.Ip;

public sealed class UdpDatagramTests
{
    private static readonly Ipv4Address _one = new(0x0a530001), _other = new(0x0a530002);

    [Fact]
    public void A_captured_datagram_is_read_with_its_checksums()
    {
        Assert.True(UdpDatagram.TryParse(Captured.DiscoverPacket, out var datagram));
        Assert.Equal((0u, (ushort)68, uint.MaxValue, (ushort)67),
            (datagram.Source.Value, datagram.SourcePort, datagram.Destination.Value, datagram.DestinationPort));
        Assert.Equal(272, datagram.Payload.Length);
    }

    [Fact]
    public void What_is_written_is_the_captured_datagram_but_for_what_the_sender_may_choose()
    {
        Assert.True(UdpDatagram.TryParse(Captured.DiscoverPacket, out var datagram));

        var written = new UdpDatagram(datagram.Source, 68, datagram.Destination, 67, datagram.Payload).ToArray();

        Assert.Equal(Captured.DiscoverPacket[20..], written[20..]); // with the checksum that the sender computed
        Assert.True(UdpDatagram.TryParse(written, out _));
    }

    [Fact]
    public void A_checksum_that_comes_out_as_zero_is_written_as_all_ones()
    {
        var sent = new UdpDatagram(_one, 67, _other, 68, [0, 0]).ToArray();
        var payload = sent[26..28]; // the checksum itself: added to the sum, it leaves nothing

        var written = new UdpDatagram(_one, 67, _other, 68, payload).ToArray();

        Assert.Equal([0xff, 0xff], written[26..28]);
        Assert.True(UdpDatagram.TryParse(written, out _));
    }

    [Fact]
    public void A_datagram_without_a_checksum_is_taken()
    {
        var packet = new UdpDatagram(_one, 67, _other, 68, [1, 2, 3]).ToArray();
        packet[26] = packet[27] = 0;

        Assert.True(UdpDatagram.TryParse(packet, out var datagram));
        Assert.Equal([1, 2, 3], datagram.Payload.ToArray());
    }

    [Theory]
    [InlineData(8)] // time to live: the header's checksum is wrong
    [InlineData(20)] // port
    [InlineData(24)] // length
    [InlineData(30)] // payload
    public void A_damaged_datagram_is_refused(int offset)
    {
        var packet = new UdpDatagram(_one, 67, _other, 68, [1, 2, 3]).ToArray();
        packet[offset] ^= 1;

        Assert.False(UdpDatagram.TryParse(packet, out _));
    }
}
