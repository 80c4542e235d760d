namespace Adit.Server.Sessions;

/// <summary>Makes text out of what a peer sent: printable ASCII as it is, everything else as a dot, 64 characters at most.</summary>
internal static class PrintableText
{
    private const int MaxLength = 64;

    public static string From(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[Math.Min(bytes.Length, MaxLength)];
        for (var i = 0; i < text.Length; i++)
            text[i] = bytes[i] is >= 0x20 and < 0x7f ? (char)bytes[i] : '.';
        return new string(text);
    }
}
