using Adit.Diagnosis;
using Adit.Diagnosis.Scenarios;

namespace Adit.Cli.Output;

/// <summary>What is known of a code, ours or Windows'.</summary>
/// <param name="Code">The code as its catalogue entry has it.</param>
/// <param name="Title">What happened; null where only Windows' symbol is known.</param>
/// <param name="Side">Where it is mended.</param>
/// <param name="Windows">The Windows code.</param>
/// <param name="WindowsSource">How far the Windows code may be relied on.</param>
/// <param name="Cause">Why it happens.</param>
/// <param name="Evidence">What tells it from its neighbours.</param>
/// <param name="Remedy">What to do.</param>
/// <param name="ShownFor">Our own failures that a Windows client shows as this code.</param>
internal sealed record ExplanationView(
    string Code,
    string? Title,
    FailureSide? Side,
    WindowsCodeView? Windows,
    WindowsCodeSource? WindowsSource,
    string? Cause,
    string? Evidence,
    IReadOnlyList<string> Remedy,
    IReadOnlyList<ShownFailure> ShownFor)
{
    /// <summary>The reason of a policy server that the code is.</summary>
    public NpsReason? Reason { get; init; }

    /// <summary>The scenarios that it may be, the likeliest first.</summary>
    public IReadOnlyList<CauseView> Causes { get; init; } = [];

    /// <summary>Scenarios that nobody at that place can tell from this one; where the code is a scenario's.</summary>
    public IReadOnlyList<GroupView> Groups { get; init; } = [];

    /// <summary>Faults of others that come out as this code.</summary>
    public IReadOnlyList<KnownCondition> Conditions { get; init; } = [];

    /// <summary>What is known of a code of any kind; null of one that nothing knows.</summary>
    public static ExplanationView? Of(FoundCode found) => OfKind(found) is { } explanation
        ? explanation with { Conditions = KnownConditions.Find(explanation.Code) }
        : null;

    private static ExplanationView? OfKind(FoundCode found) => found switch
    {
        FoundCode.Ours ours => OfFailure(ours.Entry.Code),
        FoundCode.OfWindows windows => OfWindows(windows.Code),
        FoundCode.OfReason reason => OfReason(reason.Reason),
        FoundCode.OfScenario scenario => OfScenario(scenario.Scenario),
        _ => null,
    };

    /// <summary>What is known of a reason of a policy server.</summary>
    public static ExplanationView OfReason(NpsReason reason) =>
        (OfFailure(reason.Code) ?? new ExplanationView(reason.Code, null, null, null, null, null, null, [], [])) with { Reason = reason };

    /// <summary>A scenario.</summary>
    public static ExplanationView OfScenario(Scenario scenario) => new(
        scenario.Id, scenario.Symptom, scenario.Side, WindowsCodeView.Of(scenario.Codes is [var first, ..] ? first.Code : null), null,
        scenario.Cause, scenario.Evidence, scenario.Remedy, [])
    {
        Groups = [.. Enum.GetValues<ScenarioPlace>().Select(place => GroupView.Of(ScenarioCatalogue.GroupOf(scenario, place)))],
    };

    /// <summary>What the catalogue says of one of our codes; null where it has no entry.</summary>
    public static ExplanationView? OfFailure(string code) => FailureCatalogue.Find(code) is { } entry && FailureCatalogue.IsOurs(entry)
        ? Of(entry, []) with { Causes = CauseView.Of(ScenarioCatalogue.FindProvedBy(entry.Code)) }
        : null;

    /// <summary>What is known of a Windows code; null where neither the table nor the catalogue has it.</summary>
    public static ExplanationView? OfWindows(WindowsCode code)
    {
        ShownFailure[] shown = [.. FailureCatalogue.FindShownAs(code).Select(failure => new ShownFailure(failure.Code, failure.Title))];
        var causes = CauseView.Of(ScenarioCatalogue.FindShowing(code));
        if (FailureCatalogue.Find(code) is { } entry)
            return Of(entry, shown) with { Windows = WindowsCodeView.Of(code), Causes = causes };

        return code.Symbol is null && shown.Length + causes.Count == 0
            ? null
            : new ExplanationView(code.ToString(), null, null, WindowsCodeView.Of(code), null, null, null, [], shown) { Causes = causes };
    }

    private static ExplanationView Of(FailureEntry entry, IReadOnlyList<ShownFailure> shown) => new(
        entry.Code, entry.Title, entry.Side, WindowsCodeView.Of(entry.Windows), entry.WindowsSource, entry.Cause, entry.Evidence, entry.Remedy, shown);
}

/// <summary>One of our failures, by code and title.</summary>
internal sealed record ShownFailure(string Code, string Title);

/// <summary>A Windows code in every notation.</summary>
internal sealed record WindowsCodeView(string? Symbol, int Decimal, uint Unsigned, string Hex)
{
    public static WindowsCodeView? Of(WindowsCode? code) =>
        code is { } known ? new WindowsCodeView(known.Symbol, known.Value, unchecked((uint)known.Value), known.Hex) : null;
}

/// <summary>A scenario that a code may stand for.</summary>
/// <param name="Id">The scenario.</param>
/// <param name="Symptom">What is seen.</param>
/// <param name="Side">Where it is mended.</param>
/// <param name="Seen">How often this server's own attempts had it lately; 0 also where no server was asked.</param>
internal sealed record CauseView(string Id, string Symptom, FailureSide Side, int Seen)
{
    public static IReadOnlyList<CauseView> Of(IReadOnlyList<Scenario> scenarios) =>
        [.. scenarios.Select(scenario => new CauseView(scenario.Id, scenario.Symptom, scenario.Side, 0))];
}

/// <summary>What cannot be told apart at a place.</summary>
internal sealed record GroupView(string Name, string Title, ScenarioPlace Place, string Reason, IReadOnlyList<string> Scenarios)
{
    public static GroupView Of(ScenarioGroup group) =>
        new(group.Name, group.Title, group.Place, group.Reason, [.. group.Members.Select(member => member.Id)]);
}
