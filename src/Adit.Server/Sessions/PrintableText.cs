using System.Globalization;

namespace Adit.Server.Sessions;

/// <summary>Makes text out of what a peer sent, 64 characters at most.</summary>
internal static class PrintableText
{
    private const int MaxLength = 64;

    /// <summary>Printable ASCII as it is, everything else as a dot.</summary>
    public static string From(ReadOnlySpan<byte> bytes)
    {
        Span<char> text = stackalloc char[Math.Min(bytes.Length, MaxLength)];
        for (var i = 0; i < text.Length; i++)
            text[i] = bytes[i] is >= 0x20 and < 0x7f ? (char)bytes[i] : '.';
        return new string(text);
    }

    /// <summary>The same of text: letters of any script stay, and what steers a terminal or hides becomes a dot.</summary>
    public static string Of(string text) => text.Length <= MaxLength && !text.AsSpan().ContainsAnyExceptInRange(' ', '~')
        ? text
        : string.Concat(text.Take(MaxLength).Select(letter => char.IsControl(letter) || char.IsSurrogate(letter) || IsHidden(letter) ? '.' : letter));

    private static bool IsHidden(char letter) => char.GetUnicodeCategory(letter)
        is UnicodeCategory.Format or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse;
}
