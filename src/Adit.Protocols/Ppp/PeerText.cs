using System.Globalization;
using System.Text;

namespace Adit.Protocols.Ppp;

/// <summary>Text that a peer sent. It may hold anything.</summary>
internal static class PeerText
{
    private static readonly UTF8Encoding s_strict = new(encoderShouldEmitUTF8Identifier: false, throwOnInvalidBytes: true);

    /// <summary>Decodes as UTF-8, or as Latin-1 where it is not UTF-8.</summary>
    public static string Decode(ReadOnlySpan<byte> bytes, out bool isLatin1)
    {
        isLatin1 = !System.Text.Unicode.Utf8.IsValid(bytes);
        return (isLatin1 ? Encoding.Latin1 : s_strict).GetString(bytes);
    }

    /// <summary>Decodes for people to read: bounded, and what would forge or reorder a line as dots.</summary>
    public static string Clean(ReadOnlySpan<byte> bytes, int maxLength)
    {
        var text = Decode(bytes[..Math.Min(bytes.Length, maxLength)], out _);
        return string.Concat(text.Select(character => IsHarmful(character) ? '.' : character));
    }

    private static bool IsHarmful(char character) => char.GetUnicodeCategory(character) is
        UnicodeCategory.Control or UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator;
}
