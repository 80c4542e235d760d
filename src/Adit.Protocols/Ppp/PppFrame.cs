using System.Buffers.Binary;

namespace Adit.Protocols.Ppp;

/// <summary>
/// A PPP frame without flags, escapes and checksum (RFC 1661 §2, RFC 1662 §3.1), a view into the buffer it came in.
/// All forms are read at all times: with or without FF 03, with a protocol number of one or two bytes.
/// </summary>
internal readonly ref struct PppFrame
{
    /// <summary>The longest frame a tunnel hands us: what one SSTP message holds.</summary>
    public const int MaxLength = 4091;

    /// <summary>Bytes of FF 03 and a whole protocol number.</summary>
    public const int HeaderLength = 4;

    public PppProtocol Protocol { get; private init; }

    /// <summary>The information field; at most <see cref="MaxLength"/> bytes.</summary>
    public ReadOnlySpan<byte> Information { get; private init; }

    public static bool TryParse(ReadOnlySpan<byte> frame, out PppFrame result)
    {
        result = default;
        if (frame.Length > MaxLength)
            return false;

        var rest = frame is [0xff, 0x03, ..] ? frame[2..] : frame;
        if (rest is [var compressed, ..] && IsLastOctet(compressed))
            return Take(compressed, rest[1..], out result);

        return rest is [_, var last, ..] && IsLastOctet(last)
            && Take(BinaryPrimitives.ReadUInt16BigEndian(rest), rest[2..], out result);
    }

    /// <summary>Writes the header in full, as control protocols are always sent (RFC 1661 §6.5, §6.6).</summary>
    public static void WriteHeader(Span<byte> destination, PppProtocol protocol)
    {
        destination[0] = 0xff;
        destination[1] = 0x03;
        BinaryPrimitives.WriteUInt16BigEndian(destination[2..], (ushort)protocol);
    }

    private static bool Take(ushort protocol, ReadOnlySpan<byte> information, out PppFrame frame)
    {
        frame = new PppFrame { Protocol = (PppProtocol)protocol, Information = information };
        return true;
    }

    private static bool IsLastOctet(byte octet) => (octet & 1) == 1;
}
