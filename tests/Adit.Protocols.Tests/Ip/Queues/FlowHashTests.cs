using System.Buffers.Binary;
using Adit.Protocols.Ip.Queues;

namespace Adit.Protocols.Tests.Ip.Queues;

public sealed class FlowHashTests
{
    private const int MoreFragments = 0x2000;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Packets_of_one_connection_are_one_flow(bool ipv6)
    {
        var first = Packets.Build(new Packets.Tcp { Ipv6 = ipv6, Flags = Packets.Syn });
        var later = Packets.Build(new Packets.Tcp { Ipv6 = ipv6, Id = 7, Sequence = 99, TrafficClass = 3, Ttl = 9, Payload = new byte[500] });

        Assert.Equal(FlowHash.Of(first), FlowHash.Of(later));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Another_address_or_port_is_another_flow(bool ipv6)
    {
        var packet = new Packets.Tcp { Ipv6 = ipv6 };
        var hashes = new[] { packet, packet with { Host = 2 }, packet with { Port = 5001 } }.Select(one => FlowHash.Of(Packets.Build(one)));

        Assert.Distinct(hashes);
    }

    [Fact]
    public void Options_do_not_hide_the_ports()
    {
        var packet = new Packets.Tcp { IpOptions = [1, 1, 1, 1] };

        Assert.Equal(FlowHash.Of(Packets.Build(packet with { IpOptions = [] })), FlowHash.Of(Packets.Build(packet)));
        Assert.NotEqual(FlowHash.Of(Packets.Build(packet with { Port = 1 })), FlowHash.Of(Packets.Build(packet)));
    }

    [Fact]
    public void All_fragments_of_a_datagram_are_one_flow()
    {
        var first = Fragment(MoreFragments, payload: 0x00);
        var later = Fragment(100, payload: 0xff); // no ports, but anything

        Assert.Equal(FlowHash.Of(first), FlowHash.Of(later));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(47)]
    [InlineData(50)]
    public void What_has_no_ports_is_one_flow_between_two_addresses(byte protocol)
    {
        var one = Packets.BuildUdp(new byte[8]);
        var other = Packets.BuildUdp(new byte[8]);
        (one[9], other[9]) = (protocol, protocol);
        other.AsSpan(20).Fill(0xff);

        Assert.Equal(FlowHash.Of(one), FlowHash.Of(other));
    }

    [Fact]
    public void Flows_that_differ_by_their_port_alone_rarely_share_one_of_256_places()
    {
        var places = Enumerable.Range(40_000, 256).Select(port => FlowHash.Of(Packets.Build(new Packets.Tcp { Port = (ushort)port })) % 256);

        Assert.InRange(places.Distinct().Count(), 140, 256); // 162 by chance
    }

    [Theory]
    [InlineData("")]
    [InlineData("45")]
    [InlineData("4F00001400000000400600000A0000010A000002")]
    public void What_is_no_packet_is_a_flow_of_its_own(string hex) => Assert.Equal(0u, FlowHash.Of(Convert.FromHexString(hex)));

    private static byte[] Fragment(int field, byte payload)
    {
        var packet = Packets.BuildUdp(new byte[64]);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), (ushort)field);
        packet.AsSpan(20).Fill(payload);
        return packet;
    }
}
