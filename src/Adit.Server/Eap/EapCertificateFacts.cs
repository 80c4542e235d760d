using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Checking;
using Adit.Certificates.Validation;
using Adit.Diagnosis.Findings;

namespace Adit.Server.Eap;

/// <summary>What a record holds of the certificate that EAP showed to a peer who refused it.</summary>
internal static class EapCertificateFacts
{
    /// <summary>The fact that names the certificate.</summary>
    public const string Name = "eap.certificate";

    private const string NoFault = "none";
    private const int MaxName = 200;

    /// <summary>Whose it is and who issued it.</summary>
    public static string NameOf(X509Certificate2 leaf) => FindingText.Of($"{leaf.Subject}, of {leaf.Issuer}", MaxName);

    /// <summary>Whether issuers came with it, and the first rule that it breaks.</summary>
    public static IEnumerable<KeyValuePair<string, string>> OfChain(IReadOnlyList<X509Certificate2> chain, DateTimeOffset now) =>
        [new("eap.chain", chain.Count == 1 ? "alone" : "with issuers"), new("eap.fault", FindFault(chain, now) ?? NoFault)];

    /// <summary>What is wrong with a chain in itself, whomever its peer trusts.</summary>
    private static string? FindFault(IReadOnlyList<X509Certificate2> chain, DateTimeOffset now)
    {
        using var anchors = TrustAnchors.Of(chain.Count == 1 ? [] : [X509CertificateLoader.LoadCertificate(chain[^1].RawDataMemory.Span)]);
        var report = new CertificateChecker(anchors).Check(CertificateRole.EapServer, new CheckInput(chain[0], [.. chain.Skip(1)]), now, isDescribed: false);
        return report.Failures.FirstOrDefault(failure => failure
            is not (CertificateFailure.UntrustedRoot or CertificateFailure.IncompleteChain or CertificateFailure.RevocationAddressUnusable))?.Code;
    }
}
