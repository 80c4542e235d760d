using Adit.Certificates.Validation;

namespace Adit.Certificates.Checking;

/// <summary>Which rule a failure breaks, and how badly: one place for both.</summary>
internal static class CheckResults
{
    /// <summary>One for each failure, or one that says that the rule holds.</summary>
    public static IEnumerable<CheckResult> Of(CheckRule rule, string seen, IReadOnlyCollection<CertificateFailure> failures) => failures.Count == 0
        ? [new CheckResult(rule, CheckState.Holds, seen, null)]
        : failures.OrderBy(FailureOrder.Rank).Select(failure => new CheckResult(rule, StateOf(failure), null, failure));

    public static CheckRule RuleOf(CertificateFailure failure) => failure switch
    {
        CertificateFailure.Expired or CertificateFailure.NotYetValid or CertificateFailure.ExpiresSoon => CheckRule.Dates,
        CertificateFailure.WeakKey or CertificateFailure.WeakSignature => CheckRule.Strength,
        CertificateFailure.WrongPurpose or CertificateFailure.PolicyMissing or CertificateFailure.IkePurposeMissing => CheckRule.Purpose,
        CertificateFailure.WrongName or CertificateFailure.NameOnlyInSubject or CertificateFailure.AddressHalfNamed
            or CertificateFailure.NameNotListed => CheckRule.Name,
        CertificateFailure.KeyMissing or CertificateFailure.KeyMismatch => CheckRule.Key,
        CertificateFailure.RevocationAddressUnusable or CertificateFailure.Revoked or CertificateFailure.RevocationOffline
            or CertificateFailure.NoRevocationInformation => CheckRule.Revocation,
        CertificateFailure.NotTheConfigured or CertificateFailure.NewerUnused => CheckRule.Binding,
        CertificateFailure.NoSecurityIdentifier => CheckRule.Mapping,
        _ => CheckRule.Chain,
    };

    /// <summary>What only some clients mind, or nobody yet, is a warning.</summary>
    private static CheckState StateOf(CertificateFailure failure) => failure
        is CertificateFailure.ExpiresSoon or CertificateFailure.IkePurposeMissing or CertificateFailure.NameOnlyInSubject
        or CertificateFailure.AddressHalfNamed or CertificateFailure.NoSecurityIdentifier or CertificateFailure.NewerUnused
        ? CheckState.Warns
        : CheckState.Breaks;
}
