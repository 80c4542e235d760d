using System.Buffers.Binary;

namespace Adit.Protocols.Sstp;

/// <summary>The header of every SSTP packet ([MS-SSTP] §2.2.1). Reserved bits are ignored when read and written as zero.</summary>
/// <param name="IsControl">Whether a control message follows; otherwise a PPP frame.</param>
/// <param name="PacketLength">Bytes of the whole packet, this header included: 4 to 4095.</param>
public readonly record struct SstpHeader(bool IsControl, int PacketLength)
{
    /// <summary>Bytes of the header itself.</summary>
    public const int Length = 4;

    /// <summary>The longest packet that the 12-bit length can tell.</summary>
    public const int MaxPacketLength = 0xfff;

    /// <summary>The longest PPP frame that fits a packet.</summary>
    public const int MaxFrameLength = MaxPacketLength - Length;

    /// <summary>Version 1.0, the only one there is.</summary>
    internal const byte Version = 0x10;

    private const byte ControlBit = 0x01;

    /// <summary>False where four bytes are missing, or the version or length is one that no packet has.</summary>
    public static bool TryParse(ReadOnlySpan<byte> bytes, out SstpHeader header)
    {
        header = default;
        if (bytes.Length < Length || bytes[0] != Version)
            return false;

        var packetLength = ReadLength(bytes);
        header = new SstpHeader((bytes[1] & ControlBit) != 0, packetLength);
        return packetLength >= Length;
    }

    /// <summary>The length field, where it has come already.</summary>
    internal static int ReadLength(ReadOnlySpan<byte> bytes) =>
        bytes.Length < Length ? 0 : BinaryPrimitives.ReadUInt16BigEndian(bytes[2..]) & MaxPacketLength;

    /// <summary>Writes four bytes.</summary>
    public void Write(Span<byte> destination)
    {
        destination[0] = Version;
        destination[1] = IsControl ? ControlBit : (byte)0;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)PacketLength);
    }
}
