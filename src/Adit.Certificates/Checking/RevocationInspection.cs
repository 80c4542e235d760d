using Adit.Certificates.Fetching;
using Adit.Certificates.Revocation;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Checking;

/// <summary>Looks up, from where this command runs, whether the certificates of a chain are revoked.</summary>
public static class RevocationInspection
{
    /// <summary>The report with what was found; as it is where the chain is not trusted, whose addresses nobody is to ask.</summary>
    /// <param name="report">What the rules say that need nobody else.</param>
    /// <param name="limits">How far fetching may go.</param>
    /// <param name="cancellationToken">Ends it.</param>
    public static async Task<CheckReport> AddAsync(CheckReport report, FetchLimits limits, CancellationToken cancellationToken)
    {
        ArgumentNullException.ThrowIfNull(report);
        if (report.Results.Any(result => result is { Rule: CheckRule.Chain, State: CheckState.Breaks }))
            return report;

        var checker = new RevocationChecker(new HttpFetcher(limits), TimeProvider.System);
        var findings = await checker.FindAsync(report.Path, RevocationSettings.Windows, cancellationToken);
        var failures = findings.Select(finding => RevocationChecker.FailureOf(finding, RevocationSettings.Windows)).OfType<CertificateFailure>().ToList();
        return findings.All(finding => finding.State is RevocationState.NoInformation)
            ? report
            : report.With(CheckRule.Revocation, Describe(findings), failures);
    }

    private static string Describe(IReadOnlyList<RevocationFinding> findings) => string.Join("; ", findings
        .Where(finding => finding.State is RevocationState.Good)
        .Select(finding => FormattableString.Invariant($"{finding.Subject} is not revoked, says {finding.Source} until {finding.Until?.UtcDateTime:u}")));
}
