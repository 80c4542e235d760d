using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Adit.Protocols.Ip;

/// <summary>The facts of an IPv4 header (RFC 791 §3.1) whose lengths have been checked. The header checksum has not.</summary>
/// <param name="HeaderLength">20 to 60 bytes, options included.</param>
/// <param name="TotalLength">Bytes of header and payload; what follows them is padding of the link.</param>
/// <param name="Protocol">What the payload is.</param>
/// <param name="FragmentOffset">Bytes from the start of the whole datagram.</param>
/// <param name="MoreFragments">Whether further fragments follow.</param>
/// <param name="Source">Where it says it comes from.</param>
/// <param name="Destination">Where it goes.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Ipv4Header(
    int HeaderLength, int TotalLength, IpProtocol Protocol, int FragmentOffset, bool MoreFragments,
    Ipv4Address Source, Ipv4Address Destination)
{
    /// <summary>Bytes of a header without options.</summary>
    public const int MinLength = 20;

    /// <summary>Whether this is only a part of a datagram.</summary>
    public bool IsFragment => MoreFragments || FragmentOffset > 0;

    /// <summary>Reads the header at the start of <paramref name="packet"/>. False where version or lengths cannot be true.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out Ipv4Header header)
    {
        header = default;
        if (packet.Length < MinLength || packet[0] >> 4 != 4)
            return false;

        var headerLength = (packet[0] & 0x0f) * 4;
        var totalLength = BinaryPrimitives.ReadUInt16BigEndian(packet[2..]);
        if (headerLength < MinLength || totalLength < headerLength || totalLength > packet.Length)
            return false;

        var fragment = BinaryPrimitives.ReadUInt16BigEndian(packet[6..]);
        header = new Ipv4Header(
            headerLength, totalLength, (IpProtocol)packet[9], (fragment & 0x1fff) * 8, (fragment & 0x2000) != 0,
            Ipv4Address.Read(packet[12..]), Ipv4Address.Read(packet[16..]));
        return true;
    }
}
