using Adit.Certificates.Checking;
using Adit.Certificates.Fetching;
using Adit.Certificates.Revocation;
using Adit.Certificates.Validation;

namespace Adit.Cli.Commands;

/// <summary>Looks up, from where this command runs, whether the certificates of a chain are revoked.</summary>
internal static class RevocationInspection
{
    /// <summary>The report with what was found; as it is where the chain is not trusted, whose addresses nobody is to ask.</summary>
    public static async Task<CheckReport> AddAsync(CheckReport report, CancellationToken cancellationToken)
    {
        if (report.Results.Any(result => result is { Rule: CheckRule.Chain, State: CheckState.Breaks }))
            return report;

        var checker = new RevocationChecker(new HttpFetcher(new FetchLimits()), TimeProvider.System);
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
