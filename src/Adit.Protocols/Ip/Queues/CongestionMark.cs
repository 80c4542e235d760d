using System.Buffers.Binary;

namespace Adit.Protocols.Ip.Queues;

/// <summary>Tells a packet's receiver of congestion without dropping it (ECN, RFC 3168 §5).</summary>
public static class CongestionMark
{
    private const int CongestionExperienced = 3;
    private const int ChecksumOffset = 10;

    // In the first two bytes, read as one number: IPv4 has the field in the lowest bits, IPv6 its traffic class four bits higher.
    private const int Ipv6Shift = 4;

    /// <summary>
    /// Marks <paramref name="packet"/>, a whole IPv4 or IPv6 packet, in place, with its header checksum. False where its sender has not
    /// said that it would listen: then only dropping tells.
    /// </summary>
    public static bool TrySet(Span<byte> packet)
    {
        if (packet.Length < Ipv4Header.MinLength)
            return false;

        var isIpv6 = packet[0] >> 4 == 6;
        var shift = isIpv6 ? Ipv6Shift : 0;
        var before = BinaryPrimitives.ReadUInt16BigEndian(packet);
        if (((before >> shift) & CongestionExperienced) == 0)
            return false;

        var after = (ushort)(before | (CongestionExperienced << shift));
        BinaryPrimitives.WriteUInt16BigEndian(packet, after);
        if (!isIpv6)
            InternetChecksum.Update(packet.Slice(ChecksumOffset, sizeof(ushort)), before, after);
        return true;
    }
}
