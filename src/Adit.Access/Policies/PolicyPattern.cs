using System.Text.RegularExpressions;

namespace Adit.Access.Policies;

/// <summary>
/// The patterns of conditions and of names to be replaced: found anywhere in the text unless <c>^</c> and <c>$</c> say otherwise, capitals
/// alike. They run in time that rises with the text alone, so that nobody's name can hold a decision up.
/// </summary>
public static class PolicyPattern
{
    /// <summary>Characters of a pattern.</summary>
    public const int MaxLength = 256;

    private const int MaxText = 512;

    private static readonly TimeSpan _patience = TimeSpan.FromMilliseconds(200);

    /// <summary>Null where the text is no pattern, or one that needs to look back (<c>\1</c>, <c>(?=</c>).</summary>
    public static Regex? Parse(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        if (text.Length is 0 or > MaxLength)
            return null;

        try
        {
            return new Regex(text, RegexOptions.NonBacktracking | RegexOptions.IgnoreCase | RegexOptions.CultureInvariant, _patience);
        }
        catch (Exception e) when (e is ArgumentException or NotSupportedException)
        {
            return null;
        }
    }

    /// <summary>Whether the pattern finds something. An endless text is not looked at.</summary>
    public static bool IsMatch(Regex pattern, string text)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            return text.Length <= MaxText && pattern.IsMatch(text);
        }
        catch (RegexMatchTimeoutException)
        {
            return false;
        }
    }

    /// <summary>The text with what the pattern finds replaced; the text itself where that takes too long or grows too much.</summary>
    public static string Replace(Regex pattern, string text, string replacement)
    {
        ArgumentNullException.ThrowIfNull(pattern);
        ArgumentNullException.ThrowIfNull(text);
        try
        {
            var replaced = text.Length <= MaxText ? pattern.Replace(text, replacement) : text;
            return replaced.Length <= MaxText ? replaced : text;
        }
        catch (RegexMatchTimeoutException)
        {
            return text;
        }
    }
}

/// <summary>What is found in a name is replaced, as <c>$1</c> with what the pattern's first group found.</summary>
/// <param name="Find">The pattern.</param>
/// <param name="Replace">What comes in its place.</param>
public sealed record NameRule(Regex Find, string Replace);
