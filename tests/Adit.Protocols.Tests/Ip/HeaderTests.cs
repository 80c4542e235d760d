using Adit.Protocols.Ip;

namespace Adit.Protocols.Tests.Ip;

public sealed class HeaderTests
{
    [Fact]
    public void A_real_ipv4_header_is_read()
    {
        // A DNS query from 192.168.0.104 to 8.8.8.8, cut after the IP header and the UDP header.
        var packet = Convert.FromHexString("4500001c1c46400040113ec8c0a8006808080808d0f9003500080000");

        Assert.True(Ipv4Header.TryParse(packet, out var header));
        Assert.Equal(
            new Ipv4Header(20, 28, IpProtocol.Udp, FragmentOffset: 0, MoreFragments: false, new(0xc0a80068), new(0x08080808)), header);
    }

    [Fact]
    public void A_fragment_says_so()
    {
        var packet = Packets.Build(new Packets.Tcp { DontFragment = false });
        packet[6] = 0x20;
        packet[7] = 3;

        Assert.True(Ipv4Header.TryParse(packet, out var header));
        Assert.True(header is { IsFragment: true, MoreFragments: true, FragmentOffset: 24 });
    }

    [Theory]
    [InlineData(0, 0x65)] // version 6
    [InlineData(0, 0x44)] // header of 16 bytes
    [InlineData(0, 0x4f)] // header of 60 bytes, more than the total
    [InlineData(3, 41)] // one byte more than is there
    [InlineData(3, 19)] // less than the header
    public void An_ipv4_header_that_lies_is_refused(int offset, byte value)
    {
        var packet = Packets.Build(new Packets.Tcp());
        packet[offset] = value;

        Assert.False(Ipv4Header.TryParse(packet, out _));
    }

    [Fact]
    public void An_ipv6_header_gives_its_addresses_and_its_length()
    {
        var packet = Packets.Build(new Packets.Tcp { Ipv6 = true, Payload = [1, 2, 3] });

        Assert.True(Ipv6Header.TryParse(packet, out var header));
        Assert.Equal(new Ipv6Header(packet.Length, IpProtocol.Tcp), header);
        Assert.True(packet.AsSpan(8, 16).SequenceEqual(Ipv6Header.Source(packet)));
        Assert.True(packet.AsSpan(24, 16).SequenceEqual(Ipv6Header.Destination(packet)));
        Assert.False(Ipv6Header.TryParse(packet.AsSpan(0, packet.Length - 1), out _));
    }

    [Fact]
    public void A_virtio_header_is_written_back_as_it_was()
    {
        byte[] bytes = [1, 4, 74, 0, 0x78, 5, 40, 0, 16, 0];

        Assert.True(VirtioNetHeader.TryParse(bytes, out var header));
        Assert.Equal(new VirtioNetHeader(VirtioNetHeader.NeedsChecksum, VirtioNetHeader.GsoTcpV6, 74, 1400, 40, 16), header);
        var written = new byte[VirtioNetHeader.Length];
        header.Write(written);
        Assert.Equal(bytes, written);
        Assert.False(VirtioNetHeader.TryParse(bytes.AsSpan(1), out _));
    }
}
