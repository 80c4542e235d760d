using System.Security.Cryptography.X509Certificates;

namespace Adit.Certificates.Validation;

/// <summary>Builds the chain from the leaf to a trusted certificate and finds its faults (RFC 5280 §6). Nothing is fetched.</summary>
internal sealed class ChainChecks : IDisposable
{
    /// <summary>Real chains have at most five; a peer may present as many as it likes.</summary>
    private const int MaxIntermediates = 16;

    private const X509ChainStatusFlags Signing = X509ChainStatusFlags.InvalidBasicConstraints | X509ChainStatusFlags.NotValidForUsage;

    /// <summary>Reported by a check of its own, or no fault at all (RFC 5280 asks for no nesting of dates).</summary>
    private const X509ChainStatusFlags Elsewhere =
        Signing | ChainBuilder.Trust | X509ChainStatusFlags.NotSignatureValid | X509ChainStatusFlags.NotTimeValid | X509ChainStatusFlags.NotTimeNested;

    private readonly X509Chain _chain;
    private readonly List<X509ChainElement> _path;
    private readonly bool _endsInAnchor;

    /// <exception cref="System.Security.Cryptography.CryptographicException">A certificate cannot be read.</exception>
    public ChainChecks(X509Certificate2 leaf, IEnumerable<X509Certificate2> intermediates, TrustAnchors anchors, DateTimeOffset now)
    {
        _chain = ChainBuilder.Build(leaf, intermediates.Take(MaxIntermediates), anchors, now);
        var anchorAt = ChainBuilder.AnchorOf(_chain, anchors);
        _endsInAnchor = anchorAt >= 0;
        _path = [.. _chain.ChainElements.Take(_endsInAnchor ? anchorAt + 1 : int.MaxValue)];
    }

    /// <summary>The certificates whose dates count, the leaf first: up to the trusted one, and not what may stand above it.</summary>
    public IEnumerable<X509Certificate2> Path => _path.Select(element => element.Certificate);

    public IEnumerable<CertificateFailure> Find() => _path.Count == 0
        ? [new CertificateFailure.Malformed("no chain could be built")]
        : [.. _path.SelectMany(FindAt), .. FindUntrusted()];

    /// <summary>Whether a policy that the chain asks for holds all the way; only where it ends in a trusted certificate.</summary>
    public IEnumerable<CertificateFailure> FindPolicy() => _endsInAnchor ? PolicyChecks.Find([.. Path.Reverse().Skip(1)]) : [];

    public void Dispose() => ChainBuilder.Dispose(_chain);

    private static IEnumerable<CertificateFailure> FindAt(X509ChainElement element)
    {
        var (certificate, status) = (element.Certificate, ChainBuilder.StatusOf(element));
        if (status.HasFlag(X509ChainStatusFlags.NotSignatureValid))
            yield return new CertificateFailure.BadSignature(PeerText.Subject(certificate), PeerText.Issuer(certificate));
        if ((status & Signing) != X509ChainStatusFlags.NoError)
            yield return new CertificateFailure.InvalidAuthority(PeerText.Subject(certificate));
        if ((status & ~Elsewhere) is not X509ChainStatusFlags.NoError and var others)
            yield return new CertificateFailure.ChainRefused(PeerText.Subject(certificate), others.ToString());
    }

    private IEnumerable<CertificateFailure> FindUntrusted()
    {
        var last = _path[^1].Certificate;
        var status = _path.Aggregate(X509ChainStatusFlags.NoError, (flags, element) => flags | ChainBuilder.StatusOf(element)) & ChainBuilder.Trust;
        if (_endsInAnchor || status == X509ChainStatusFlags.NoError)
            yield break;

        if (status.HasFlag(X509ChainStatusFlags.UntrustedRoot))
            yield return new CertificateFailure.UntrustedRoot(PeerText.Subject(last), LeafHashes.Of(last).Fingerprint);
        else
            yield return new CertificateFailure.IncompleteChain(PeerText.Subject(last), PeerText.Issuer(last));
    }
}
