using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Checking;

/// <summary>What a certificate may be used for (RFC 5280 §4.2.1.12), which Windows calls application policies.</summary>
internal static class PurposeChecks
{
    private const int MaxPurposesShown = 16;

    public static IEnumerable<CertificateFailure> Find(CertificateRole role, CheckInput input)
    {
        var purposes = Read(input.Leaf);
        if (!Allows(purposes, role) || (purposes is null && role.WantsPurposeListed()))
            yield return new CertificateFailure.WrongPurpose(PeerText.Subject(input.Leaf), Shown(purposes));
        foreach (var policy in input.Policies.Where(policy => purposes?.Contains(policy) is not true))
            yield return new CertificateFailure.PolicyMissing(PeerText.Subject(input.Leaf), policy);
        if (role is CertificateRole.Ikev2 && purposes?.Contains(Purpose.IpsecIkeIntermediate.Value!) is not true)
            yield return new CertificateFailure.IkePurposeMissing(PeerText.Subject(input.Leaf));
    }

    /// <summary>An authority below the root whose own purposes leave out the role's. A root's do not bind it.</summary>
    public static IEnumerable<CertificateFailure> FindAbove(CertificateRole role, X509Certificate2 issuer)
    {
        if (Read(issuer) is { } purposes && !Allows(purposes, role))
            yield return new CertificateFailure.WrongPurpose(PeerText.Subject(issuer), Shown(purposes));
    }

    /// <summary>Whether its purposes allow the role; one that lists none may be used for any.</summary>
    public static bool Allows(CertificateRole role, X509Certificate2 certificate) => Allows(Read(certificate), role);

    public static string Describe(CertificateRole role, X509Certificate2 certificate) => Read(certificate) is { } purposes
        ? purposes.Contains(Of(role).Value!) ? Of(role).FriendlyName! : "any purpose"
        : "lists none, so any";

    private static Oid Of(CertificateRole role) => role.IsServer() ? Purpose.ServerAuthentication : Purpose.ClientAuthentication;

    private static bool Allows(List<string>? purposes, CertificateRole role) =>
        purposes is null || purposes.Contains(Of(role).Value!) || purposes.Contains(Purpose.Any.Value!);

    private static string[] Shown(List<string>? purposes) => [.. (purposes ?? []).Take(MaxPurposesShown)];

    /// <summary>Null where the certificate lists none.</summary>
    private static List<string>? Read(X509Certificate2 certificate)
    {
        var usages = certificate.Extensions.OfType<X509EnhancedKeyUsageExtension>().ToList();
        return usages.Count == 0 ? null : [.. usages.SelectMany(usage => usage.EnhancedKeyUsages.Cast<Oid>()).Select(oid => oid.Value ?? "")];
    }
}
