using Adit.Diagnosis.Scenarios;

namespace Adit.Diagnosis;

/// <summary>
/// What is known of others' faults: a row each of <c>known-conditions.tsv</c> with id, side, proofs in the form that scenarios have,
/// scenarios (or <c>-</c>), what it is, how to tell, what to do. To add one, add a row.
/// </summary>
public static class KnownConditions
{
    /// <summary>All of them.</summary>
    public static IReadOnlyList<KnownCondition> All { get; } =
        [.. EmbeddedText.ReadLines("known-conditions.tsv").Select(row => Parse(row.Split('\t')))];

    /// <summary>Those that may come out as this code, or are easily taken for the scenario of this id.</summary>
    public static IReadOnlyList<KnownCondition> Find(string code) => [.. All.Where(condition =>
        condition.Codes.Concat(condition.Scenarios).Contains(code, StringComparer.OrdinalIgnoreCase))];

    /// <summary>Those that this evidence fits: code and facts.</summary>
    public static IReadOnlyList<KnownCondition> FindFitting(Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        return [.. All.Where(condition => condition.Proofs.Any(proof => evidence.Items.Any(proof.IsMetBy)))];
    }

    private static KnownCondition Parse(string[] cells) => new(
        cells[0], Enum.Parse<FailureSide>(cells[1], ignoreCase: true),
        [.. cells[2].Split(", ").Select(text => Proof.Parse(text) ?? throw new FormatException($"'{text}' is no proof."))],
        cells[3] is "-" ? [] : cells[3].Split(", "), cells[4], cells[5], cells[6]);
}
