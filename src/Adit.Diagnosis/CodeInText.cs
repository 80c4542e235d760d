using System.Globalization;
using System.Text.RegularExpressions;
using Adit.Diagnosis.Scenarios;

namespace Adit.Diagnosis;

/// <summary>
/// Finds the code in what somebody pasted: one of ours, a scenario's id, an <c>E=</c> of MS-CHAP, a reason of a policy server, a number or
/// symbol of Windows, alone or within the text of an event. Bounded: reads the first 4096 characters.
/// </summary>
public static partial class CodeInText
{
    private const int MaxLength = 4096;
    private const int FirstEvent = 20_221;
    private const int LastEvent = 20_227;
    private const int TimeLimit = 1000;

    /// <summary>The code in its own notation, to be looked up; null where the text has none.</summary>
    public static FoundCode? Find(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        var read = (text.Length <= MaxLength ? text : text[..MaxLength]).Trim();
        return FindAlone(read) ?? FindLabelled(read) ?? FindLoose(read);
    }

    private static FoundCode? FindAlone(string text) =>
        FailureCatalogue.Find(text) is { } entry && FailureCatalogue.IsOurs(entry) ? new FoundCode.Ours(entry)
        : ScenarioCatalogue.Find(text) is { } scenario ? new FoundCode.OfScenario(scenario)
        : WindowsCodes.TryParse(text, out var code) ? new FoundCode.OfWindows(code)
        : null;

    /// <summary>A number with a word before it that says what it is.</summary>
    private static FoundCode? FindLabelled(string text)
    {
        if (Reason().Match(text) is { Success: true } reason && NpsReasons.Find(reason.Groups["code"].Value) is { } known)
            return new FoundCode.OfReason(known);

        return Labelled().Match(text) is { Success: true } labelled && WindowsCodes.TryParse(labelled.Groups["code"].Value, out var code)
            ? new FoundCode.OfWindows(code)
            : null;
    }

    /// <summary>The last word that is known as a code: events end with theirs, in whatever language.</summary>
    private static FoundCode? FindLoose(string text)
    {
        string[] words = [.. Word().Matches(text).Select(word => word.Value)];
        return words.Select(FindAlone).OfType<FoundCode.Ours>().LastOrDefault()
            ?? words.Select(FindAlone).OfType<FoundCode.OfWindows>().LastOrDefault(found => found.Code.Symbol is not null && found.Code.Value is not (0 or (>= FirstEvent and <= LastEvent)))
            ?? (FoundCode?)words.Select(FindAlone).OfType<FoundCode.OfScenario>().LastOrDefault();
    }

    [GeneratedRegex(@"reason[ -]?code\W{0,3}\s*(?<code>[0-9]{1,5})\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeLimit)]
    private static partial Regex Reason();

    [GeneratedRegex(@"(\bE=|\b(error|failure|code)\b[^0-9\r\n=-]{0,40})(?<code>0x[0-9a-f]{1,8}|-?[0-9]{1,10})\b", RegexOptions.IgnoreCase | RegexOptions.ExplicitCapture, TimeLimit)]
    private static partial Regex Labelled();

    [GeneratedRegex(@"-?[\w]+(-[0-9]{3}\b)?", RegexOptions.ExplicitCapture, TimeLimit)]
    private static partial Regex Word();
}
