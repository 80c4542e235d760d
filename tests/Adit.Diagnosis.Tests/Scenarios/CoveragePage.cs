using System.Globalization;
using System.Text;
using Adit.Diagnosis.Scenarios;

namespace Adit.Diagnosis.Tests.Scenarios;

/// <summary>Writes <c>docs/failures/coverage.md</c>.</summary>
internal static class CoveragePage
{
    private static readonly string[] Verdicts = ["reproduced", "linted", "waiting", "open"];

    public static string Write(IReadOnlyList<ScenarioTest> tests)
    {
        var rows = ScenarioCatalogue.All.Select(scenario => Describe(scenario, [.. tests.Where(test => test.Id == scenario.Id)])).ToList();
        var page = new StringBuilder("""
            # Coverage of the scenarios

            Which of the [scenarios](scenarios/README.md) a test provokes, and what it takes to tell it from others. This page is written by a test: after `dotnet test tests/Adit.Diagnosis.Tests`, `cp artifacts/coverage.md docs/failures/`.

            - *reproduced*: a test provokes the failure with real components, and checks the code at the client, or what an outside program is told, and what the server records.
              Where a client shows another number than the documents have, both stand there.
            - *linted*: there is no error to provoke; a test checks that what is wrong is named.
            - *waiting*: it needs what Adit does not speak yet.
            - *open*: no test yet.

            The server's evidence is meant to leave one scenario. Where it leaves several, the reason stands [below](#several-in-one-group-at-the-server).


            """.ReplaceLineEndings("\n"));
        foreach (var verdict in Verdicts)
            page.Append(CultureInfo.InvariantCulture, $"{rows.Count(row => row.Verdict == verdict)} {verdict}{(verdict == Verdicts[^1] ? $"; {rows.Count} in all.\n\n" : ", ")}");
        page.Append("| | Scenario | Verdict | Group at the client | Group at the server | Test |\n|---|---|---|---|---|---|\n");
        foreach (var row in rows)
            page.Append(row.Line);

        page.Append("\n## Several in one group at the server\n\n| Group | Scenarios | Why nothing at the server tells them apart |\n|---|---|---|\n");
        foreach (var group in ScenarioCatalogue.Groups.Where(group => group.Place is ScenarioPlace.Server && group.Members.Count > 1))
            page.Append(CultureInfo.InvariantCulture, $"| {group.Name} | {string.Join(", ", group.Members.Select(member => member.Id))} | {group.Reason} |\n");
        return page.ToString();
    }

    private static (string Verdict, string Line) Describe(Scenario scenario, IReadOnlyList<ScenarioTest> tests)
    {
        var verdict = tests.Any(test => !test.IsLinted) ? "reproduced"
            : tests.Count > 0 ? "linted"
            : scenario.WaitsFor is not null ? "waiting"
            : "open";
        var proof = tests.Count > 0 ? string.Join("<br>", tests.Select(test => test.Name).Distinct(StringComparer.Ordinal))
            : scenario.WaitsFor is { } missing ? $"needs {missing}"
            : "";
        return (verdict, $"| {scenario.Id} | {scenario.Symptom} | {verdict}{DescribeSeen(scenario, tests)} | {scenario.ClientGroup} | {scenario.ServerGroup} | {proof} |\n");
    }

    private static string DescribeSeen(Scenario scenario, IReadOnlyList<ScenarioTest> tests) => tests.FirstOrDefault(test => test.Seen is not null) is { } test
        ? $"; seen: {test.Seen}, documented: {string.Join(", ", scenario.Codes.Select(shown => $"{shown.Code.Value}{(shown.IsProposed ? "*" : "")}"))}"
        : "";
}
