namespace Adit.Fuzz.Targets.Certificates;

/// <summary>Makes DER of what a mutation left: lengths that agree all the way down, and in their shortest form.</summary>
internal static class DerRepair
{
    private const int MaxDepth = 12;
    private const int Constructed = 0x20;

    /// <summary>One SEQUENCE of it all.</summary>
    public static byte[] Fill(byte[] input)
    {
        var content = input.Length > 1 ? input.AsSpan(Math.Min(input.Length, 1 + LengthOf(input, 1).Size)) : [];
        return Encode(0x30, FillAll(content, MaxDepth));
    }

    /// <summary>A value with its tag and length.</summary>
    public static byte[] Encode(byte tag, IReadOnlyList<byte> content) => content.Count switch
    {
        < 0x80 => [tag, (byte)content.Count, .. content],
        < 0x100 => [tag, 0x81, (byte)content.Count, .. content],
        < 0x1_0000 => [tag, 0x82, (byte)(content.Count >> 8), (byte)content.Count, .. content],
        _ => [tag, 0x83, (byte)(content.Count >> 16), (byte)(content.Count >> 8), (byte)content.Count, .. content],
    };

    private static List<byte> FillAll(ReadOnlySpan<byte> rest, int depth)
    {
        var all = new List<byte>();
        while (rest.Length >= 2)
        {
            var (length, size) = LengthOf(rest, 1);
            var start = Math.Min(rest.Length, 1 + size);
            var end = (int)Math.Min(rest.Length, (long)start + length);
            var content = rest[start..end];
            all.AddRange(Encode(rest[0], (rest[0] & Constructed) != 0 && depth > 0 ? FillAll(content, depth - 1) : [.. content]));
            rest = rest[end..];
        }

        return all;
    }

    private static (uint Length, int Size) LengthOf(ReadOnlySpan<byte> bytes, int at)
    {
        var size = bytes[at] & 0x7F;
        if (bytes[at] < 0x80 || size is 0 or > 3 || at + size >= bytes.Length)
            return ((uint)size, 1);

        uint length = 0;
        foreach (var octet in bytes.Slice(at + 1, size))
            length = (length << 8) | octet;
        return (length, 1 + size);
    }
}
