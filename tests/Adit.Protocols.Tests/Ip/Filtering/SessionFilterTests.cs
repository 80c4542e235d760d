using System.Buffers.Binary;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Filtering;

namespace Adit.Protocols.Tests.Ip.Filtering;

public sealed class SessionFilterTests
{
    private static readonly Ipv4Address _client = new(0x0a530002);
    private static readonly Ipv4Address _server = new(0x0a010005);
    private static readonly Ipv6Prefix _servers = PacketRule.Of(new Ipv4Network(new Ipv4Address(0x0a010000), 16));
    private static readonly PacketRule _web = new(IpProtocol.Tcp, PacketRule.AnyIpv4, null, _servers, 443);
    private static readonly PacketRule _ping = new(IpProtocol.Icmp, PacketRule.AnyIpv4, 8, _servers, null);

    [Theory]
    [InlineData(IpProtocol.Tcp, 50000, 443, true)]
    [InlineData(IpProtocol.Tcp, 50000, 80, false)]
    [InlineData(IpProtocol.Udp, 50000, 443, false)]
    public void What_is_not_listed_is_dropped_where_only_what_is_listed_may_pass(IpProtocol protocol, int from, int to, bool passes) =>
        Assert.Equal(passes, Only(_web).Permits(PacketDirection.In, Packet(protocol, (ushort)from, (ushort)to)));

    [Theory]
    [InlineData(IpProtocol.Tcp, 443, false)]
    [InlineData(IpProtocol.Tcp, 80, true)]
    public void What_is_listed_is_dropped_where_all_else_may_pass(IpProtocol protocol, int to, bool passes) =>
        Assert.Equal(passes, Filter(dropsOthers: false, _web).Permits(PacketDirection.In, Packet(protocol, 50000, (ushort)to)));

    [Fact]
    public void The_other_direction_and_the_other_family_pass_without_a_filter_of_their_own()
    {
        var packet = Packet(IpProtocol.Udp, 1, 1);
        var ipv6 = Ipv6(IpProtocol.Udp, [0, 1, 0, 1]);

        Assert.True(Only(_web).Permits(PacketDirection.Out, packet) && Only(_web).Permits(PacketDirection.In, ipv6));
    }

    [Fact]
    public void An_ICMP_type_is_told_from_the_others()
    {
        Assert.True(Only(_ping).Permits(PacketDirection.In, Icmp(8)));
        Assert.False(Only(_ping).Permits(PacketDirection.In, Icmp(13)));
    }

    [Fact]
    public void A_later_fragment_passes_where_its_first_could()
    {
        var later = Packet(IpProtocol.Tcp, 0, 0);
        BinaryPrimitives.WriteUInt16BigEndian(later.AsSpan(6), 100);

        Assert.True(Only(_web).Permits(PacketDirection.In, later));
        Assert.False(Only(_ping).Permits(PacketDirection.In, later));
        Assert.True(Filter(dropsOthers: false, _web).Permits(PacketDirection.In, later));
    }

    [Fact]
    public void A_fragment_that_would_lie_over_the_ports_passes_no_filter()
    {
        var over = Packet(IpProtocol.Tcp, 0, 0);
        BinaryPrimitives.WriteUInt16BigEndian(over.AsSpan(6), 1);

        Assert.False(Filter(dropsOthers: false, _web).Permits(PacketDirection.In, over));
    }

    [Fact]
    public void A_first_fragment_without_its_ports_passes_no_filter()
    {
        var tiny = Packet(IpProtocol.Tcp, 1, 2)[..22];
        BinaryPrimitives.WriteUInt16BigEndian(tiny.AsSpan(2), 22);

        Assert.False(Filter(dropsOthers: false, _web).Permits(PacketDirection.In, tiny));
    }

    [Fact]
    public void IPv6_ports_are_found_behind_extension_headers()
    {
        var rule = new PacketRule(IpProtocol.Tcp, PacketRule.AnyIpv6, null, PacketRule.AnyIpv6, 443);
        var filter = new SessionFilter([new PacketFilter(PacketDirection.In, IsIpv6: true, DropsOthers: true, [rule])]);

        Assert.True(filter.Permits(PacketDirection.In, Ipv6((IpProtocol)60, [6, 0, 0, 0, 0, 0, 0, 0, 0xc3, 0x50, 1, 0xbb])));
        Assert.False(filter.Permits(PacketDirection.In, Ipv6((IpProtocol)60, [6, 0, 0, 0, 0, 0, 0, 0, 0xc3, 0x50, 0, 80])));
        Assert.False(filter.Permits(PacketDirection.In, Ipv6((IpProtocol)60, [6, 9, 0, 0, 0, 0, 0, 0, 0xc3, 0x50, 1, 0xbb])));
    }

    [Fact]
    public void An_endless_chain_of_extension_headers_passes_no_filter()
    {
        byte[] chain = [.. Enumerable.Repeat<byte[]>([60, 0, 0, 0, 0, 0, 0, 0], 20).SelectMany(header => header)];

        Assert.False(new SessionFilter([new PacketFilter(PacketDirection.In, IsIpv6: true, DropsOthers: false, [])])
            .Permits(PacketDirection.In, Ipv6((IpProtocol)60, chain)));
    }

    [Fact]
    public void A_rule_reads_like_a_sentence()
    {
        Assert.Equal("tcp to 10.1.0.0/16 to port 443", _web.ToText(isIpv6: false));
        Assert.Equal("icmp type 8 to 10.1.0.0/16", _ping.ToText(isIpv6: false));
    }

    private static SessionFilter Only(PacketRule rule) => Filter(dropsOthers: true, rule);

    private static SessionFilter Filter(bool dropsOthers, PacketRule rule) =>
        new([new PacketFilter(PacketDirection.In, IsIpv6: false, dropsOthers, [rule])]);

    private static byte[] Icmp(byte type)
    {
        var packet = Packet(IpProtocol.Icmp, 0, 0);
        packet[20] = type;
        return packet;
    }

    private static byte[] Packet(IpProtocol protocol, ushort from, ushort to)
    {
        var packet = new byte[40];
        (packet[0], packet[3], packet[9]) = (0x45, 40, (byte)protocol);
        _client.Write(packet.AsSpan(12));
        _server.Write(packet.AsSpan(16));
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(20), from);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(22), to);
        return packet;
    }

    private static byte[] Ipv6(IpProtocol next, byte[] payload)
    {
        var packet = new byte[Ipv6Header.Length + payload.Length];
        (packet[0], packet[5], packet[6]) = (0x60, (byte)payload.Length, (byte)next);
        payload.CopyTo(packet.AsSpan(Ipv6Header.Length));
        return packet;
    }
}
