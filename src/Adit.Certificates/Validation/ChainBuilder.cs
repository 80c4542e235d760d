using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Validation;

/// <summary>
/// Finds a way from a certificate up to one that is trusted. The engine follows one way only: where two authorities have certified an issuer,
/// and that way ends with one that nobody trusts here, what it ended with is put aside and the next way looked for.
/// </summary>
internal static class ChainBuilder
{
    public const X509ChainStatusFlags Trust = X509ChainStatusFlags.UntrustedRoot | X509ChainStatusFlags.PartialChain;

    /// <summary>The first chain that is trusted; where none is, the first of all, which says most. As many are tried as there are intermediates.</summary>
    public static X509Chain Build(X509Certificate2 leaf, IEnumerable<X509Certificate2> intermediates, TrustAnchors anchors, DateTimeOffset now)
    {
        var known = intermediates.ToList();
        var first = BuildOne(leaf, known, anchors, now);
        for (var tried = first; !IsTrusted(tried, anchors);)
        {
            var isMore = RemoveDeadEnd(known, tried);
            if (tried != first)
                Dispose(tried);
            if (!isMore)
                return first;

            tried = BuildOne(leaf, known, anchors, now);
            if (IsTrusted(tried, anchors))
            {
                Dispose(first);
                return tried;
            }
        }

        return first;
    }

    /// <summary>Where in a chain a certificate stands that is trusted in itself; -1 for nowhere.</summary>
    public static int AnchorOf(X509Chain chain, TrustAnchors anchors) =>
        chain.ChainElements.ToList().FindIndex(element => anchors.Contains(element.Certificate));

    public static X509ChainStatusFlags StatusOf(X509ChainElement element) =>
        element.ChainElementStatus.Aggregate(X509ChainStatusFlags.NoError, (flags, status) => flags | status.Status);

    public static void Dispose(X509Chain chain)
    {
        foreach (var element in chain.ChainElements)
            element.Certificate.Dispose();
        chain.Dispose();
    }

    private static X509Chain BuildOne(X509Certificate2 leaf, List<X509Certificate2> intermediates, TrustAnchors anchors, DateTimeOffset now)
    {
        var policy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
            VerificationTime = now.UtcDateTime,
        };
        policy.ExtraStore.AddRange(intermediates.ToArray());
        anchors.ApplyTo(policy);
        var chain = new X509Chain { ChainPolicy = policy };
        chain.Build(leaf);
        return chain;
    }

    private static bool IsTrusted(X509Chain chain, TrustAnchors anchors) => AnchorOf(chain, anchors) >= 0
        || chain.ChainElements.All(element => (StatusOf(element) & Trust) == X509ChainStatusFlags.NoError);

    /// <summary>False where nothing is left to be put aside.</summary>
    private static bool RemoveDeadEnd(List<X509Certificate2> known, X509Chain chain) => chain.ChainElements.Skip(1).Reverse()
        .Any(element => known.RemoveAll(one => one.RawDataMemory.Span.SequenceEqual(element.Certificate.RawDataMemory.Span)) > 0);
}
