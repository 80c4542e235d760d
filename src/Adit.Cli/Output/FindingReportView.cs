using Adit.Diagnosis;
using Adit.Diagnosis.Findings;

namespace Adit.Cli.Output;

/// <summary>What the doctor found.</summary>
/// <param name="Examined">What was examined.</param>
/// <param name="Healthy">Whether nothing is to be mended.</param>
/// <param name="Findings">Everything that was looked at, the bad first.</param>
internal sealed record FindingReportView(string Examined, bool Healthy, IReadOnlyList<FindingView> Findings)
{
    public static FindingReportView Of(FindingReport report, bool strict) =>
        new(report.Subject, report.IsHealthy(strict), [.. report.Findings.Select(FindingView.Of)]);

    public void WriteTo(Terminal terminal)
    {
        var table = new Table("STATE", "LOOKED AT", "CODE", "FOUND", "SEEN");
        foreach (var finding in Findings)
            table.Add(finding.State, finding.Component, finding.Code, finding.Title, finding.Evidence);
        table.WriteTo(terminal);
        foreach (var finding in Findings.Where(finding => finding.State is "bad" or "warning"))
            finding.WriteTo(terminal.Output);
        terminal.Output.WriteLine();
        terminal.Output.WriteLine(Healthy ? $"{Printable.Clean(Examined)}: healthy" : $"{Printable.Clean(Examined)}: {Findings.Count(finding => finding.State == "bad")} to mend");
    }
}

/// <summary>One thing that was looked at.</summary>
/// <param name="Component">What.</param>
/// <param name="State">bad, warning, unknown or good.</param>
/// <param name="Code">The failure's code; null where there is none.</param>
/// <param name="Title">How it stands.</param>
/// <param name="Cause">Why.</param>
/// <param name="Evidence">What was seen.</param>
/// <param name="Remedy">What to do, in order.</param>
/// <param name="Groups">The groups of scenarios that it proves.</param>
/// <param name="Scenarios">The scenarios that are left.</param>
/// <param name="Conditions">Faults of others' products that it fits.</param>
internal sealed record FindingView(
    string Component, string State, string? Code, string Title, string Cause, string Evidence, IReadOnlyList<string> Remedy,
    IReadOnlyList<string> Groups, IReadOnlyList<string> Scenarios, IReadOnlyList<KnownCondition> Conditions)
{
    public static FindingView Of(Finding finding) => new(
        finding.Component, finding.State.ToString().ToLowerInvariant(), finding.Code, finding.Title, finding.Cause, finding.Evidence, finding.Remedy,
        [.. finding.Groups.Select(group => group.Name)], [.. finding.Scenarios.Select(scenario => scenario.Id)], finding.Conditions);

    public void WriteTo(TextWriter output)
    {
        output.WriteLine();
        output.WriteLine(Printable.Clean($"{Code} {Title} ({Component})"));
        output.WriteLine(Printable.Clean($"  Cause: {Cause}"));
        output.WriteLine(Printable.Clean($"  Seen:  {Evidence}"));
        foreach (var (step, index) in Remedy.Select((step, index) => (step, index)))
            output.WriteLine(Printable.Clean(FormattableString.Invariant($"  {index + 1}. {step}")));
        if (Scenarios.Count > 0)
            output.WriteLine(Printable.Clean($"  Known as: {string.Join(", ", Scenarios)} ({string.Join(", ", Groups)}); 'adit explain {Scenarios[0]}' tells more"));
        foreach (var condition in Conditions)
            output.WriteLine(Printable.Clean($"  May be: {condition.What}. To tell: {condition.Evidence} To do: {condition.Remedy}"));
    }
}
