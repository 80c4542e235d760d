using Adit.Diagnosis.Attempts;
using Adit.Protocols;

namespace Adit.Diagnosis.Scenarios;

/// <summary>All that is known at one place of why something does not work. Never what was done to bring it about.</summary>
/// <param name="Place">Where it was gathered.</param>
/// <param name="Items">What was seen.</param>
public sealed record Evidence(ScenarioPlace Place, IReadOnlyList<EvidenceItem> Items)
{
    private const char LastOfAscii = '\x7F';

    /// <summary>What a server's record of an attempt proves; nothing where the attempt did not fail.</summary>
    public static Evidence Of(AttemptRecord attempt)
    {
        ArgumentNullException.ThrowIfNull(attempt);
        return new Evidence(ScenarioPlace.Server, attempt.FailureCode is { } code ? [new EvidenceItem(code, FactsOf(attempt))] : []);
    }

    /// <summary>What a failure proves to whom it happened.</summary>
    public static Evidence Of(Failure failure, ScenarioPlace place) => new(place, [new EvidenceItem(failure.Code, FailureFacts.List(failure))]);

    /// <summary>The same with more that was seen.</summary>
    public Evidence With(params IEnumerable<EvidenceItem> items) => this with { Items = [.. Items, .. items] };

    private static Dictionary<string, string> FactsOf(AttemptRecord attempt)
    {
        var facts = attempt.Facts.ToDictionary(fact => fact.Name, fact => fact.Value, StringComparer.OrdinalIgnoreCase);
        if (attempt.Stages is [.., var last])
            facts["stage"] = last.Name;
        if (attempt.UserName is not { } name)
            return facts;

        facts["name.realm"] = name.AsSpan().ContainsAny('\\', '@') ? "given" : "none";
        facts["name.letters"] = name.Any(letter => letter > LastOfAscii) ? "wide" : "plain";
        return facts;
    }
}
