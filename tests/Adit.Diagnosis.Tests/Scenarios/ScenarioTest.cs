using System.Text.RegularExpressions;

namespace Adit.Diagnosis.Tests.Scenarios;

/// <summary>A test that covers a scenario, as its source says.</summary>
internal sealed partial record ScenarioTest(string Id, bool IsLinted, string? Seen, string Name)
{
    /// <summary>
    /// All of them, read from the sources rather than from what is built: so no test project has to be built for the page to be true.
    /// </summary>
    public static IReadOnlyList<ScenarioTest> FindAll(string tests) => [.. Directory.EnumerateFiles(tests, "*.cs", SearchOption.AllDirectories)
        .Order(StringComparer.Ordinal)
        .SelectMany(Find)];

    private static IEnumerable<ScenarioTest> Find(string file)
    {
        List<(string Id, bool IsLinted, string? Seen)> waiting = [];
        foreach (var line in File.ReadLines(file))
        {
            waiting.AddRange(Attribute().Matches(line).Select(match => (match.Groups["id"].Value, match.Groups["linted"].Success,
                match.Groups["seen"] is { Success: true } seen ? seen.Value : null)));
            if (waiting.Count == 0 || Method().Match(line) is not { Success: true } method)
                continue;

            foreach (var (id, isLinted, seen) in waiting)
                yield return new ScenarioTest(id, isLinted, seen, $"{Path.GetFileNameWithoutExtension(file)}.{method.Groups["name"].Value}");
            waiting = [];
        }
    }

    [GeneratedRegex("""^\s+.*\bScenario\("(?<id>[A-D][0-9]{2})"(?<linted>, Linted = true)?(, Seen = "(?<seen>\w+)")?\)""", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Attribute();

    [GeneratedRegex(@"^    public [^(=]* (?<name>\w+)\(", RegexOptions.ExplicitCapture, matchTimeoutMilliseconds: 1000)]
    private static partial Regex Method();
}
