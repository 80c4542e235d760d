using System.Buffers.Binary;
using System.Numerics;

namespace Adit.Protocols.Crypto;

/// <summary>
/// MD4 (RFC 1320). Legacy: broken as a hash, and here for one reason only, that a Windows password hash is made with it
/// (RFC 2759 §8.3). .NET does not have it.
/// </summary>
internal static class Md4
{
    /// <summary>Bytes of a digest.</summary>
    public const int HashLength = 16;

    private const int BlockLength = 64;

    /// <summary>The digest of all of <paramref name="source"/>.</summary>
    public static byte[] HashData(ReadOnlySpan<byte> source)
    {
        Span<uint> state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
        var rest = source;
        for (; rest.Length >= BlockLength; rest = rest[BlockLength..])
            HashBlock(state, rest);

        HashPadded(state, rest, (ulong)source.Length * 8);
        var digest = new byte[HashLength];
        for (var i = 0; i < state.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(digest.AsSpan(i * sizeof(uint)), state[i]);

        return digest;
    }

    private static void HashPadded(Span<uint> state, ReadOnlySpan<byte> rest, ulong bits)
    {
        Span<byte> tail = stackalloc byte[2 * BlockLength];
        tail.Clear();
        rest.CopyTo(tail);
        tail[rest.Length] = 0x80;
        var length = rest.Length < BlockLength - sizeof(ulong) ? BlockLength : 2 * BlockLength;
        BinaryPrimitives.WriteUInt64LittleEndian(tail[(length - sizeof(ulong))..], bits);
        for (var offset = 0; offset < length; offset += BlockLength)
            HashBlock(state, tail[offset..]);

        System.Security.Cryptography.CryptographicOperations.ZeroMemory(tail);
    }

    private static void HashBlock(Span<uint> state, ReadOnlySpan<byte> block)
    {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        for (var step = 0; step < 48; step++)
        {
            var word = BinaryPrimitives.ReadUInt32LittleEndian(block[(WordOrder[step] * sizeof(uint))..]);
            var sum = a + Mix(step / 16, b, c, d) + word;
            (a, b, c, d) = (d, BitOperations.RotateLeft(sum, Shifts[(step / 16 * 4) + (step % 4)]), b, c);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }

    private static uint Mix(int round, uint x, uint y, uint z) => round switch
    {
        0 => (x & y) | (~x & z),
        1 => ((x & y) | (x & z) | (y & z)) + 0x5a827999,
        _ => (x ^ y ^ z) + 0x6ed9eba1,
    };

    private static ReadOnlySpan<byte> Shifts => [3, 7, 11, 19, 3, 5, 9, 13, 3, 9, 11, 15];

    private static ReadOnlySpan<byte> WordOrder =>
    [
        0, 1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 15,
        0, 4, 8, 12, 1, 5, 9, 13, 2, 6, 10, 14, 3, 7, 11, 15,
        0, 8, 4, 12, 2, 10, 6, 14, 1, 9, 5, 13, 3, 11, 7, 15,
    ];
}
