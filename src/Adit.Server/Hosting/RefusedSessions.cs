using Adit.Certificates.Issuing;
using Adit.Certificates.Stores;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Server.Eap;

namespace Adit.Server.Hosting;

/// <summary>
/// Ends the sessions of certificates that would not be let in any more: untrusted themselves or by an authority above them, or revoked in
/// our books.
/// </summary>
internal sealed class RefusedSessions(
    CertificateStores stores, SignInPaths paths, CertificateAuthority ca, IIssuedCertificates books, IOpenSessions sessions, TimeProvider clock)
{
    private static readonly Failure Reason = new CallFailure.DisconnectedByAdministrator("certificates");

    /// <summary>Looks again: a file that was put into the store by hand counts, too, and nobody slips in between a check and a change.</summary>
    public Duty Duty => Duty.EveryMinute("end the sessions of refused certificates", async now =>
    {
        EndDistrusted(Reason);
        var revoked = await books.ListRevokedAsync(IssuedCertificate.KeyIdOf(ca.Issuer), clock.GetUtcNow(), CancellationToken.None);
        if (revoked.Select(one => one.Fingerprint).ToHashSet(StringComparer.Ordinal) is { Count: > 0 } fingerprints)
            sessions.EndOfCertificates(fingerprints.Contains, Reason);
    });

    /// <summary>Ends those whose certificate, or an authority above it, stands among the untrusted; returns how many.</summary>
    public int EndDistrusted(Failure reason)
    {
        var untrusted = stores.ListFingerprints(Certificates.Stores.StoreName.Untrusted);
        return untrusted.Count == 0 ? 0 : sessions.EndOfCertificates(certificate => paths.Meets(certificate, untrusted), reason);
    }
}
