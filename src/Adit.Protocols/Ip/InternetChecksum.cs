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
    /// <summary>Adds <paramref name="bytes"/> to the sum so far. An odd last byte counts as if a zero followed.</summary>
    public static ulong Sum(ReadOnlySpan<byte> bytes, ulong sum = 0)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector256<ulong>>(bytes);
        var rest = bytes[(vectors.Length * Vector256<byte>.Count)..];
        return SumRest(rest, vectors.IsEmpty ? sum : sum + SumVectors(vectors));
    }

    /// <summary>
    /// Copies <paramref name="source"/> to the start of <paramref name="destination"/> and adds it to the sum so far, as <see cref="Sum"/> does: both in
    /// one go over the bytes.
    /// </summary>
    public static ulong Copy(ReadOnlySpan<byte> source, Span<byte> destination, ulong sum = 0)
    {
        var vectors = MemoryMarshal.Cast<byte, Vector256<ulong>>(source);
        sum += CopyVectors(vectors, MemoryMarshal.Cast<byte, Vector256<ulong>>(destination[..source.Length]));
        var rest = source[(vectors.Length * Vector256<byte>.Count)..];
        rest.CopyTo(destination[(vectors.Length * Vector256<byte>.Count)..]);
        return SumRest(rest, sum);
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

    private static ulong SumVectors(ReadOnlySpan<Vector256<ulong>> vectors)
    {
        var (lower, upper) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        foreach (var vector in vectors)
        {
            lower += vector & Vector256.Create((ulong)uint.MaxValue);
            upper += vector >> 32;
        }

        return Vector256.Sum(lower + upper);
    }

    private static ulong CopyVectors(ReadOnlySpan<Vector256<ulong>> source, Span<Vector256<ulong>> destination)
    {
        var (lower, upper) = (Vector256<ulong>.Zero, Vector256<ulong>.Zero);
        for (var i = 0; i < source.Length && i < destination.Length; i++)
        {
            var vector = source[i];
            destination[i] = vector;
            lower += vector & Vector256.Create((ulong)uint.MaxValue);
            upper += vector >> 32;
        }

        return Vector256.Sum(lower + upper);
    }

    private static ulong SumRest(ReadOnlySpan<byte> rest, ulong sum)
    {
        for (; rest.Length >= sizeof(ulong); rest = rest[sizeof(ulong)..])
        {
            var words = MemoryMarshal.Read<ulong>(rest);
            sum += (uint)words + (words >> 32);
        }

        if (rest.Length >= sizeof(uint))
        {
            sum += MemoryMarshal.Read<uint>(rest);
            rest = rest[sizeof(uint)..];
        }

        if (rest.Length >= sizeof(ushort))
        {
            sum += MemoryMarshal.Read<ushort>(rest);
            rest = rest[sizeof(ushort)..];
        }

        return rest.Length > 0 ? sum + InMachineOrder((ushort)(rest[0] << 8)) : sum;
    }

    private static ushort InMachineOrder(ushort value) => BitConverter.IsLittleEndian ? BinaryPrimitives.ReverseEndianness(value) : value;
}
