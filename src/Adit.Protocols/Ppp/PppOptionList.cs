namespace Adit.Protocols.Ppp;

/// <summary>The options of a Configure packet, in the order they came (RFC 1661 §5.1).</summary>
internal static class PppOptionList
{
    /// <summary>No known peer sends more than a dozen; a longer list is not read at all.</summary>
    public const int MaxCount = 64;

    /// <summary>False where an option's length is wrong or there are too many: such a packet is silently discarded.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> data, out IReadOnlyList<PppOption> options)
    {
        var list = new List<PppOption>();
        options = list;
        for (var rest = data; !rest.IsEmpty;)
        {
            if (rest.Length < PppOption.HeaderLength || list.Count == MaxCount)
                return false;

            var length = rest.Span[1];
            if (length < PppOption.HeaderLength || length > rest.Length)
                return false;

            list.Add(new PppOption(rest.Span[0], rest[PppOption.HeaderLength..length]));
            rest = rest[length..];
        }

        return true;
    }

    public static byte[] ToArray(IReadOnlyList<PppOption> options)
    {
        var bytes = new byte[options.Sum(option => option.Length)];
        var rest = bytes.AsSpan();
        foreach (var option in options)
        {
            rest[0] = option.Type;
            rest[1] = (byte)option.Length;
            option.Data.Span.CopyTo(rest[PppOption.HeaderLength..]);
            rest = rest[option.Length..];
        }

        return bytes;
    }
}
