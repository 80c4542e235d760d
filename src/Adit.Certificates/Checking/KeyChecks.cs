using Adit.Certificates.Validation;

namespace Adit.Certificates.Checking;

/// <summary>Whether who shows a certificate can prove that it is theirs.</summary>
internal static class KeyChecks
{
    public static IEnumerable<CertificateFailure> Find(CheckInput input) => input.Key switch
    {
        KeyState.Missing => [new CertificateFailure.KeyMissing(PeerText.Subject(input.Leaf))],
        KeyState.Foreign => [new CertificateFailure.KeyMismatch(PeerText.Subject(input.Leaf))],
        _ => [],
    };
}
