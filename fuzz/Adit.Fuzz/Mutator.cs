using System.Buffers.Binary;

namespace Adit.Fuzz;

/// <summary>Makes wrong inputs out of right ones, the same ones again for the same seed.</summary>
internal sealed class Mutator(int seed)
{
    private const int MaxLength = 20_000;
    private const int MaxChunk = 32;

    private static readonly byte[] _edges = [0, 1, 3, 4, 7, 8, 0x0f, 0x10, 0x7f, 0x80, 0xfe, 0xff];

    private readonly Random _random = new(seed);

    /// <summary>A mutant of one of the seeds, half of them with their lengths made to agree again.</summary>
    public byte[] Next(IReadOnlyList<byte[]> seeds, Func<byte[], byte[]> repair)
    {
        var input = Pick(seeds);
        for (var left = MutationCount(); left > 0; left--)
            input = Mutate(input, seeds);

        if (input.Length > MaxLength)
            input = input[..MaxLength];

        return _random.Next(2) == 0 ? repair(input) : input;
    }

    /// <summary>None now and then, mostly one or two, seldom many: a mutant has to stay near enough to get in.</summary>
    private int MutationCount()
    {
        var count = _random.Next(8) == 0 ? 0 : 1;
        while (count is > 0 and < 16 && _random.Next(3) == 0)
            count++;

        return count;
    }

    private byte[] Mutate(byte[] input, IReadOnlyList<byte[]> seeds) => _random.Next(11) switch
    {
        0 => At(input, (bytes, at) => bytes[at] ^= (byte)(1 << _random.Next(8))),
        1 => At(input, (bytes, at) => bytes[at] = (byte)_random.Next(256)),
        2 => At(input, (bytes, at) => bytes[at] = Pick(_edges)),
        3 => At(input, (bytes, _) => bytes[_random.Next(Math.Min(bytes.Length, 16))] = (byte)_random.Next(16)), // a type, a count
        4 => At(input, Nudge),
        5 => Truncate(input),
        6 => Delete(input),
        7 => Duplicate(input),
        8 => Insert(input, _random.Next(input.Length + 1), Noise()),
        9 => Swap(input),
        _ => Splice(input, Pick(seeds)),
    };

    private byte[] At(byte[] input, Action<byte[], int> change)
    {
        if (input.Length == 0)
            return input;

        var copy = input.ToArray();
        change(copy, _random.Next(copy.Length));
        return copy;
    }

    /// <summary>Moves a 16-bit number, perhaps a length, a little or to an end.</summary>
    private void Nudge(byte[] bytes, int at)
    {
        if (at + sizeof(ushort) > bytes.Length)
            return;

        var value = BinaryPrimitives.ReadUInt16BigEndian(bytes.AsSpan(at));
        var nudged = _random.Next(5) switch { 0 => 0, 1 => 0xffff, 2 => 0x0fff, 3 => value + 1, _ => value - 1 };
        BinaryPrimitives.WriteUInt16BigEndian(bytes.AsSpan(at), unchecked((ushort)nudged));
    }

    private byte[] Truncate(byte[] input) => input[.._random.Next(input.Length + 1)];

    private byte[] Delete(byte[] input)
    {
        var (start, end) = Chunk(input);
        return [.. input[..start], .. input[end..]];
    }

    private byte[] Duplicate(byte[] input)
    {
        var (start, end) = Chunk(input);
        return Insert(input, end, input[start..end]);
    }

    private byte[] Swap(byte[] input)
    {
        var (start, end) = Chunk(input);
        byte[] rest = [.. input[..start], .. input[end..]];
        return Insert(rest, _random.Next(rest.Length + 1), input[start..end]);
    }

    private byte[] Splice(byte[] input, byte[] other) =>
        [.. input[.._random.Next(input.Length + 1)], .. other[_random.Next(other.Length + 1)..]];

    private byte[] Noise()
    {
        var noise = new byte[_random.Next(1, MaxChunk)];
        _random.NextBytes(noise);
        return noise;
    }

    private static byte[] Insert(byte[] input, int at, byte[] chunk) => [.. input[..at], .. chunk, .. input[at..]];

    private (int Start, int End) Chunk(byte[] input)
    {
        var start = _random.Next(input.Length + 1);
        return (start, Math.Min(input.Length, start + _random.Next(1, MaxChunk)));
    }

    private T Pick<T>(IReadOnlyList<T> choice) => choice[_random.Next(choice.Count)];
}
