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

    /// <summary>JSON with what hides or turns round text escaped as JSON has it: the encoder lets that pass, and it means the same escaped.</summary>
    public static string CleanJson(string json)
    {
        var clean = new StringBuilder(json.Length);
        Span<char> halves = stackalloc char[2];
        foreach (var rune in json.EnumerateRunes())
        {
            if (Rune.GetUnicodeCategory(rune) is not UnicodeCategory.Format)
            {
                clean.Append(rune);
                continue;
            }

            foreach (var half in halves[..rune.EncodeToUtf16(halves)])
                clean.Append(CultureInfo.InvariantCulture, $"\\u{(int)half:X4}");
        }

        return clean.ToString();
    }

    private static bool Steers(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
