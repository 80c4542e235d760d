namespace Adit.Diagnosis.Findings;

/// <summary>Everything that one examination found.</summary>
/// <param name="subject">What was examined: a server as it was named, or this machine's.</param>
/// <param name="findings">In the order in which they were looked at.</param>
public sealed class FindingReport(string subject, IEnumerable<Finding> findings)
{
    private readonly List<Finding> _found = [.. findings];

    /// <summary>What was examined.</summary>
    public string Subject { get; } = FindingText.Of(subject);

    /// <summary>Bad ones first, within a state in the order in which they were looked at: what comes earlier is needed by what comes later.</summary>
    public IReadOnlyList<Finding> Findings => [.. _found.OrderBy(finding => finding.State)];

    /// <summary>The first thing to mend; null where nothing is bad.</summary>
    public Finding? First => _found.Find(finding => finding.State is FindingState.Bad);

    /// <summary>Whether nothing is bad.</summary>
    /// <param name="strict">Whether warnings count, too.</param>
    public bool IsHealthy(bool strict = false) =>
        !_found.Exists(finding => finding.State is FindingState.Bad || (strict && finding.State is FindingState.Warning));
}
