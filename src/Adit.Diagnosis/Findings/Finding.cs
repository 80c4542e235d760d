using Adit.Protocols;

namespace Adit.Diagnosis.Findings;

/// <summary>
/// What the doctor found out about one thing. Whatever the texts were made from, they are bounded and hold nothing that steers a terminal.
/// </summary>
public sealed record Finding
{
    private const int MaxSteps = 12;

    private Finding(string component, FindingState state, string cause, string evidence) =>
        (Component, State, Cause, Evidence) = (FindingText.Of(component), state, FindingText.Of(cause), FindingText.Of(evidence));

    /// <summary>What was looked at, in a word or two: <c>name</c>, <c>port 443</c>, <c>certificate</c>.</summary>
    public string Component { get; }

    /// <summary>How it stands.</summary>
    public FindingState State { get; init; }

    /// <summary>How it stands, as a sentence.</summary>
    public string Cause { get; }

    /// <summary>What was seen.</summary>
    public string Evidence { get; }

    /// <summary>What to do, in order; empty where all is well.</summary>
    public IReadOnlyList<string> Remedy { get; private init; } = [];

    /// <summary>The failure that it is or leads to; null where all is well, or nothing has a code.</summary>
    public string? Code { get; private init; }

    /// <summary>The scenarios of the catalogue that it may be, as seen from this place: none of them can be told from another here.</summary>
    public IReadOnlyList<string> Scenarios { get; init; } = [];

    /// <summary>Whether everything that needs this was not looked at.</summary>
    public bool IsEnd { get; init; }

    /// <summary>All is well.</summary>
    public static Finding Good(string component, string cause, string evidence = "") => new(component, FindingState.Good, cause, evidence);

    /// <summary>It could not be found out, and why.</summary>
    public static Finding Unknown(string component, string cause, string evidence = "") => new(component, FindingState.Unknown, cause, evidence);

    /// <summary>A failure, with the words of its page.</summary>
    /// <param name="component">What was looked at.</param>
    /// <param name="failure">What was found.</param>
    /// <param name="scenarios">What it may be.</param>
    /// <param name="evidence">What was seen; null for the facts of the failure.</param>
    public static Finding Bad(string component, Failure failure, IReadOnlyList<string> scenarios, string? evidence = null)
    {
        ArgumentNullException.ThrowIfNull(failure);
        var page = ClientCodes.FindPage(failure);
        return new Finding(component, FindingState.Bad, page is null ? failure.Code : $"{page.Title}. {page.Cause}", evidence ?? FailureFacts.Describe(failure))
        {
            Code = failure.Code,
            Remedy = [.. (page?.Remedy ?? []).Take(MaxSteps).Select(step => FindingText.Of(step))],
            Scenarios = scenarios,
        };
    }

    /// <summary>The same where it works all the same.</summary>
    public static Finding Warning(string component, Failure failure, IReadOnlyList<string> scenarios, string? evidence = null) =>
        Bad(component, failure, scenarios, evidence) with { State = FindingState.Warning };

    /// <summary>The same where nothing can be concluded from it.</summary>
    public static Finding Inconclusive(string component, Failure failure, IReadOnlyList<string> scenarios, string? evidence = null) =>
        Bad(component, failure, scenarios, evidence) with { State = FindingState.Unknown };
}
