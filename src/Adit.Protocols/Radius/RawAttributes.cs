namespace Adit.Protocols.Radius;

/// <summary>The attributes of a message as they stand there, in their order (RFC 2865 §5).</summary>
internal static class RawAttributes
{
    private const int Header = 2;
    private const int Usual = 8; // most messages have no more: the list need not grow

    /// <summary>One of them.</summary>
    /// <param name="Type">Its number.</param>
    /// <param name="Offset">Where its value begins, from the first attribute on.</param>
    /// <param name="Value">A view of it; 0 to 253 bytes.</param>
    public readonly record struct Attribute(RadiusAttributeType Type, int Offset, ReadOnlyMemory<byte> Value);

    /// <summary>Null where a length is wrong or there are more than <paramref name="maxCount"/>.</summary>
    public static List<Attribute>? TryRead(ReadOnlyMemory<byte> bytes, int maxCount = RadiusAttributes.MaxCount)
    {
        var attributes = new List<Attribute>(Usual);
        for (var at = 0; at < bytes.Length; at += bytes.Span[at + 1])
        {
            var rest = bytes.Span[at..];
            if (rest.Length < Header || rest[1] < Header || rest[1] > rest.Length || attributes.Count == maxCount)
                return null;

            attributes.Add(new Attribute((RadiusAttributeType)rest[0], at + Header, bytes.Slice(at + Header, rest[1] - Header)));
        }

        return attributes;
    }
}
