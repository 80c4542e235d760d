using System.Buffers.Binary;

namespace Adit.Protocols.Eap.Peap;

/// <summary>
/// EAP packets inside of PEAPv0: without code, identifier and length, which are those of the packet around them ([MS-PEAP] 3.1.5.6). Types
/// that are PEAP's own keep theirs.
/// </summary>
internal static class PeapFraming
{
    private const int BareHeaderLength = 4; // code, identifier, length

    /// <summary>A packet as it goes into the tunnel.</summary>
    public static byte[] Compress(EapPacket packet)
    {
        var bytes = packet.ToBytes();
        return KeepsHeader(packet.Type) ? bytes : bytes[BareHeaderLength..];
    }

    /// <summary>What came out of the tunnel as a packet; false for none.</summary>
    /// <param name="data">All that the other side sent.</param>
    /// <param name="code">What the other side sends: responses or requests.</param>
    /// <param name="identifier">For packets that came without.</param>
    /// <param name="packet">With its header.</param>
    public static bool TryExpand(ReadOnlyMemory<byte> data, EapCode code, byte identifier, out EapPacket packet)
    {
        packet = default;
        if (data.IsEmpty)
            return false;
        if (HasHeader(data.Span, code))
            return EapPacket.TryParse(data, out packet);

        packet = new EapPacket(code, identifier, (EapType)data.Span[0], data[1..]);
        return true;
    }

    private static bool HasHeader(ReadOnlySpan<byte> data, EapCode code) =>
        data.Length >= EapPacket.HeaderLength && data[0] == (byte)code && KeepsHeader((EapType)data[BareHeaderLength])
        && BinaryPrimitives.ReadUInt16BigEndian(data[2..]) == data.Length;

    private static bool KeepsHeader(EapType type) => type is EapType.TlvExtensions or EapType.Expanded;
}
