using System.Buffers.Binary;
using Adit.Protocols.Ip;

namespace Adit.Fuzz.Targets.Ip;

/// <summary>Right IP packets, and checksums by the plainest reading of RFC 1071, which ours are compared with.</summary>
internal static class IpPackets
{
    public const int TcpHeaderLength = 20;
    private const int Ipv4Length = 20;
    private const int Ipv6Length = 40;
    private const byte Tcp = 6;
    private const byte UdpProtocol = 17;
    private const int UdpHeaderLength = 8;

    /// <summary>A TCP segment over IPv4 or IPv6, with this payload and these options, all its checksums right.</summary>
    public static byte[] Segment(bool ipv6, int sequence, byte flags, int payload, string options = "", ushort id = 7)
    {
        var extra = Convert.FromHexString(options);
        var ip = ipv6 ? Ipv6Length : Ipv4Length;
        var packet = new byte[ip + TcpHeaderLength + extra.Length + payload];
        var header = ipv6
            ? "6000000000000640fd000000000000000000000000000001fd000000000000000000000000000002"
            : "4500000000004000400600000a0000020a000001";
        Convert.FromHexString(header).CopyTo(packet, 0);
        if (!ipv6)
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), id);

        var tcp = packet.AsSpan(ip);
        BinaryPrimitives.WriteUInt32BigEndian(tcp, 0x13880050);
        BinaryPrimitives.WriteInt32BigEndian(tcp[4..], sequence);
        (tcp[12], tcp[13], tcp[14]) = ((byte)((TcpHeaderLength + extra.Length) << 2), flags, 0x40);
        extra.CopyTo(tcp[TcpHeaderLength..]);
        for (var i = 0; i < payload; i++)
            tcp[TcpHeaderLength + extra.Length + i] = (byte)(sequence + i);

        Repair(packet);
        return packet;
    }

    /// <summary>A UDP datagram over IPv4 or IPv6, with this payload, all its checksums right.</summary>
    public static byte[] Datagram(bool ipv6, int payload, ushort id = 7)
    {
        var packet = Segment(ipv6, sequence: 0, flags: 0, payload, id: id);
        var ip = HeaderLength(packet);
        byte[] datagram = [.. packet[..(ip + UdpHeaderLength)], .. packet[(ip + TcpHeaderLength)..]];
        datagram[ipv6 ? 6 : 9] = UdpProtocol;
        Repair(datagram);
        return datagram;
    }

    public static byte[] Udp { get; } = Whole("450000240001000040110000" + "0a0000020a000001" + "14e900350010000068656c6c6f212121");

    public static byte[] Fragment { get; } = Whole("4500001c0001200040060000" + "0a0000020a000001" + "1388005000000001");

    /// <summary>Makes lengths and checksums agree, as far as there is room for the headers.</summary>
    public static void Repair(Span<byte> packet)
    {
        if (packet.Length < Ipv4Length)
            return;

        var isIpv6 = packet[0] >> 4 == 6 && packet.Length >= Ipv6Length;
        packet[0] = isIpv6 ? (byte)0x60 : (byte)(0x40 | Math.Clamp(packet[0] & 0x0f, 5, packet.Length / 4));
        if (isIpv6)
            BinaryPrimitives.WriteUInt16BigEndian(packet[4..], (ushort)(packet.Length - Ipv6Length));
        else
            BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)packet.Length);

        RepairTcp(packet);
        RepairUdp(packet);
        if (!isIpv6)
            WriteChecksum(packet[..HeaderLength(packet)], 10, pseudoHeader: []);
    }

    /// <summary>The header's length as it says; 40 for IPv6.</summary>
    public static int HeaderLength(ReadOnlySpan<byte> packet) => packet[0] >> 4 == 6 ? Ipv6Length : (packet[0] & 0x0f) * 4;

    public static bool IsTcp(ReadOnlySpan<byte> packet) => ProtocolOf(packet) == Tcp;

    public static bool IsUdp(ReadOnlySpan<byte> packet) => ProtocolOf(packet) == UdpProtocol;

    public static ReadOnlySpan<byte> Addresses(ReadOnlySpan<byte> packet) => packet[0] >> 4 == 6 ? packet[8..40] : packet[12..20];

    public static byte[] PseudoHeader(ReadOnlySpan<byte> packet)
    {
        var length = packet.Length - HeaderLength(packet);
        return [.. Addresses(packet), 0, ProtocolOf(packet), (byte)(length >> 8), (byte)length];
    }

    /// <summary>RFC 1071: 0 over bytes whose checksum is right.</summary>
    public static ushort Checksum(params ReadOnlySpan<byte> bytes)
    {
        var sum = 0L;
        for (var i = 0; i < bytes.Length; i++)
            sum += (i & 1) == 0 ? bytes[i] << 8 : bytes[i];
        while (sum > ushort.MaxValue)
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)~sum;
    }

    /// <summary>Whether a whole TCP segment or UDP datagram, and the IPv4 header before it, have right checksums.</summary>
    public static bool IsIntact(ReadOnlySpan<byte> packet) =>
        (packet[0] >> 4 == 6 || Checksum(packet[..HeaderLength(packet)]) == 0) && IsTransportIntact(packet);

    public static bool IsTransportIntact(ReadOnlySpan<byte> packet) =>
        Checksum([.. PseudoHeader(packet), .. packet[HeaderLength(packet)..]]) == 0;

    private static void RepairTcp(Span<byte> packet)
    {
        var ip = HeaderLength(packet);
        if (!IsTcp(packet) || packet.Length < ip + TcpHeaderLength)
            return;

        var tcp = packet[ip..];
        tcp[12] = (byte)((Math.Clamp(tcp[12] >> 4, 5, Math.Min(15, tcp.Length / 4)) << 4) | (tcp[12] & 0x0f));
        WriteChecksum(tcp, 16, PseudoHeader(packet));
    }

    private static void RepairUdp(Span<byte> packet)
    {
        var ip = HeaderLength(packet);
        if (!IsUdp(packet) || packet.Length < ip + UdpHeaderLength)
            return;

        var udp = packet[ip..];
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)udp.Length);
        WriteChecksum(udp, 6, PseudoHeader(packet));
        if (udp[6..8] is [0, 0])
            udp[6..8].Fill(byte.MaxValue);
    }

    private static byte ProtocolOf(ReadOnlySpan<byte> packet) => packet[0] >> 4 == 6 ? packet[6] : packet[9];

    private static void WriteChecksum(Span<byte> bytes, int at, ReadOnlySpan<byte> pseudoHeader)
    {
        bytes.Slice(at, sizeof(ushort)).Clear();
        BinaryPrimitives.WriteUInt16BigEndian(bytes[at..], Checksum([.. pseudoHeader, .. bytes]));
    }

    private static byte[] Whole(string hex)
    {
        var packet = Convert.FromHexString(hex);
        Repair(packet);
        return packet;
    }
}
