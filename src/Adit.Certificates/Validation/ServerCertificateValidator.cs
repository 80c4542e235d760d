using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Validation;

/// <summary>
/// Decides whether a server is the one that was dialled, as Windows' clients do: chain, dates, purpose and name. Every check runs, so
/// that all problems are known at once. Whatever the peer presents, nothing is thrown. Any thread may call it.
/// </summary>
public sealed class ServerCertificateValidator(TrustAnchors anchors)
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

        var failures = Guard(() => CheckChain(leaf, intermediates, now))
            .Concat(Guard(() => LeafChecks.Name(leaf, dialledName)));
        return new CertificateVerdict([.. failures.Distinct().OrderBy(Rank)]);
    }

    private List<CertificateFailure> CheckChain(X509Certificate2 leaf, IEnumerable<X509Certificate2> intermediates, DateTimeOffset now)
    {
        using var chain = new ChainChecks(leaf, intermediates, anchors, now);
        return
        [
            .. chain.Find(),
            .. chain.Path.SelectMany(certificate => LeafChecks.Dates(certificate, now)),
            .. chain.Path.Where(IsNoRoot).SelectMany(LeafChecks.ServerPurpose),
        ];
    }

    /// <summary>A root's own usages do not bind it, unless it is the server's certificate too.</summary>
    private static bool IsNoRoot(X509Certificate2 certificate, int depth) =>
        depth == 0 || !certificate.SubjectName.RawData.AsSpan().SequenceEqual(certificate.IssuerName.RawData);

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

    /// <summary>
    /// The order in which the base policy of Windows' CertVerifyCertificateChainPolicy lists its errors, the name last: the first failure
    /// is then most likely the one that a Windows client shows.
    /// </summary>
    private static int Rank(CertificateFailure failure) => failure switch
    {
        CertificateFailure.Malformed => 0,
        CertificateFailure.BadSignature => 1,
        CertificateFailure.UntrustedRoot => 2,
        CertificateFailure.IncompleteChain => 3,
        CertificateFailure.WrongPurpose => 4,
        CertificateFailure.Expired => 5,
        CertificateFailure.NotYetValid => 6,
        CertificateFailure.InvalidAuthority => 7,
        CertificateFailure.ChainRefused => 8,
        CertificateFailure.WrongName => 9,
        _ => throw new InvalidOperationException($"{failure.Code} has no rank."),
    };
}
