using System.Runtime.InteropServices;

namespace Adit.Protocols.Ip;

/// <summary>Where things stand in a packet that carries an unfragmented TCP segment, over IPv4 or directly over IPv6.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TcpLayout(bool IsIpv6, int TcpOffset, int PayloadOffset, int Length)
{
    public const int MinTcpLength = 20;
    public const int ChecksumOffset = 16; // in the TCP header

    public const byte Fin = 0x01;
    public const byte Syn = 0x02;
    public const byte Psh = 0x08;
    public const byte Ack = 0x10;
    public const byte Cwr = 0x80;

    public int TcpLength => Length - TcpOffset;

    public int PayloadLength => Length - PayloadOffset;

    private int AddressesOffset => IsIpv6 ? Ipv6Header.SourceOffset : 12;

    private int AddressesLength => IsIpv6 ? 2 * Ipv6Header.AddressLength : 2 * Ipv4Address.Length;

    public static bool TryParse(ReadOnlySpan<byte> packet, out TcpLayout layout)
    {
        layout = default;
        if (Ipv4Header.TryParse(packet, out var ipv4))
            return ipv4.Protocol == IpProtocol.Tcp && !ipv4.IsFragment
                && TryLayOut(packet, isIpv6: false, ipv4.HeaderLength, ipv4.TotalLength, out layout);

        return Ipv6Header.TryParse(packet, out var ipv6) && ipv6.NextHeader == IpProtocol.Tcp
            && TryLayOut(packet, isIpv6: true, Ipv6Header.Length, ipv6.TotalLength, out layout);
    }

    /// <summary>Source and destination address, as they stand in the packet.</summary>
    public ReadOnlySpan<byte> Addresses(ReadOnlySpan<byte> packet) => packet.Slice(AddressesOffset, AddressesLength);

    /// <summary>The sum of the pseudo header for a segment with this many bytes of TCP header and payload.</summary>
    public ulong PseudoHeader(ReadOnlySpan<byte> packet, int tcpLength) =>
        InternetChecksum.PseudoHeader(Addresses(packet), IpProtocol.Tcp, tcpLength);

    private static bool TryLayOut(ReadOnlySpan<byte> packet, bool isIpv6, int tcpOffset, int length, out TcpLayout layout)
    {
        layout = default;
        if (length < tcpOffset + MinTcpLength)
            return false;

        var tcpHeaderLength = (packet[tcpOffset + 12] >> 4) * 4;
        if (tcpHeaderLength < MinTcpLength || tcpOffset + tcpHeaderLength > length)
            return false;

        layout = new TcpLayout(isIpv6, tcpOffset, tcpOffset + tcpHeaderLength, length);
        return true;
    }
}
