using System.Collections.Frozen;

namespace Adit.Diagnosis.Scenarios;

/// <summary>Every scenario and every group, read from the pages under <c>docs/failures/scenarios</c>. Needs neither server nor network.</summary>
public static class ScenarioCatalogue
{
    private const string PagePrefix = "scenarios/";
    private const string GroupsPage = PagePrefix + "groups";

    /// <summary>All scenarios, by id.</summary>
    public static IReadOnlyList<Scenario> All { get; } = [.. EmbeddedText.FindNames(PagePrefix)
        .Where(name => name is not GroupsPage)
        .SelectMany(name => ScenarioPage.ParseScenarios(EmbeddedText.ReadLines(name)))
        .OrderBy(scenario => scenario.Id, StringComparer.Ordinal)];

    /// <summary>All groups: the client's, then the server's.</summary>
    public static IReadOnlyList<ScenarioGroup> Groups { get; } = [.. ReadGroups(), .. StandingAlone()];

    private static readonly FrozenDictionary<string, Scenario> ById = All.ToFrozenDictionary(scenario => scenario.Id, StringComparer.OrdinalIgnoreCase);

    private static readonly FrozenDictionary<(ScenarioPlace Place, string Name), ScenarioGroup> ByName =
        Groups.ToFrozenDictionary(group => (group.Place, group.Name));

    /// <summary>The scenario of this id, in any case; null where there is none.</summary>
    public static Scenario? Find(string id) => ById.GetValueOrDefault(id.Trim());

    /// <summary>The group of a scenario at a place.</summary>
    public static ScenarioGroup GroupOf(Scenario scenario, ScenarioPlace place) => ByName[(place, scenario.GroupAt(place))];

    /// <summary>The scenarios in which a Windows client shows this code, wrapped as an HRESULT or not; those where it is documented first.</summary>
    public static IReadOnlyList<Scenario> FindShowing(WindowsCode code) => [.. All
        .Select(scenario => (Scenario: scenario, Shown: scenario.Codes.Where(shown => IsSame(shown.Code, code)).ToList()))
        .Where(found => found.Shown.Count > 0)
        .OrderBy(found => found.Shown[0].IsProposed)
        .Select(found => found.Scenario)];

    /// <summary>The scenarios that a failure or a finding of this code points to at the server.</summary>
    public static IReadOnlyList<Scenario> FindProvedBy(string code) =>
        [.. All.Where(scenario => scenario.Proofs.Any(proof => string.Equals(proof.Code, code, StringComparison.OrdinalIgnoreCase)))];

    private static bool IsSame(WindowsCode shown, WindowsCode asked) => shown == asked || (shown.Win32 ?? shown) == (asked.Win32 ?? asked);

    private static IEnumerable<ScenarioGroup> ReadGroups() => ScenarioPage.ParseGroups(EmbeddedText.ReadLines(GroupsPage))
        .Select(group => group with { Members = [.. All.Where(scenario => scenario.GroupAt(group.Place) == group.Name)] });

    private static IEnumerable<ScenarioGroup> StandingAlone() => All
        .Where(scenario => scenario.ServerGroup == scenario.Id)
        .Select(scenario => new ScenarioGroup(
            scenario.Id, scenario.Symptom, ScenarioPlace.Server, [], "The server's evidence tells it from every other.", [scenario]));
}
