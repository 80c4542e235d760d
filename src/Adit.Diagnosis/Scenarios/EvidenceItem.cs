namespace Adit.Diagnosis.Scenarios;

/// <summary>One thing that was seen: a failure, or something that a doctor found.</summary>
/// <param name="Code">Its code, such as <c>PPP-101</c>.</param>
/// <param name="Facts">What stands beside it, by name; names and values in the form that proofs use.</param>
public sealed record EvidenceItem(string Code, IReadOnlyDictionary<string, string> Facts)
{
    /// <summary>A code without facts.</summary>
    public EvidenceItem(string code)
        : this(code, new Dictionary<string, string>(StringComparer.Ordinal))
    {
    }
}
