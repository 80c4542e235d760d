using System.Buffers.Binary;

namespace Adit.Protocols.Ip;

/// <summary>
/// Lowers the maximum segment size that a TCP SYN announces (RFC 9293 §3.7.1) to what the tunnel carries, so that connections work
/// where ICMP about packets too big is lost on the way. Never raises it.
/// </summary>
public static class TcpMssClamp
{
    private const byte PlainIpv4 = 0x45; // version and length of the header
    private const byte EndOfOptions = 0;
    private const byte NoOperation = 1;
    private const byte MaximumSegmentSize = 2;
    private const int MaximumSegmentSizeLength = 4;

    /// <summary>Changes <paramref name="packet"/> in place, its checksum too, which must be complete: a packet as on the wire.</summary>
    /// <param name="packet">An IPv4 or IPv6 packet; anything but a TCP SYN stays as it is.</param>
    /// <param name="mtu">The largest IP packet the tunnel carries, in bytes.</param>
    /// <returns>Whether something was changed.</returns>
    public static bool Clamp(Span<byte> packet, int mtu)
    {
        if (IsPlainlyNoSyn(packet) || !TransportLayout.TryParseTcp(packet, out var layout) || (packet[layout.Offset + 13] & TransportLayout.Syn) == 0)
            return false;

        var ipLength = layout.IsIpv6 ? Ipv6Header.Length : Ipv4Header.MinLength;
        var largest = mtu - ipLength - TransportLayout.MinTcpLength;
        var tcp = packet[layout.Offset..layout.PayloadOffset];
        var option = FindOption(tcp);
        if (largest <= 0 || option < 0 || BinaryPrimitives.ReadUInt16BigEndian(tcp[(option + 2)..]) <= largest)
            return false;

        Write(tcp, option + 2, (ushort)largest);
        return true;
    }

    /// <summary>Whether that is seen at a glance, as of nearly all packets: IPv4 without options, and no SYN where TCP would have it.</summary>
    private static bool IsPlainlyNoSyn(ReadOnlySpan<byte> packet) =>
        packet.Length > Ipv4Header.MinLength + 13 && packet[0] == PlainIpv4 && (packet[Ipv4Header.MinLength + 13] & TransportLayout.Syn) == 0;

    private static int FindOption(ReadOnlySpan<byte> tcp)
    {
        var position = TransportLayout.MinTcpLength;
        while (position + 1 < tcp.Length && tcp[position] != EndOfOptions)
        {
            if (tcp[position] == NoOperation)
            {
                position++;
                continue;
            }

            var length = tcp[position + 1];
            if (length < 2 || position + length > tcp.Length)
                return -1;
            if (tcp[position] == MaximumSegmentSize)
                return length == MaximumSegmentSizeLength ? position : -1;
            position += length;
        }

        return -1;
    }

    private static void Write(Span<byte> tcp, int position, ushort value)
    {
        var checksum = tcp.Slice(TransportLayout.TcpChecksumOffset, sizeof(ushort));
        var before = BinaryPrimitives.ReadUInt16BigEndian(tcp[position..]);
        BinaryPrimitives.WriteUInt16BigEndian(tcp[position..], value);
        if ((position & 1) == 0)
            InternetChecksum.Update(checksum, before, value);
        else // across two words: each byte counts in the other half, which is the same sum with the bytes swapped
            InternetChecksum.Update(checksum, BinaryPrimitives.ReverseEndianness(before), BinaryPrimitives.ReverseEndianness(value));
    }
}
