using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Checking;

/// <summary>
/// Whether a server may show a certificate: the rules of its role, but for those that only clients can judge. Whom they trust, and whether
/// they reach a list, is not seen from here; a private root that this machine does not know is no fault.
/// </summary>
public static class ServingRules
{
    /// <summary>Why it must not be shown; null where it may.</summary>
    /// <param name="role">What it is shown for.</param>
    /// <param name="input">The certificate; its key must be there.</param>
    /// <param name="now">The time by the wall clock.</param>
    public static CertificateFailure? Refusal(CertificateRole role, CheckInput input, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(input);
        var withKey = input.Key is KeyState.NotAsked ? input with { Key = KeyState.Missing } : input;
        return new CertificateChecker(TrustAnchors.System).Check(role, withKey, now).Failures.FirstOrDefault(failure => !IsForClients(failure));
    }

    private static bool IsForClients(CertificateFailure failure) => failure
        is CertificateFailure.UntrustedRoot or CertificateFailure.IncompleteChain or CertificateFailure.RevocationAddressUnusable;
}
