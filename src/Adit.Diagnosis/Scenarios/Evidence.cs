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
        return OfAttempt(attempt.FailureCode, attempt.UserName, attempt.Facts.Select(fact => KeyValuePair.Create(fact.Name, fact.Value)));
    }

    /// <summary>The same of an attempt that was told of, rather than read from the store.</summary>
    public static Evidence OfAttempt(string? failureCode, string? userName, IEnumerable<KeyValuePair<string, string>> facts) =>
        new(ScenarioPlace.Server, failureCode is null ? [] : [new EvidenceItem(failureCode, FactsOf(userName, facts))]);

    /// <summary>What a failure proves to whom it happened.</summary>
    public static Evidence Of(Failure failure, ScenarioPlace place) => new(place, [new EvidenceItem(failure.Code, FailureFacts.List(failure))]);

    /// <summary>The same with more that was seen.</summary>
    public Evidence With(params IEnumerable<EvidenceItem> items) => this with { Items = [.. Items, .. items] };

    private static Dictionary<string, string> FactsOf(string? userName, IEnumerable<KeyValuePair<string, string>> recorded)
    {
        var facts = new Dictionary<string, string>(StringComparer.OrdinalIgnoreCase);
        foreach (var (name, value) in recorded)
            facts[name] = value;
        // A refusal by a policy has the account's own permission in its trace; one without a policy is the account's.
        facts["dialIn"] = facts.Values.Any(value => value.Contains("account policy", StringComparison.Ordinal) || value.Contains("account ignored", StringComparison.Ordinal))
            ? "policy"
            : "deny";
        if (userName is null)
            return facts;

        facts["name.realm"] = userName.AsSpan().ContainsAny('\\', '@') ? "given" : "none";
        facts["name.letters"] = userName.Any(letter => letter > LastOfAscii) ? "wide" : "plain";
        return facts;
    }
}
