namespace Adit.Diagnosis.Findings;

/// <summary>How one thing that was looked at stands; the worst first, which is the order in which findings are shown.</summary>
public enum FindingState
{
    /// <summary>It is the reason for a failure, or will be.</summary>
    Bad,

    /// <summary>It works, and is to be minded.</summary>
    Warning,

    /// <summary>It could not be found out.</summary>
    Unknown,

    /// <summary>All is well.</summary>
    Good,
}
