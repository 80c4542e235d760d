using Adit.Certificates.Validation;

namespace Adit.Client;

/// <summary>
/// The verdict on the chain that was judged last, which holds for a second: a load of thousands of clients is shown the same one each time, and
/// judging it was a third of what a connect cost (decision 0062). Any thread may call.
/// </summary>
internal sealed class RecentVerdict(TimeProvider clock)
{
    private static readonly TimeSpan Life = TimeSpan.FromSeconds(1);

    private volatile Judged? _last;

    /// <summary>The verdict on a chain, from memory where it may be.</summary>
    /// <param name="chain">In DER, the server's own first.</param>
    /// <param name="judge">Finds it.</param>
    public CertificateVerdict On(IReadOnlyList<ReadOnlyMemory<byte>> chain, Func<CertificateVerdict> judge)
    {
        if (_last is { } last && clock.GetElapsedTime(last.At) < Life && last.IsOf(chain))
            return last.Verdict;

        var at = clock.GetTimestamp();
        return (_last = new Judged(chain, judge(), at)).Verdict;
    }

    private sealed record Judged(IReadOnlyList<ReadOnlyMemory<byte>> Chain, CertificateVerdict Verdict, long At)
    {
        public bool IsOf(IReadOnlyList<ReadOnlyMemory<byte>> chain) =>
            chain.Count == Chain.Count && chain.Zip(Chain, (one, other) => one.Span.SequenceEqual(other.Span)).All(isSame => isSame);
    }
}
