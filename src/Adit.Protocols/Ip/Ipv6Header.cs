using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Adit.Protocols.Ip;

/// <summary>The facts of an IPv6 header (RFC 8200 §3) whose lengths have been checked. Extension headers are not followed.</summary>
/// <param name="TotalLength">Bytes of header and payload; what follows them is padding of the link.</param>
/// <param name="NextHeader">The payload's protocol, or the first extension header.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct Ipv6Header(int TotalLength, IpProtocol NextHeader)
{
    /// <summary>The number in the first four bits.</summary>
    public const int Version = 6;

    /// <summary>Bytes of the header.</summary>
    public const int Length = 40;

    /// <summary>Where the source address begins; the destination follows it.</summary>
    public const int SourceOffset = 8;

    /// <summary>Bytes of an address.</summary>
    public const int AddressLength = 16;

    /// <summary>Reads the header at the start of <paramref name="packet"/>. False where version or length cannot be true.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out Ipv6Header header)
    {
        header = default;
        if (packet.Length < Length || packet[0] >> 4 != Version)
            return false;

        var totalLength = Length + BinaryPrimitives.ReadUInt16BigEndian(packet[4..]);
        if (totalLength > packet.Length)
            return false;

        header = new Ipv6Header(totalLength, (IpProtocol)packet[6]);
        return true;
    }

    /// <summary>The source address of a packet that <see cref="TryParse"/> has accepted.</summary>
    public static ReadOnlySpan<byte> Source(ReadOnlySpan<byte> packet) => packet.Slice(SourceOffset, AddressLength);

    /// <summary>The destination address of a packet that <see cref="TryParse"/> has accepted.</summary>
    public static ReadOnlySpan<byte> Destination(ReadOnlySpan<byte> packet) => packet.Slice(SourceOffset + AddressLength, AddressLength);
}
