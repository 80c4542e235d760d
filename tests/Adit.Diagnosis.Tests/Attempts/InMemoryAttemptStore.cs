using Adit.Diagnosis.Attempts;

namespace Adit.Diagnosis.Tests.Attempts;

/// <summary>The contract of <see cref="IAttemptStore"/> in memory.</summary>
public sealed class InMemoryAttemptStore : IAttemptStore
{
    private readonly Lock _lock = new();
    private readonly SortedDictionary<long, AttemptRecord> _attempts = [];
    private long _lastId;

    public ValueTask<long> BeginAsync(AttemptRecord attempt, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            _attempts[++_lastId] = attempt.Bounded() with { Id = _lastId };
            return new(_lastId);
        }
    }

    public async ValueTask<IReadOnlyList<long>> StoreAsync(IReadOnlyList<AttemptRecord> attempts, CancellationToken cancellationToken)
    {
        var ids = new List<long>();
        foreach (var attempt in attempts)
        {
            if (attempt.Id != 0)
                await UpdateAsync(attempt, cancellationToken);
            ids.Add(attempt.Id == 0 ? await BeginAsync(attempt, cancellationToken) : attempt.Id);
        }

        return ids;
    }

    public ValueTask<bool> UpdateAsync(AttemptRecord attempt, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            if (_attempts.GetValueOrDefault(attempt.Id) is not { EndedUtc: null })
                return new(false);

            _attempts[attempt.Id] = attempt.Bounded();
            return new(true);
        }
    }

    public ValueTask<bool> CompleteAsync(AttemptRecord attempt, CancellationToken cancellationToken)
    {
        if (attempt.EndedUtc is null || attempt.Outcome is not (AttemptOutcome.Ended or AttemptOutcome.Failed))
            throw new ArgumentException("An attempt that is complete has an end and an outcome.", nameof(attempt));

        return UpdateAsync(attempt, cancellationToken);
    }

    public ValueTask<AttemptRecord?> FindAsync(long id, CancellationToken cancellationToken)
    {
        lock (_lock)
            return new(_attempts.GetValueOrDefault(id));
    }

    public ValueTask<IReadOnlyList<AttemptRecord>> ListByCorrelationIdAsync(Guid correlationId, CancellationToken cancellationToken) =>
        ListAsync(attempt => attempt.CorrelationId == correlationId, int.MaxValue);

    public ValueTask<IReadOnlyList<AttemptRecord>> ListByUserAsync(string userName, int count, CancellationToken cancellationToken) =>
        ListAsync(attempt => string.Equals(attempt.UserKey, AttemptRecord.KeyOf(userName), StringComparison.Ordinal), count);

    public ValueTask<IReadOnlyList<AttemptRecord>> ListNamelessFailuresAsync(
        string peerAddress, DateTimeOffset sinceUtc, int count, CancellationToken cancellationToken) => ListAsync(
        attempt => attempt is { UserName: null, Outcome: AttemptOutcome.Failed } && attempt.StartedUtc >= sinceUtc
            && string.Equals(attempt.PeerAddress, peerAddress, StringComparison.Ordinal),
        count);

    public ValueTask<IReadOnlyList<AttemptRecord>> ListAsync(AttemptQuery query, CancellationToken cancellationToken) => ListAsync(
        attempt => (!query.FailedOnly || attempt.Outcome is AttemptOutcome.Failed) && attempt.StartedUtc >= (query.SinceUtc ?? DateTimeOffset.MinValue),
        query.Count);

    public ValueTask<IReadOnlyList<NamelessSum>> SumNamelessAsync(DateTimeOffset sinceUtc, int count, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            return new([.. _attempts.Values
                .Where(attempt => attempt is { UserName: null, Outcome: AttemptOutcome.Failed } && attempt.StartedUtc >= sinceUtc)
                .GroupBy(attempt => attempt.PeerAddress, StringComparer.Ordinal)
                .Select(sums => (Last: sums.Last(), Count: sums.LongCount()))
                .Select(sum => new NamelessSum(sum.Last.PeerAddress, sum.Count, sum.Last.StartedUtc, sum.Last.Id, sum.Last.FailureCode))
                .OrderByDescending(sum => sum.Count).ThenByDescending(sum => sum.LastId).Take(count)]);
        }
    }

    public ValueTask<int> AbandonAsync(string gateway, DateTimeOffset endedUtc, string failureCode, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var open = _attempts.Values
                .Where(attempt => attempt.EndedUtc is null && string.Equals(attempt.Gateway, gateway, StringComparison.Ordinal))
                .ToList();
            foreach (var attempt in open)
                _attempts[attempt.Id] = attempt with { EndedUtc = endedUtc, Outcome = AttemptOutcome.Failed, FailureCode = failureCode };

            return new(open.Count);
        }
    }

    public ValueTask<int> PruneAsync(int keep, int keepNameless, DateTimeOffset startedBefore, CancellationToken cancellationToken)
    {
        lock (_lock)
        {
            var newest = _attempts.Values.Reverse().Where(attempt => attempt.UserName is not null).Take(keep)
                .Concat(_attempts.Values.Reverse().Where(attempt => attempt.UserName is null).Take(keepNameless))
                .Select(attempt => attempt.Id).ToHashSet();
            var forgotten = _attempts.Values
                .Where(attempt => attempt.Outcome is not AttemptOutcome.Connected)
                .Where(attempt => attempt.StartedUtc < startedBefore || !newest.Contains(attempt.Id))
                .ToList();
            return new(forgotten.Count(attempt => _attempts.Remove(attempt.Id)));
        }
    }

    private ValueTask<IReadOnlyList<AttemptRecord>> ListAsync(Func<AttemptRecord, bool> isWanted, int count)
    {
        lock (_lock)
            return new([.. _attempts.Values.Reverse().Where(isWanted).Take(count)]);
    }
}
