using System.Globalization;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Stores;
using Adit.Certificates.Validation;

namespace Adit.Certificates.Checking;

/// <summary>
/// Holds a certificate to the rules of a role. Every rule is looked at, so that all problems are known at once. Whatever a peer
/// presents, nothing is thrown, and nothing is fetched. Any thread may call.
/// </summary>
/// <param name="anchors">Whom to trust.</param>
/// <param name="distrusted">What is refused, whoever has issued it; null where nobody keeps such a store.</param>
public sealed class CertificateChecker(TrustAnchors anchors, IDistrustedCertificates? distrusted = null)
{
    /// <summary>Checks a certificate.</summary>
    /// <param name="role">What it is used for.</param>
    /// <param name="input">The certificate.</param>
    /// <param name="now">The time by the wall clock.</param>
    /// <param name="isDescribed">Whether somebody reads what was seen where a rule holds: a log-in does not, and reading it takes time.</param>
    public CheckReport Check(CertificateRole role, CheckInput input, DateTimeOffset now, bool isDescribed = true)
    {
        ArgumentNullException.ThrowIfNull(input);
        var path = new List<ReadOnlyMemory<byte>>();
        List<CertificateFailure> failures =
        [
            .. Guard(() => CheckChain(role, input, now, path)),
            .. Guard(() => PurposeChecks.Find(role, input)),
            .. Guard(() => DateChecks.FindEndingSoon(input.Leaf, now)),
            .. input.Names.SelectMany(name => Guard(() => NameChecks.Find(input.Leaf, name))),
            .. KeyChecks.Find(input),
            .. Guard(() => RevocationAddresses.FindUnusable(input.Leaf)),
            .. Guard(() => MappingChecks.Find(role, input.Leaf)),
        ];
        var found = failures.Distinct().ToLookup(CheckResults.RuleOf);
        return new CheckReport(role, [.. RulesFor(role, input).SelectMany(
            rule => CheckResults.Of(rule, isDescribed ? Seen(() => Describe(rule, role, input, path)) : "", [.. found[rule]]))], path);
    }

    private static IEnumerable<CheckRule> RulesFor(CertificateRole role, CheckInput input)
    {
        yield return CheckRule.Chain;
        yield return CheckRule.Dates;
        yield return CheckRule.Strength;
        yield return CheckRule.Purpose;
        if (input.Names.Count > 0)
            yield return CheckRule.Name;
        if (input.Key is not KeyState.NotAsked)
            yield return CheckRule.Key;
        yield return CheckRule.Revocation;
        if (!role.IsServer())
            yield return CheckRule.Mapping;
    }

    private List<CertificateFailure> CheckChain(CertificateRole role, CheckInput input, DateTimeOffset now, List<ReadOnlyMemory<byte>> path)
    {
        using var chain = new ChainChecks(input.Leaf, input.Intermediates, anchors, now);
        path.AddRange(chain.Path.Select(certificate => (ReadOnlyMemory<byte>)certificate.RawData));
        return
        [
            .. chain.Find(),
            .. chain.FindPolicy(),
            .. chain.Path.Where(certificate => distrusted?.Contains(certificate) is true)
                .Select(certificate => new CertificateFailure.Distrusted(PeerText.Subject(certificate))),
            .. chain.Path.SelectMany(certificate => DateChecks.Find(certificate, now)),
            .. chain.Path.SelectMany(StrengthChecks.Find),
            .. chain.Path.Skip(1).Where(certificate => !Issuers.IsSelfIssued(certificate)).SelectMany(issuer => PurposeChecks.FindAbove(role, issuer)),
        ];
    }

    /// <summary>.NET decodes extensions when they are asked for, and throws where a peer wrote nonsense.</summary>
    private static List<CertificateFailure> Guard(Func<IEnumerable<CertificateFailure>> check)
    {
        try
        {
            return [.. check()];
        }
        catch (CryptographicException exception)
        {
            return [new CertificateFailure.Malformed(exception.Message)];
        }
    }

    private static string Seen(Func<string> describe)
    {
        try
        {
            return describe();
        }
        catch (CryptographicException)
        {
            return "";
        }
    }

    private static string Describe(CheckRule rule, CertificateRole role, CheckInput input, List<ReadOnlyMemory<byte>> path) => rule switch
    {
        CheckRule.Chain => string.Create(CultureInfo.InvariantCulture, $"{path.Count} certificates, to {AnchorOf(path)}"),
        CheckRule.Dates => string.Create(CultureInfo.InvariantCulture, $"until {Validity.Of(input.Leaf).End:yyyy-MM-dd HH:mm:ss'Z'}"),
        CheckRule.Strength => StrengthChecks.Describe(input.Leaf),
        CheckRule.Purpose => PurposeChecks.Describe(role, input.Leaf),
        CheckRule.Name => string.Join(", ", input.Names),
        CheckRule.Key => "there, and of this certificate",
        CheckRule.Revocation => RevocationAddresses.Describe(input.Leaf),
        CheckRule.Mapping => "names its account by SID",
        _ => "",
    };

    private static string AnchorOf(List<ReadOnlyMemory<byte>> path)
    {
        if (path.Count == 0)
            return "nobody";
        using var anchor = X509CertificateLoader.LoadCertificate(path[^1].Span);
        return PeerText.Subject(anchor);
    }
}
