using System.Buffers.Binary;
using System.Numerics;
using System.Runtime.CompilerServices;
using System.Security.Cryptography;

namespace Adit.Protocols.Crypto;

/// <summary>
/// MD5 (RFC 1321). Legacy: broken as a hash, and here since RADIUS knows no other. .NET has it, but what OpenSSL does around each
/// digest takes several times as long as a packet's own few blocks, and a log-in over RADIUS takes six.
/// </summary>
internal static class Md5
{
    /// <summary>Bytes of a digest.</summary>
    public const int HashLength = 16;

    private const int BlockLength = 64;
    private const int WordCount = BlockLength / sizeof(uint);

    // RFC 1321 §3.4: the table T.
    private static readonly uint[] _sines = [.. Enumerable.Range(1, 64).Select(i => (uint)(Math.Abs(Math.Sin(i)) * 4294967296))];

    /// <summary>The digest of two texts, the second right behind the first.</summary>
    public static byte[] HashData(ReadOnlySpan<byte> first, ReadOnlySpan<byte> second) => HashData(default, first, second);

    /// <summary>The digest of a beginning that many texts share, and two texts behind it.</summary>
    public static byte[] HashData(Beginning beginning, ReadOnlySpan<byte> first, ReadOnlySpan<byte> second)
    {
        Span<uint> state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
        beginning.State.CopyTo(state);
        Span<byte> tail = stackalloc byte[2 * BlockLength];
        var used = HashBlocks(state, first, tail, 0);
        used = HashBlocks(state, second, tail, used);
        Pad(state, tail, used, (ulong)(beginning.Length + first.Length + second.Length) * 8);
        var digest = new byte[HashLength];
        for (var i = 0; i < state.Length; i++)
            BinaryPrimitives.WriteUInt32LittleEndian(digest.AsSpan(i * sizeof(uint)), state[i]);

        CryptographicOperations.ZeroMemory(tail);
        return digest;
    }

    /// <summary>Takes a block in, once for all that begin with it.</summary>
    /// <param name="block">64 bytes.</param>
    public static Beginning Begin(ReadOnlySpan<byte> block)
    {
        uint[] state = [0x67452301, 0xefcdab89, 0x98badcfe, 0x10325476];
        HashBlock(state, block[..BlockLength]);
        return new Beginning(state);
    }

    /// <summary>Hashes whole blocks of what waits in <paramref name="tail"/> and of <paramref name="text"/>; how much now waits there.</summary>
    private static int HashBlocks(Span<uint> state, ReadOnlySpan<byte> text, Span<byte> tail, int used)
    {
        if (used > 0)
        {
            var taken = Math.Min(text.Length, BlockLength - used);
            text[..taken].CopyTo(tail[used..]);
            text = text[taken..];
            used += taken;
            if (used < BlockLength)
                return used;

            HashBlock(state, tail);
        }

        for (; text.Length >= BlockLength; text = text[BlockLength..])
            HashBlock(state, text);
        text.CopyTo(tail);
        return text.Length;
    }

    private static void Pad(Span<uint> state, Span<byte> tail, int used, ulong bits)
    {
        tail[used..].Clear();
        tail[used] = 0x80;
        var length = used < BlockLength - sizeof(ulong) ? BlockLength : 2 * BlockLength;
        BinaryPrimitives.WriteUInt64LittleEndian(tail[(length - sizeof(ulong))..], bits);
        for (var offset = 0; offset < length; offset += BlockLength)
            HashBlock(state, tail[offset..]);
    }

    private static void HashBlock(Span<uint> state, ReadOnlySpan<byte> block)
    {
        var (a, b, c, d) = (state[0], state[1], state[2], state[3]);
        for (var i = 0; i < 16; i += 4)
        {
            a = Step(a, b, (b & c) | (~b & d), Word(block, i), i, 7);
            d = Step(d, a, (a & b) | (~a & c), Word(block, i + 1), i + 1, 12);
            c = Step(c, d, (d & a) | (~d & b), Word(block, i + 2), i + 2, 17);
            b = Step(b, c, (c & d) | (~c & a), Word(block, i + 3), i + 3, 22);
        }

        for (var i = 16; i < 32; i += 4)
        {
            a = Step(a, b, (b & d) | (c & ~d), Word(block, ((5 * i) + 1) % WordCount), i, 5);
            d = Step(d, a, (a & c) | (b & ~c), Word(block, ((5 * i) + 6) % WordCount), i + 1, 9);
            c = Step(c, d, (d & b) | (a & ~b), Word(block, ((5 * i) + 11) % WordCount), i + 2, 14);
            b = Step(b, c, (c & a) | (d & ~a), Word(block, 5 * i % WordCount), i + 3, 20);
        }

        for (var i = 32; i < 48; i += 4)
        {
            a = Step(a, b, b ^ c ^ d, Word(block, ((3 * i) + 5) % WordCount), i, 4);
            d = Step(d, a, a ^ b ^ c, Word(block, ((3 * i) + 8) % WordCount), i + 1, 11);
            c = Step(c, d, d ^ a ^ b, Word(block, ((3 * i) + 11) % WordCount), i + 2, 16);
            b = Step(b, c, c ^ d ^ a, Word(block, ((3 * i) + 14) % WordCount), i + 3, 23);
        }

        for (var i = 48; i < 64; i += 4)
        {
            a = Step(a, b, c ^ (b | ~d), Word(block, 7 * i % WordCount), i, 6);
            d = Step(d, a, b ^ (a | ~c), Word(block, ((7 * i) + 7) % WordCount), i + 1, 10);
            c = Step(c, d, a ^ (d | ~b), Word(block, ((7 * i) + 14) % WordCount), i + 2, 15);
            b = Step(b, c, d ^ (c | ~a), Word(block, ((7 * i) + 5) % WordCount), i + 3, 21);
        }

        state[0] += a;
        state[1] += b;
        state[2] += c;
        state[3] += d;
    }

    private static uint Word(ReadOnlySpan<byte> block, int number) => BinaryPrimitives.ReadUInt32LittleEndian(block[(number * sizeof(uint))..]);

    /// <summary>RFC 1321 §3.4: a = b + ((a + f(b, c, d) + X[k] + T[i]) &lt;&lt;&lt; s).</summary>
    [MethodImpl(MethodImplOptions.AggressiveInlining)]
    private static uint Step(uint a, uint b, uint mixed, uint word, int number, int shift) =>
        b + BitOperations.RotateLeft(a + mixed + word + _sines[number], shift);

    /// <summary>What a whole block has made of the state; by default there is none yet. As secret as the block.</summary>
    public readonly struct Beginning(uint[] state)
    {
        /// <summary>The state; empty for none.</summary>
        internal ReadOnlySpan<uint> State => state;

        /// <summary>Bytes that were taken in.</summary>
        internal int Length => state is null ? 0 : BlockLength;
    }
}
