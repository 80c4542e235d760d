namespace Adit.Protocols.Ppp;

/// <summary>The data of a PAP Authenticate-Request: a name and a password, each behind its length (RFC 1334 §2.2.1).</summary>
internal readonly record struct PapRequest(ReadOnlyMemory<byte> Name, ReadOnlyMemory<byte> Password)
{
    /// <summary>Bytes of the longest name and of the longest password.</summary>
    public const int MaxLength = byte.MaxValue;

    public static bool TryRead(ReadOnlyMemory<byte> data, out PapRequest request)
    {
        request = default;
        if (!TryTake(ref data, out var name) || !TryTake(ref data, out var password))
            return false;

        request = new PapRequest(name, password);
        return true;
    }

    public byte[] ToArray() => [(byte)Name.Length, .. Name.Span, (byte)Password.Length, .. Password.Span];

    private static bool TryTake(ref ReadOnlyMemory<byte> rest, out ReadOnlyMemory<byte> value)
    {
        value = default;
        if (rest.IsEmpty || rest.Span[0] >= rest.Length)
            return false;

        var end = 1 + rest.Span[0];
        (value, rest) = (rest[1..end], rest[end..]);
        return true;
    }
}
