using Adit.Diagnosis.Scenarios;
using Adit.Server.Control;

namespace Adit.Cli.Output;

/// <summary>Which scenarios this server's own attempts show.</summary>
internal static class SeenScenarios
{
    /// <summary>What an attempt proves; nothing where there is none or it did not fail.</summary>
    public static Conclusion Conclude(AttemptView? attempt) => Conclusion.Draw(EvidenceOf(attempt, []));

    /// <summary>All that is known of an attempt.</summary>
    /// <param name="attempt">The attempt; null for none.</param>
    /// <param name="others">Others of the same time: what came of them tells of what one attempt cannot.</param>
    public static Evidence EvidenceOf(AttemptView? attempt, IReadOnlyList<AttemptView> others)
    {
        var facts = attempt?.Facts.Select(fact => KeyValuePair.Create(fact.Name, fact.Value)) ?? [];
        if (attempt is not null)
            facts = facts.Concat(OtherAttempts.FindFacts(attempt, others));
        return Evidence.OfAttempt(attempt?.FailureCode, attempt?.User, facts);
    }

    /// <summary>The causes with how often these attempts had each, the most frequent first; the others keep their order.</summary>
    public static IReadOnlyList<CauseView> Rank(IReadOnlyList<CauseView> causes, IReadOnlyList<AttemptView> attempts)
    {
        var seen = attempts.SelectMany(attempt => Conclude(attempt).Scenarios).CountBy(scenario => scenario.Id).ToDictionary(StringComparer.Ordinal);
        return [.. causes.Select(cause => cause with { Seen = seen.GetValueOrDefault(cause.Id) }).OrderByDescending(cause => cause.Seen)];
    }
}
