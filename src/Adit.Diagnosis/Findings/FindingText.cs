using System.Globalization;
using System.Text;

namespace Adit.Diagnosis.Findings;

/// <summary>
/// Makes text fit to be shown: what a finding says comes in part from servers, resolvers and files that nobody vouches for, and a
/// terminal obeys what it is sent.
/// </summary>
public static class FindingText
{
    /// <summary>The longest text of a finding, in characters.</summary>
    public const int MaxLength = 600;

    private const string Cut = " ...";

    /// <summary>The text without whatever steers a terminal or turns round what follows, each such character a question mark, and not longer than <see cref="MaxLength"/>.</summary>
    public static string Of(string? text, int maxLength = MaxLength)
    {
        var clean = new StringBuilder();
        foreach (var rune in (text ?? "").EnumerateRunes())
        {
            if (clean.Length + rune.Utf16SequenceLength > maxLength - Cut.Length)
                return clean.Append(Cut).ToString();

            clean.Append(Steers(rune) ? "?" : rune.ToString());
        }

        return clean.ToString();
    }

    private static bool Steers(Rune rune) => Rune.GetUnicodeCategory(rune) is UnicodeCategory.Control or UnicodeCategory.Format
        or UnicodeCategory.LineSeparator or UnicodeCategory.ParagraphSeparator or UnicodeCategory.PrivateUse or UnicodeCategory.OtherNotAssigned;
}
