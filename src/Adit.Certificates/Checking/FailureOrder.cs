using Adit.Certificates.Validation;

namespace Adit.Certificates.Checking;

/// <summary>
/// The order in which the base policy of Windows' CertVerifyCertificateChainPolicy lists its errors, the name last: the first failure is
/// then most likely the one that a Windows client shows. What no client sees comes after those, warnings at the end.
/// </summary>
internal static class FailureOrder
{
    private const int Last = 100;

    public static int Rank(CertificateFailure failure) => failure switch
    {
        CertificateFailure.Malformed => 0,
        CertificateFailure.BadSignature => 1,
        CertificateFailure.Distrusted => 1,
        CertificateFailure.UntrustedRoot => 2,
        CertificateFailure.IncompleteChain => 3,
        CertificateFailure.NotPinned => 3,
        CertificateFailure.WrongPurpose => 4,
        CertificateFailure.PolicyMissing => 5,
        CertificateFailure.Expired => 6,
        CertificateFailure.NotYetValid => 7,
        CertificateFailure.InvalidAuthority => 8,
        CertificateFailure.ChainRefused => 9,
        CertificateFailure.NoValidPolicy => 9,
        CertificateFailure.WeakKey => 10,
        CertificateFailure.WeakSignature => 11,
        CertificateFailure.WrongName => 12,
        CertificateFailure.NameNotListed => 13,
        CertificateFailure.Revoked => 13,
        CertificateFailure.RevocationOffline => 14,
        CertificateFailure.NoRevocationInformation => 15,
        _ => Last,
    };
}
