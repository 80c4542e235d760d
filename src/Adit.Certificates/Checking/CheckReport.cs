using Adit.Certificates.Validation;

namespace Adit.Certificates.Checking;

/// <summary>How one rule stands, or one of its faults.</summary>
/// <param name="Rule">The rule.</param>
/// <param name="State">How it stands.</param>
/// <param name="Seen">What was seen where it holds, in a few words.</param>
/// <param name="Failure">What breaks it or is to be minded; null where it holds.</param>
public sealed record CheckResult(CheckRule Rule, CheckState State, string? Seen, CertificateFailure? Failure);

/// <summary>What a certificate was found to be.</summary>
/// <param name="Role">What it was held to.</param>
/// <param name="Results">Every rule that applies: once where it holds, else once for each fault.</param>
/// <param name="Path">The DER of the certificates from the leaf to the trusted one, as far as they were found.</param>
public sealed record CheckReport(CertificateRole Role, IReadOnlyList<CheckResult> Results, IReadOnlyList<ReadOnlyMemory<byte>> Path)
{
    /// <summary>Every fault for which it is refused, the most telling first.</summary>
    public IReadOnlyList<CertificateFailure> Failures => [.. FailuresIn(CheckState.Breaks)];

    /// <summary>Everything to be minded that refuses nothing.</summary>
    public IReadOnlyList<CertificateFailure> Warnings => [.. FailuresIn(CheckState.Warns)];

    /// <summary>The same with what others found out: revocation, what the server really shows.</summary>
    public CheckReport With(CheckRule rule, string seen, IReadOnlyList<CertificateFailure> found) => this with
    {
        Results = [.. Results, .. CheckResults.Of(rule, seen, found)],
    };

    private IEnumerable<CertificateFailure> FailuresIn(CheckState state) =>
        Results.Where(result => result.State == state).Select(result => result.Failure!).OrderBy(FailureOrder.Rank);
}
