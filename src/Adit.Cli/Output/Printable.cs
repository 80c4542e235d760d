using System.Globalization;
using System.Text;

namespace Adit.Cli.Output;

/// <summary>
/// Makes text that a peer chose safe to show: names come from callers who have proved nothing, and a terminal obeys what it is sent.
/// </summary>
internal static class Printable
{
    /// <summary>The text with everything that steers a terminal, or hides or turns round what follows, written as \uXXXX.</summary>
    public static string Clean(string text)
    {
        var clean = new StringBuilder(text.Length);
        foreach (var rune in text.EnumerateRunes())
        {
            if (Steers(rune))
                clean.Append(CultureInfo.InvariantCulture, $"\\u{rune.Value:X4}");
            else
                clean.Append(rune);
        }

        return clean.ToString();
    }

    private static bool Steers(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
