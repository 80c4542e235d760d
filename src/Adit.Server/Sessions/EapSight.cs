using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Checking;
using Adit.Certificates.Validation;
using Adit.Diagnosis.Findings;
using Adit.Protocols.Eap;
using Adit.Protocols.Eap.Tls;
using Adit.Protocols.Radius;

namespace Adit.Server.Sessions;

/// <summary>
/// What the gateway sees of the EAP that it carries, for the attempt's record: which certificate the authority showed, what is wrong with
/// it, and how the peer refused it. Another vendor's authority only says no, so that nobody else would know.
/// </summary>
internal sealed class EapSight(TimeProvider clock)
{
    /// <summary>The fact that names the certificate that EAP showed.</summary>
    public const string CertificateFact = "eap.certificate";

    private const string NoFault = "none";
    private const int MaxName = 200;

    private readonly EapTlsSight _tls = new();

    /// <inheritdoc cref="EapTlsSight.Answered"/>
    public void Answered(ReadOnlyMemory<byte> packet) => _tls.Answered(packet);

    /// <inheritdoc cref="EapTlsSight.Asked"/>
    public void Asked(ReadOnlyMemory<byte> packet) => _tls.Asked(packet);

    /// <summary>Why it was refused: where the authority gives no reason of its own, what was seen here.</summary>
    public AccessReason ReasonOf(AccessReply.Reject reject) =>
        _tls.IsRefused && reject.Reason is AccessReason.WrongCredentials ? AccessReason.ServerCertificateRefused : reject.Reason;

    /// <summary>Keeps with the attempt what was seen: the certificate, and where the peer refused it, everything.</summary>
    public void Note(AttemptTrail attempt)
    {
        if (_tls.Method is not EapType.None)
            attempt.Fact("eap.method", EapMethodNames.Of(_tls.Method));
        if (_tls.Chain.Count == 0)
            return;

        var chain = new List<X509Certificate2>();
        try
        {
            chain.AddRange(_tls.Chain.Select(der => X509CertificateLoader.LoadCertificate(der.Span)));
            attempt.Fact(CertificateFact, FindingText.Of($"{chain[0].Subject}, of {chain[0].Issuer}", MaxName));
            if (_tls.IsRefused)
                NoteRefusal(attempt, chain);
        }
        catch (CryptographicException)
        {
            attempt.Fact(CertificateFact, "cannot be read");
        }
        finally
        {
            chain.ForEach(certificate => certificate.Dispose());
        }
    }

    private void NoteRefusal(AttemptTrail attempt, List<X509Certificate2> chain)
    {
        attempt.Fact("eap.alert", $"{_tls.PeerAlert}");
        attempt.Fact("eap.chain", chain.Count == 1 ? "alone" : "with issuers");
        attempt.Fact("eap.fault", FindFault(chain) ?? NoFault);
    }

    /// <summary>What is wrong with a chain in itself, whomever its peer trusts.</summary>
    private string? FindFault(List<X509Certificate2> chain)
    {
        using var anchors = TrustAnchors.Of(chain.Count == 1 ? [] : [X509CertificateLoader.LoadCertificate(chain[^1].RawDataMemory.Span)]);
        var report = new CertificateChecker(anchors).Check(CertificateRole.EapServer, new CheckInput(chain[0], chain[1..]), clock.GetUtcNow(), isDescribed: false);
        return report.Failures.FirstOrDefault(failure => failure
            is not (CertificateFailure.UntrustedRoot or CertificateFailure.IncompleteChain or CertificateFailure.RevocationAddressUnusable))?.Code;
    }
}
