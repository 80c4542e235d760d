using System.Buffers.Binary;

namespace Adit.Fuzz.Targets.Ppp;

/// <summary>Frames as Windows and pppd send them, and what makes the lengths of mutated ones agree again.</summary>
internal static class PppFrames
{
    private const int InformationOffset = 4;
    private const int PacketHeaderLength = 4;

    public static IReadOnlyList<byte[]> Real { get; } =
    [
        Hex("FF03C021 01000015 01040FFB 0506352A1C43 0702 0802 0D0306"), // Windows: MRU, magic, PFC, ACFC, callback
        Hex("FF03C021 01010018 0206 00000000 0304C023 0506A1B2C3D4 0702 0802"), // pppd: a map, PAP, magic, PFC, ACFC
        Hex("FF03C021 0201000F 010405DC 0305C22381 0702"),
        Hex("FF03C021 0301 0009 0305C22381"),
        Hex("FF03C021 0401 0007 0D0306"),
        Hex("FF03C021 05060010 352A1C43 003CCD74 00000277"), // a Windows user cancels
        Hex("FF03C021 08030010 80FD0104000A120601000001"),
        Hex("FF03C021 0901000C 352A1C43 61626364"),
        Hex("FF03C021 0A01000C 352A1C43 61626364"),
        Hex("FF03C021 0C020012 352A1C43 4D535241535635 2E3230"),
        Hex("FF03C223 01070019 10 000102030405060708090A0B0C0D0E0F 61646974"),
        Hex("FF03C223 0207003A 31 000102030405060708090A0B0C0D0E0F 0000000000000000"
            + "000102030405060708090A0B0C0D0E0F1011121314151617 00 55736572"),
        Hex("FF03C223 0407000A 453D36393120"),
        Hex("FF03C023 0101000F 04 55736572 05 7061737321"), // pppd: PAP
        Hex("FF03C023 02010007 02 4869"),
        Hex("FF038021 01050022 030600000000 810600000000 820600000000 830600000000 840600000000"),
        Hex("8021 0301 000A 03060A000002"),
        Hex("FF038057 0101000E 010A 020C29FFFE1A2B3C"), // Windows and pppd alike
        Hex("FF038057 03020012 010A 0000000000000002 0204004F"),
        Hex("C021 0901 0008 00000001"),
    ];

    public static byte[] Hex(string text) => Convert.FromHexString(text.Replace(" ", "", StringComparison.Ordinal));

    /// <summary>A whole header with an odd protocol number, and a length that is the packet's.</summary>
    public static byte[] Repair(byte[] input)
    {
        var frame = new byte[Math.Clamp(input.Length, InformationOffset + PacketHeaderLength, Adit.Protocols.Ppp.PppFrame.MaxLength)];
        input.AsSpan(0, Math.Min(input.Length, frame.Length)).CopyTo(frame);
        (frame[0], frame[1]) = (0xff, 0x03);
        (frame[2], frame[3]) = ((byte)(frame[2] & 0xfe), (byte)(frame[3] | 1));
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(6), (ushort)(frame.Length - InformationOffset));
        return frame;
    }

    /// <summary>A control frame.</summary>
    public static byte[] Control(int protocol, int code, int id, ReadOnlySpan<byte> data)
    {
        byte[] frame = [0xff, 0x03, (byte)(protocol >> 8), (byte)protocol, (byte)code, (byte)id, 0, 0, .. data];
        BinaryPrimitives.WriteUInt16BigEndian(frame.AsSpan(6), (ushort)(frame.Length - InformationOffset));
        return frame;
    }
}
