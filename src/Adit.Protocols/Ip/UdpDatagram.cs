using System.Buffers.Binary;

namespace Adit.Protocols.Ip;

/// <summary>A whole UDP datagram over IPv4 (RFC 768, RFC 791): what a packet of ours is made from, or what one that came says.</summary>
/// <param name="source">Where it comes from.</param>
/// <param name="sourcePort">The port there.</param>
/// <param name="destination">Where it goes.</param>
/// <param name="destinationPort">The port there.</param>
/// <param name="payload">At most <see cref="MaxPayload"/> bytes.</param>
public readonly ref struct UdpDatagram(
    Ipv4Address source, ushort sourcePort, Ipv4Address destination, ushort destinationPort, ReadOnlySpan<byte> payload)
{
    /// <summary>The most that fits behind both headers, in bytes.</summary>
    public const int MaxPayload = ushort.MaxValue - Ipv4Header.MinLength - HeaderLength;

    /// <summary>Bytes of the UDP header.</summary>
    public const int HeaderLength = 8;

    private const int ChecksumOffset = 6;
    private const int AddressesOffset = 12;
    private const byte VersionAndLength = 0x45;
    private const ushort DontFragment = 0x4000;
    private const byte TimeToLive = 64;

    /// <summary>Where it comes from.</summary>
    public Ipv4Address Source { get; } = source;

    /// <summary>The port there.</summary>
    public ushort SourcePort { get; } = sourcePort;

    /// <summary>Where it goes.</summary>
    public Ipv4Address Destination { get; } = destination;

    /// <summary>The port there.</summary>
    public ushort DestinationPort { get; } = destinationPort;

    /// <summary>What it carries.</summary>
    public ReadOnlySpan<byte> Payload { get; } = payload;

    /// <summary>Bytes of packet that <see cref="Write"/> fills.</summary>
    public int Length => Ipv4Header.MinLength + HeaderLength + Payload.Length;

    /// <summary>Reads a packet with its checksums. False for anything but UDP, for a fragment, and for what is damaged.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out UdpDatagram datagram)
    {
        datagram = default;
        if (!Ipv4Header.TryParse(packet, out var header) || header.Protocol != IpProtocol.Udp || header.IsFragment
            || !Ipv4HeaderChecksum.IsIntact(packet[..header.HeaderLength]))
            return false;

        var udp = packet[header.HeaderLength..header.TotalLength];
        if (udp.Length < HeaderLength)
            return false;

        var length = BinaryPrimitives.ReadUInt16BigEndian(udp[4..]);
        if (length < HeaderLength || length > udp.Length || !IsIntact(packet, udp[..length]))
            return false;

        datagram = new UdpDatagram(
            header.Source, BinaryPrimitives.ReadUInt16BigEndian(udp),
            header.Destination, BinaryPrimitives.ReadUInt16BigEndian(udp[2..]), udp[HeaderLength..length]);
        return true;
    }

    /// <summary>Writes <see cref="Length"/> bytes of packet, with checksums.</summary>
    public void Write(Span<byte> packet)
    {
        packet[..Ipv4Header.MinLength].Clear();
        packet[0] = VersionAndLength;
        BinaryPrimitives.WriteUInt16BigEndian(packet[2..], (ushort)Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet[6..], DontFragment); // so the identification may be zero (RFC 6864 §4.1)
        packet[8] = TimeToLive;
        packet[9] = (byte)IpProtocol.Udp;
        Source.Write(packet[AddressesOffset..]);
        Destination.Write(packet[(AddressesOffset + Ipv4Address.Length)..]);
        Ipv4HeaderChecksum.Write(packet[..Ipv4Header.MinLength]);
        WriteUdp(packet, packet[Ipv4Header.MinLength..Length]);
    }

    /// <summary>The packet as an array.</summary>
    public byte[] ToArray()
    {
        var packet = new byte[Length];
        Write(packet);
        return packet;
    }

    private void WriteUdp(ReadOnlySpan<byte> packet, Span<byte> udp)
    {
        BinaryPrimitives.WriteUInt16BigEndian(udp, SourcePort);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], DestinationPort);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)udp.Length);
        var checksum = udp.Slice(ChecksumOffset, sizeof(ushort));
        checksum.Clear();
        Payload.CopyTo(udp[HeaderLength..]);
        InternetChecksum.Write(checksum, Sum(packet, udp));
        if (checksum is [0, 0])
            checksum.Fill(byte.MaxValue); // zero would say that there is none; all ones is the same number (RFC 768)
    }

    /// <summary>A checksum of zero says that there is none.</summary>
    private static bool IsIntact(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> udp) =>
        udp[ChecksumOffset..HeaderLength] is [0, 0] || InternetChecksum.IsIntact(Sum(packet, udp));

    private static ulong Sum(ReadOnlySpan<byte> packet, ReadOnlySpan<byte> udp) => InternetChecksum.Sum(
        udp, InternetChecksum.PseudoHeader(packet.Slice(AddressesOffset, 2 * Ipv4Address.Length), IpProtocol.Udp, udp.Length));
}
