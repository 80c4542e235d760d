using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Adit.Protocols.Ip;

/// <summary>Where things stand in a packet that carries an unfragmented TCP segment or UDP datagram, over IPv4 or directly over IPv6.</summary>
[StructLayout(LayoutKind.Auto)]
internal readonly record struct TransportLayout(IpProtocol Protocol, bool IsIpv6, int Offset, int PayloadOffset, int Length)
{
    public const int MinTcpLength = 20;
    public const int TcpChecksumOffset = 16; // in the TCP header
    public const int UdpLengthOffset = 4;
    public const int UdpChecksumOffset = 6;

    public const byte Fin = 0x01;
    public const byte Syn = 0x02;
    public const byte Psh = 0x08;
    public const byte Ack = 0x10;
    public const byte Cwr = 0x80;

    public bool IsTcp => Protocol == IpProtocol.Tcp;

    public int PayloadLength => Length - PayloadOffset;

    public int ChecksumOffset => IsTcp ? TcpChecksumOffset : UdpChecksumOffset;

    /// <summary>What a super-packet of such packets is called in its <see cref="VirtioNetHeader"/>.</summary>
    public byte GsoType => !IsTcp ? VirtioNetHeader.GsoUdpL4 : IsIpv6 ? VirtioNetHeader.GsoTcpV6 : VirtioNetHeader.GsoTcpV4;

    private int AddressesOffset => IsIpv6 ? Ipv6Header.SourceOffset : 12;

    private int AddressesLength => IsIpv6 ? 2 * Ipv6Header.AddressLength : 2 * Ipv4Address.Length;

    /// <summary>Lays out a TCP segment; false for anything else.</summary>
    public static bool TryParseTcp(ReadOnlySpan<byte> packet, out TransportLayout layout) => TryParse(packet, out layout) && layout.IsTcp;

    /// <summary>Lays out a TCP segment or a UDP datagram; false for anything else.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out TransportLayout layout)
    {
        layout = default;
        if (Ipv4Header.TryParse(packet, out var ipv4))
            return !ipv4.IsFragment && TryLayOut(packet, ipv4.Protocol, isIpv6: false, ipv4.HeaderLength, ipv4.TotalLength, out layout);

        return Ipv6Header.TryParse(packet, out var ipv6)
            && TryLayOut(packet, ipv6.NextHeader, isIpv6: true, Ipv6Header.Length, ipv6.TotalLength, out layout);
    }

    /// <summary>Source and destination address, as they stand in the packet.</summary>
    public ReadOnlySpan<byte> Addresses(ReadOnlySpan<byte> packet) => packet.Slice(AddressesOffset, AddressesLength);

    /// <summary>The sum of the pseudo header for this many bytes of transport header and payload.</summary>
    public ulong PseudoHeader(ReadOnlySpan<byte> packet, int length) => InternetChecksum.PseudoHeader(Addresses(packet), Protocol, length);

    /// <summary>Whether the IP header's checksum is right, where there is one.</summary>
    public bool HasIntactIpHeader(ReadOnlySpan<byte> packet) => IsIpv6 || Ipv4HeaderChecksum.IsIntact(packet[..Offset]);

    /// <summary>The sum of the pseudo header and of the transport header: with that of the payload it shows whether the packet is intact.</summary>
    public ulong HeaderSum(ReadOnlySpan<byte> packet) => InternetChecksum.Sum(packet[Offset..PayloadOffset], PseudoHeader(packet, Length - Offset));

    private static bool TryLayOut(ReadOnlySpan<byte> packet, IpProtocol protocol, bool isIpv6, int offset, int length, out TransportLayout layout)
    {
        layout = default;
        var headerLength = HeaderLength(packet[offset..length], protocol);
        if (headerLength == 0)
            return false;

        layout = new TransportLayout(protocol, isIpv6, offset, offset + headerLength, length);
        return true;
    }

    /// <summary>0 where the header is another one, does not fit, or, in UDP, tells of another length than IP.</summary>
    private static int HeaderLength(ReadOnlySpan<byte> transport, IpProtocol protocol)
    {
        if (protocol == IpProtocol.Udp)
            return transport.Length >= UdpDatagram.HeaderLength
                && BinaryPrimitives.ReadUInt16BigEndian(transport[UdpLengthOffset..]) == transport.Length ? UdpDatagram.HeaderLength : 0;
        if (protocol != IpProtocol.Tcp || transport.Length < MinTcpLength)
            return 0;

        var length = (transport[12] >> 4) * 4;
        return length >= MinTcpLength && length <= transport.Length ? length : 0;
    }
}
