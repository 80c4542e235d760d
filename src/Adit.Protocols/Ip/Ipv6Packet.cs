using System.Buffers.Binary;

namespace Adit.Protocols.Ip;

/// <summary>Whole IPv6 packets of our own making, and the checks of those that come (RFC 8200 §3, §8.1).</summary>
internal static class Ipv6Packet
{
    public const int UdpHeaderLength = 8;

    private const int HopLimitOffset = 7;

    /// <summary>A packet with room for this many bytes of payload, which are zero.</summary>
    public static byte[] New(Ipv6Address source, Ipv6Address destination, IpProtocol protocol, byte hopLimit, int payloadLength)
    {
        var packet = new byte[Ipv6Header.Length + payloadLength];
        packet[0] = 0x60;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)payloadLength);
        packet[6] = (byte)protocol;
        packet[HopLimitOffset] = hopLimit;
        source.Write(packet.AsSpan(Ipv6Header.SourceOffset));
        destination.Write(packet.AsSpan(Ipv6Header.SourceOffset + Ipv6Address.Length));
        return packet;
    }

    /// <summary>Writes the checksum of the payload, whose field is still zero. UDP sends ffff for 0 (RFC 8200 §8.1).</summary>
    public static void WriteChecksum(Span<byte> packet, int fieldOffset)
    {
        var field = packet.Slice(Ipv6Header.Length + fieldOffset, sizeof(ushort));
        InternetChecksum.Write(field, Sum(packet));
        if ((IpProtocol)packet[6] is IpProtocol.Udp && field is [0, 0])
            field.Fill(byte.MaxValue);
    }

    /// <summary>Reads a packet whose payload is of this protocol and has a right checksum; without what follows its own length.</summary>
    public static bool TryOpen(
        ReadOnlySpan<byte> packet, IpProtocol protocol, out Ipv6Address source, out Ipv6Address destination, out ReadOnlySpan<byte> payload)
    {
        (source, destination) = (default, default);
        payload = default;
        if (!Ipv6Header.TryParse(packet, out var header) || header.NextHeader != protocol)
            return false;

        packet = packet[..header.TotalLength];
        source = Ipv6Address.Read(Ipv6Header.Source(packet));
        destination = Ipv6Address.Read(Ipv6Header.Destination(packet));
        payload = packet[Ipv6Header.Length..];
        return InternetChecksum.IsIntact(Sum(packet));
    }

    /// <summary>
    /// An ICMPv6 message of this type as RFC 4861 §6.1 has it: hop limit 255, so that it comes from this link; code 0; whole.
    /// </summary>
    public static bool TryOpenNeighbor(
        ReadOnlySpan<byte> packet, Icmpv6Type type, int minLength, out Ipv6Address source, out ReadOnlySpan<byte> message) =>
        TryOpen(packet, IpProtocol.IcmpV6, out source, out _, out message)
        && packet[HopLimitOffset] == byte.MaxValue && message.Length >= minLength && (Icmpv6Type)message[0] == type && message[1] == 0;

    /// <summary>Finishes an ICMPv6 message in a packet of <see cref="New"/>.</summary>
    public static byte[] CompleteIcmp(byte[] packet, Icmpv6Type type)
    {
        packet[Ipv6Header.Length] = (byte)type;
        WriteChecksum(packet, fieldOffset: 2);
        return packet;
    }

    private static ulong Sum(ReadOnlySpan<byte> packet) => InternetChecksum.Sum(
        packet[Ipv6Header.Length..],
        InternetChecksum.PseudoHeader(
            packet.Slice(Ipv6Header.SourceOffset, 2 * Ipv6Header.AddressLength), (IpProtocol)packet[6], packet.Length - Ipv6Header.Length));
}
