using System.Buffers.Binary;
using System.Runtime.InteropServices;
using System.Runtime.Intrinsics;

namespace Adit.Protocols.Ip;

/// <summary>
/// The Internet checksum (RFC 1071). Sums are kept in the machine's byte order and unfolded: the ones' complement sum does not
/// depend on it (§2 B), so nothing is swapped. Pieces may be summed one after another if all but the last have an even length.
/// </summary>
public static class InternetChecksum
{
    private const int BlockLength = 64;

    /// <summary>Adds <paramref name="bytes"/> to the sum so far. An odd last byte counts as if a zero followed.</summary>
    public static ulong Sum(ReadOnlySpan<byte> bytes, ulong sum = 0)
    {
        var blocks = bytes.Length & -BlockLength;
        if (blocks > 0)
            sum += SumBlocks(MemoryMarshal.Cast<byte, Vector256<uint>>(bytes[..blocks]));

        var rest = bytes[blocks..];
        for (; rest.Length >= sizeof(uint); rest = rest[sizeof(uint)..])
            sum += MemoryMarshal.Read<uint>(rest);
        if (rest.Length >= sizeof(ushort))
        {
            sum += MemoryMarshal.Read<ushort>(rest);
            rest = rest[sizeof(ushort)..];
        }

        return rest.Length > 0 ? sum + InMachineOrder((ushort)(rest[0] << 8)) : sum;
    }

    /// <summary>The sum of the pseudo header (RFC 9293 §3.1, RFC 8200 §8.1).</summary>
    /// <param name="addresses">Source and destination as they stand in the packet: 8 or 32 bytes.</param>
    /// <param name="protocol">TCP, UDP or another that sums the pseudo header.</param>
    /// <param name="length">Bytes of transport header and payload, at most 65535.</param>
    public static ulong PseudoHeader(ReadOnlySpan<byte> addresses, IpProtocol protocol, int length) =>
        Sum(addresses) + InMachineOrder((ushort)protocol) + InMachineOrder((ushort)length);

    /// <summary>The sum in 16 bits, not complemented, in the machine's byte order.</summary>
    public static ushort Fold(ulong sum)
    {
        sum = (sum & uint.MaxValue) + (sum >> 32);
        sum = (sum & ushort.MaxValue) + (sum >> 16);
        sum = (sum & ushort.MaxValue) + (sum >> 16);
        sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)sum;
    }

    /// <summary>Whether a sum that includes the checksum field itself shows intact bytes.</summary>
    public static bool IsIntact(ulong sum) => Fold(sum) == ushort.MaxValue;

    /// <summary>Writes the checksum: the complement of the sum over everything, the field itself being zero.</summary>
    public static void Write(Span<byte> field, ulong sum) => MemoryMarshal.Write(field, (ushort)~Fold(sum));

    /// <summary>Writes the sum as it is: what is left in the field where the kernel completes the checksum.</summary>
    public static void WritePartial(Span<byte> field, ulong sum) => MemoryMarshal.Write(field, Fold(sum));

    /// <summary>Changes a checksum as if one aligned 16-bit word had changed (RFC 1624, equation 3).</summary>
    /// <param name="field">Two bytes of checksum.</param>
    /// <param name="before">The word as it was, as read in network byte order.</param>
    /// <param name="after">The word as it is now.</param>
    public static void Update(Span<byte> field, ushort before, ushort after)
    {
        var sum = (ulong)(ushort)~BinaryPrimitives.ReadUInt16BigEndian(field) + (ushort)~before + after;
        BinaryPrimitives.WriteUInt16BigEndian(field, (ushort)~Fold(sum));
    }

    private static ulong SumBlocks(ReadOnlySpan<Vector256<uint>> vectors)
    {
        var even = Vector256<ulong>.Zero;
        var odd = Vector256<ulong>.Zero;
        for (; vectors.Length >= 2; vectors = vectors[2..])
        {
            var (lower, upper) = Vector256.Widen(vectors[0]);
            even += lower + upper;
            (lower, upper) = Vector256.Widen(vectors[1]);
            odd += lower + upper;
        }

        return Vector256.Sum(even + odd);
    }

    private static ushort InMachineOrder(ushort value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
}
