using Adit.Diagnosis.Scenarios;
using Adit.Protocols;

namespace Adit.Diagnosis.Findings;

/// <summary>
/// What the doctor found out about one thing. Whatever the texts were made from, they are bounded and hold nothing that steers a terminal.
/// </summary>
public sealed record Finding
{
    private const int MaxSteps = 12;

    private Finding(string component, FindingState state, string title, string evidence) =>
        (Component, State, Title, Evidence) = (FindingText.Of(component), state, FindingText.Of(title), FindingText.Of(evidence));

    /// <summary>What was looked at, in a word or two: <c>name</c>, <c>port 443</c>, <c>certificate</c>.</summary>
    public string Component { get; }

    /// <summary>How it stands.</summary>
    public FindingState State { get; }

    /// <summary>How it stands, in a few words.</summary>
    public string Title { get; }

    /// <summary>Why; empty where all is well.</summary>
    public string Cause { get; private init; } = "";

    /// <summary>What was seen.</summary>
    public string Evidence { get; }

    /// <summary>What to do, in order; empty where all is well.</summary>
    public IReadOnlyList<string> Remedy { get; private init; } = [];

    /// <summary>The failure that it is or leads to; null where all is well, or nothing has a code.</summary>
    public string? Code { get; private init; }

    /// <summary>The groups of scenarios that it proves, seen from this place; none of a group's can be told from another here.</summary>
    public IReadOnlyList<ScenarioGroup> Groups { get; private init; } = [];

    /// <summary>The scenarios that are left.</summary>
    public IReadOnlyList<Scenario> Scenarios { get; private init; } = [];

    /// <summary>Faults of others' products that the evidence fits.</summary>
    public IReadOnlyList<KnownCondition> Conditions { get; private init; } = [];

    /// <summary>All is well.</summary>
    public static Finding Good(string component, string title, string evidence = "") => new(component, FindingState.Good, title, evidence);

    /// <summary>It could not be found out, and why.</summary>
    public static Finding Unknown(string component, string title, string evidence = "") => new(component, FindingState.Unknown, title, evidence);

    /// <summary>A failure seen from a client's place, with the words of its page.</summary>
    /// <param name="component">What was looked at.</param>
    /// <param name="failure">What was found.</param>
    /// <param name="evidence">What was seen; null for the facts of the failure.</param>
    /// <param name="state">How bad it is: whether anything follows from it.</param>
    public static Finding AtClient(string component, Failure failure, string? evidence = null, FindingState state = FindingState.Bad) =>
        Of(component, failure, ScenarioPlace.Client, evidence, state);

    /// <summary>The same seen on the server.</summary>
    public static Finding AtServer(string component, Failure failure, string? evidence = null, FindingState state = FindingState.Bad) =>
        Of(component, failure, ScenarioPlace.Server, evidence, state);

    private static Finding Of(string component, Failure failure, ScenarioPlace place, string? evidence, FindingState state)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var page = ClientCodes.FindPage(failure);
        var seen = Diagnosis.Scenarios.Evidence.Of(failure, place);
        var conclusion = Conclusion.Draw(seen);
        return new Finding(component, state, page?.Title ?? failure.Code, evidence ?? FailureFacts.Describe(failure))
        {
            Cause = FindingText.Of(page?.Cause),
            Code = failure.Code,
            Remedy = [.. (page?.Remedy ?? []).Take(MaxSteps).Select(step => FindingText.Of(step))],
            Groups = conclusion.Groups,
            Scenarios = conclusion.Scenarios,
            Conditions = KnownConditions.FindFitting(seen),
        };
    }
}
