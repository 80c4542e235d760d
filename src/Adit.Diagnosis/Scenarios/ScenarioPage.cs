namespace Adit.Diagnosis.Scenarios;

/// <summary>
/// Reads the pages of <c>docs/failures/scenarios</c>: entries <c>## ID: Symptom</c>, each with lines <c>- Name: text</c> and, for a scenario,
/// a numbered list of what to do. Their form is described in the README beside them. A page that departs from it is a fault of ours, so
/// reading it throws.
/// </summary>
internal static class ScenarioPage
{
    private const string EntryMark = "## ";

    /// <summary>Reads the scenarios of a page, whose lines are trimmed and not blank.</summary>
    public static IEnumerable<Scenario> ParseScenarios(IReadOnlyList<string> lines) => Entries(lines).Select(entry =>
    {
        var (effect, codes) = ParseCodes(entry);
        return new Scenario(
            entry.Name, entry.Title, effect, codes,
            Enum.TryParse<FailureSide>(entry.Read("Side"), out var side) ? side : throw entry.Departs("its side is none"),
            entry.Read("Client"), entry.ReadOrNull("Server") ?? entry.Name, ParseProofs(entry), entry.ReadOrNull("Waits"),
            entry.Read("Cause"), entry.Read("Evidence"), entry.ReadSteps());
    });

    /// <summary>Reads the groups; their members are filled in by whoever has the scenarios.</summary>
    public static IEnumerable<ScenarioGroup> ParseGroups(IReadOnlyList<string> lines)
    {
        var place = ScenarioPlace.Client;
        foreach (var entry in Entries(lines))
        {
            if (entry.Title.Length > 0)
                yield return new ScenarioGroup(entry.Name, entry.Title, place, ParseProofs(entry), entry.Read("Reason"), []);
            else
                place = entry.Name is "At the server" ? ScenarioPlace.Server : ScenarioPlace.Client;
        }
    }

    private static (ScenarioEffect Effect, IReadOnlyList<ShownCode> Codes) ParseCodes(Entry entry)
    {
        var text = entry.Read("Codes");
        return Enum.TryParse<ScenarioEffect>(text, ignoreCase: true, out var effect) && char.IsLetter(text[0])
            ? (effect, [])
            : (ScenarioEffect.Fails, [.. text.Split(", ").Select(code => ParseCode(entry, code))]);
    }

    private static ShownCode ParseCode(Entry entry, string text) => WindowsCodes.TryParse(text.TrimEnd('*'), out var code)
        ? new ShownCode(code, text.EndsWith('*'))
        : throw entry.Departs($"'{text}' is no code");

    private static Proof[] ParseProofs(Entry entry) => entry.ReadOrNull("Proof") is { } text
        ? [.. text.Split("; ").Select(proof => Proof.Parse(proof) ?? throw entry.Departs($"'{proof}' is no proof"))]
        : [];

    private static IEnumerable<Entry> Entries(IReadOnlyList<string> lines)
    {
        for (var at = 0; at < lines.Count; at++)
        {
            if (!lines[at].StartsWith(EntryMark, StringComparison.Ordinal))
                continue;

            var heading = lines[at][EntryMark.Length..].Split(": ", 2);
            yield return new Entry(heading[0], heading.ElementAtOrDefault(1) ?? "",
                [.. lines.Skip(at + 1).TakeWhile(line => !line.StartsWith(EntryMark, StringComparison.Ordinal))]);
        }
    }

    private sealed record Entry(string Name, string Title, IReadOnlyList<string> Lines)
    {
        public string Read(string property) => ReadOrNull(property) ?? throw Departs($"it has no line '- {property}:'");

        public string? ReadOrNull(string property)
        {
            var prefix = $"- {property}: ";
            return Lines.FirstOrDefault(line => line.StartsWith(prefix, StringComparison.Ordinal))?[prefix.Length..];
        }

        public IReadOnlyList<string> ReadSteps()
        {
            string[] steps = [.. Lines.Where(line => char.IsAsciiDigit(line[0]))];
            return steps.Length > 0 && steps.Index().All(step => step.Item.StartsWith($"{step.Index + 1}. ", StringComparison.Ordinal))
                ? [.. steps.Select(step => step[(step.IndexOf(' ', StringComparison.Ordinal) + 1)..])]
                : throw Departs("its remedy is to be a list numbered from 1");
        }

        public FormatException Departs(string how) => new($"The scenario or group '{Name}' departs from its form: {how}.");
    }
}
