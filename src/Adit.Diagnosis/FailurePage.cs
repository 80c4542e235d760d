namespace Adit.Diagnosis;

/// <summary>
/// Reads a page of <c>docs/failures</c>, the one place where a failure's words stand: a heading <c># CODE: Title</c>, the lines
/// <c>- Side: …</c> and <c>- Windows: NUMBER SYMBOL (source)</c> or <c>- Windows: none</c>, then the sections Cause, Evidence and Remedy,
/// the last of them a numbered list. A page that departs from this is a fault of ours, so reading it throws.
/// </summary>
internal static class FailurePage
{
    /// <summary>Reads the page's lines, which are trimmed and not blank.</summary>
    public static FailureEntry Parse(string name, IReadOnlyList<string> lines)
    {
        var heading = lines[0].Split(':', 2, StringSplitOptions.TrimEntries);
        if (heading is not [['#', ' ', .. var code], { Length: > 0 } title] || !string.Equals(code, name, StringComparison.Ordinal))
            throw Departs(name, $"its first line is to be '# {name}: Title'");

        var (windows, source) = ParseWindows(name, ReadProperty(name, lines, "Windows"));
        return new FailureEntry(code, title, ParseEnum<FailureSide>(name, ReadProperty(name, lines, "Side")), windows, source,
            ReadText(name, lines, "Cause"), ReadText(name, lines, "Evidence"), ReadSteps(name, lines));
    }

    private static string ReadProperty(string page, IReadOnlyList<string> lines, string property)
    {
        var prefix = $"- {property}: ";
        var line = lines.FirstOrDefault(line => line.StartsWith(prefix, StringComparison.Ordinal));
        return line?[prefix.Length..] ?? throw Departs(page, $"it has no line '{prefix}'");
    }

    private static (WindowsCode? Code, WindowsCodeSource? Source) ParseWindows(string page, string text)
    {
        if (text is "none")
            return (null, null);

        if (text.Split(' ') is not [var number, var symbol, ['(', .. var source, ')']] || !WindowsCodes.TryParse(number, out var code))
            throw Departs(page, "its Windows line is to be 'NUMBER SYMBOL (source)' or 'none'");

        return string.Equals(code.Symbol, symbol, StringComparison.Ordinal)
            ? (code, ParseEnum<WindowsCodeSource>(page, source))
            : throw Departs(page, $"{number} is {code.Symbol}, not {symbol}");
    }

    private static string ReadText(string page, IReadOnlyList<string> lines, string section) =>
        string.Join(' ', ReadSection(page, lines, section));

    private static string[] ReadSteps(string page, IReadOnlyList<string> lines)
    {
        var steps = new List<string>();
        foreach (var line in ReadSection(page, lines, "Remedy"))
        {
            var numeral = $"{steps.Count + 1}. ";
            if (line.StartsWith(numeral, StringComparison.Ordinal))
                steps.Add(line[numeral.Length..]);
            else if (steps.Count > 0)
                steps[^1] += " " + line;
            else
                throw Departs(page, "its remedy is to be a list numbered from 1");
        }

        return [.. steps];
    }

    private static string[] ReadSection(string page, IReadOnlyList<string> lines, string section)
    {
        var heading = $"## {section}";
        string[] text = [.. lines
            .SkipWhile(line => !string.Equals(line, heading, StringComparison.Ordinal))
            .Skip(1)
            .TakeWhile(line => !line.StartsWith("## ", StringComparison.Ordinal))];
        return text.Length > 0 ? text : throw Departs(page, $"its section '{heading}' is missing or empty");
    }

    private static T ParseEnum<T>(string page, string text)
        where T : struct, Enum =>
        Enum.TryParse<T>(text, ignoreCase: true, out var value) && Enum.IsDefined(value)
            ? value
            : throw Departs(page, $"'{text}' is no {typeof(T).Name}");

    private static FormatException Departs(string page, string how) => new($"The failure page '{page}' departs from its form: {how}.");
}
