using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Checking;
using Adit.Certificates.Stores;

namespace Adit.Certificates.Validation;

/// <summary>
/// Decides whether a server is the one that was dialled, as Windows' clients do: the rules of the role <see cref="CertificateRole.Sstp"/>.
/// Where revocation could be looked up is not asked here. Whatever the peer presents, nothing is thrown. Any thread may call it.
/// </summary>
/// <param name="anchors">Whom to trust.</param>
/// <param name="expected">What else is wanted of the server; null for nothing.</param>
/// <param name="distrusted">What is refused, whoever has issued it; null where nobody keeps such a store.</param>
public sealed class ServerCertificateValidator(TrustAnchors anchors, ServerExpectations? expected = null, IDistrustedCertificates? distrusted = null)
{
    /// <summary>Judges a presented certificate.</summary>
    /// <param name="leaf">The server's own certificate.</param>
    /// <param name="intermediates">What else the server presented, in any order; of more than 16 only the first count.</param>
    /// <param name="dialledName">The DNS name or address that the user dialled, without a port.</param>
    /// <param name="now">The time by the wall clock.</param>
    public CertificateVerdict Validate(
        X509Certificate2 leaf, IEnumerable<X509Certificate2> intermediates, string dialledName, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        ArgumentNullException.ThrowIfNull(intermediates);
        ArgumentNullException.ThrowIfNull(dialledName);

        return Validate(CertificateRole.Sstp, new CheckInput(leaf, intermediates) { Names = [dialledName] }, now);
    }

    /// <summary>The same for a server that authenticates by EAP, which nobody has dialled: the names that are expected are all there is.</summary>
    public CertificateVerdict ValidateEapServer(X509Certificate2 leaf, IEnumerable<X509Certificate2> intermediates, DateTimeOffset now)
    {
        ArgumentNullException.ThrowIfNull(leaf);
        ArgumentNullException.ThrowIfNull(intermediates);
        return Validate(CertificateRole.EapServer, new CheckInput(leaf, intermediates), now);
    }

    private CertificateVerdict Validate(CertificateRole role, CheckInput input, DateTimeOffset now)
    {
        var report = new CertificateChecker(anchors, distrusted).Check(role, input, now);
        var unmet = (expected ?? ServerExpectations.None).FindUnmet(CertificateNames.Of(input.Leaf), report.Path);
        var failures = report.Failures.Where(failure => CheckResults.RuleOf(failure) is not CheckRule.Revocation).Concat(unmet);
        return new CertificateVerdict([.. failures.OrderBy(FailureOrder.Rank)])
        {
            Path = report.Path,
        };
    }
}
