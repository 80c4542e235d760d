namespace Adit.Diagnosis.Scenarios;

/// <summary>What evidence says: the groups of scenarios that it proves, and the scenarios themselves.</summary>
/// <param name="Place">Where the evidence was gathered.</param>
/// <param name="Groups">The groups at that place; one where the evidence is good.</param>
/// <param name="Scenarios">The scenarios that are left, by id.</param>
public sealed record Conclusion(ScenarioPlace Place, IReadOnlyList<ScenarioGroup> Groups, IReadOnlyList<Scenario> Scenarios)
{
    /// <summary>The one scenario that is left; null where there are more or none.</summary>
    public Scenario? Scenario => Scenarios is [var only] ? only : null;

    /// <summary>
    /// Draws the conclusion. Of the proofs that an item meets, those with the most conditions count. Where several items have scenarios in
    /// common, those remain; items that have none in common are faults beside one another, and all of theirs remain.
    /// </summary>
    public static Conclusion Draw(Evidence evidence)
    {
        ArgumentNullException.ThrowIfNull(evidence);
        List<Scenario[]> proved = [.. evidence.Items.Select(item => ProvedBy(item, evidence.Place)).Where(scenarios => scenarios.Length > 0)];
        var common = proved.Aggregate((IEnumerable<Scenario>?)null, (left, next) => left?.Intersect(next) ?? next) ?? [];
        Scenario[] left = [.. (common.Any() ? common : proved.SelectMany(scenarios => scenarios)).Distinct().OrderBy(scenario => scenario.Id, StringComparer.Ordinal)];
        return new Conclusion(evidence.Place, [.. left.Select(scenario => ScenarioCatalogue.GroupOf(scenario, evidence.Place)).Distinct()], left);
    }

    private static Scenario[] ProvedBy(EvidenceItem item, ScenarioPlace place) => place is ScenarioPlace.Client
        ? [.. Best(item, ScenarioCatalogue.Groups.Where(group => group.Place == place), group => group.Proofs).SelectMany(group => group.Members)]
        : [.. Best(item, ScenarioCatalogue.All, scenario => scenario.Proofs)];

    private static IEnumerable<T> Best<T>(EvidenceItem item, IEnumerable<T> candidates, Func<T, IReadOnlyList<Proof>> proofsOf)
    {
        var met = candidates.Select(candidate => (Candidate: candidate, Weight: WeightOf(item, proofsOf(candidate)))).Where(found => found.Weight >= 0).ToList();
        return met.Where(found => found.Weight == met.Max(other => other.Weight)).Select(found => found.Candidate);
    }

    private static int WeightOf(EvidenceItem item, IReadOnlyList<Proof> proofs) =>
        proofs.Where(proof => proof.IsMetBy(item)).Select(proof => proof.Conditions.Count).DefaultIfEmpty(-1).Max();
}
