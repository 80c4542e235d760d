namespace Adit.Protocols.Dhcp;

/// <summary>One option, all of its parts put together (RFC 3396).</summary>
/// <param name="Code">Its code, as sent, which need not be a known one.</param>
/// <param name="Value">Its value, of any length.</param>
public readonly record struct DhcpOption(DhcpOptionCode Code, ReadOnlyMemory<byte> Value)
{
    /// <summary>The longest part there is, in bytes.</summary>
    internal const int MaxPart = byte.MaxValue;

    private const int HeaderLength = 2;

    /// <summary>Bytes on the wire: a value of more than 255 bytes takes several parts.</summary>
    public int Length => (Parts * HeaderLength) + Value.Length;

    private int Parts => Math.Max(1, (Value.Length + MaxPart - 1) / MaxPart);

    /// <summary>Writes <see cref="Length"/> bytes.</summary>
    public void Write(Span<byte> destination)
    {
        var rest = Value.Span;
        do
        {
            var part = rest[..Math.Min(rest.Length, MaxPart)];
            destination[0] = (byte)Code;
            destination[1] = (byte)part.Length;
            part.CopyTo(destination[HeaderLength..]);
            destination = destination[(HeaderLength + part.Length)..];
            rest = rest[part.Length..];
        }
        while (!rest.IsEmpty);
    }
}
