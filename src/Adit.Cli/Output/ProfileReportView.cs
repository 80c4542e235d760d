using Adit.Client.Profiles;
using Adit.Diagnosis;

namespace Adit.Cli.Output;

/// <summary>What was found in a profile.</summary>
/// <param name="File">The file that was read.</param>
/// <param name="Written">The file that was made of it; null for none.</param>
/// <param name="Settings">The keys and values of the connection's file; empty where it was one.</param>
/// <param name="Findings">In the order of the file.</param>
internal sealed record ProfileReportView(string File, string? Written, IReadOnlyDictionary<string, string> Settings, IReadOnlyList<ProfileFindingView> Findings)
{
    /// <summary>Whether something would fail, or be less safe than it looks.</summary>
    public bool Healthy => Findings.All(finding => !finding.IsFatal);

    /// <summary>For people: a line for each finding.</summary>
    public void WriteTo(TextWriter output)
    {
        foreach (var finding in Findings)
            output.WriteLine(Printable.Clean($"{(finding.Line is { } line ? $"line {line}: " : "")}{(finding.IsFatal ? "" : "note: ")}{finding.Code}: {finding.Title}{(finding.Facts.Length > 0 ? $" ({finding.Facts})" : "")}"));
    }
}

/// <summary>One of them.</summary>
/// <param name="Line">Where, counted from 1; null for the file as a whole.</param>
/// <param name="Code">What 'adit explain' knows.</param>
/// <param name="Title">In a few words.</param>
/// <param name="Facts">What was seen.</param>
/// <param name="IsFatal">Whether it would fail for it, or be less safe than it looks; otherwise it is only said.</param>
/// <param name="NextStep">What to do first.</param>
internal sealed record ProfileFindingView(int? Line, string Code, string Title, string Facts, bool IsFatal, string NextStep)
{
    public static ProfileFindingView Of(ProfileFinding finding)
    {
        var page = FailureCatalogue.Find(finding.Failure);
        return new ProfileFindingView(
            finding.Line is 0 ? null : finding.Line, finding.Failure.Code, page?.Title ?? "", FailureFacts.Describe(finding.Failure), finding.IsFatal,
            page?.Remedy is [var first, ..] ? first : "");
    }
}
