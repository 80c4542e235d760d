using System.Net;
using Adit.Diagnosis.Attempts;
using Adit.Linux;
using Adit.Server.Logging;
using Adit.Server.Monitoring;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Sessions;

/// <summary>
/// Writes attempt records behind the connections, many at a time, of each the last state. The queue is bounded: under a flood of strangers records are
/// lost, and counted, but nobody waits.
/// </summary>
public sealed class AttemptJournal : IAsyncDisposable
{
    private const int MaxWaiting = 8192;
    internal const int Kept = 100_000;
    internal const int KeptNameless = 10_000;
    private const int PruneEvery = 1000;
    internal static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    private readonly IAttemptStore _store;
    private readonly ILogger _logger;
    private readonly WriteBehind<(AttemptTrail Trail, AttemptRecord Record)> _behind;
    private int _unpruned;

    /// <summary>Begins to write.</summary>
    public AttemptJournal(IAttemptStore store, string gateway, TimeProvider clock, ILogger logger)
    {
        (_store, Gateway, Clock, _logger, Monitor) = (store, gateway, clock, logger, new ServerMonitor(clock));
        _behind = new WriteBehind<(AttemptTrail, AttemptRecord)>(MaxWaiting, StoreAsync);
    }

    /// <summary>Who is told what becomes of attempts and sessions.</summary>
    internal ServerMonitor Monitor { get; }

    internal string Gateway { get; }

    internal TimeProvider Clock { get; }

    /// <summary>Begins the record of a connection; nothing is written yet.</summary>
    public AttemptTrail Begin(IPEndPoint peer, string link = "sstp") => new(this, peer.Unmapped(), link);

    /// <summary>Writes what is waiting, and waits for it.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _behind.FlushAsync(cancellationToken);

    /// <summary>Writes what is waiting and stops.</summary>
    public ValueTask DisposeAsync() => _behind.DisposeAsync();

    internal void Write(AttemptTrail trail, AttemptRecord record)
    {
        if (!_behind.TryAdd((trail, record)))
            Monitor.CountLostRecord();
    }

    /// <summary>A full disk must not end anybody's session.</summary>
    private async ValueTask StoreAsync(IReadOnlyList<(AttemptTrail Trail, AttemptRecord Record)> batch)
    {
        try
        {
            await StoreLastAsync(batch);
            _unpruned += batch.Count;
            if (_unpruned >= PruneEvery)
            {
                _unpruned = 0;
                await _store.PruneAsync(Kept, KeptNameless, Clock.GetUtcNow() - KeptFor, CancellationToken.None);
            }
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            SessionLog.AttemptsFailed(_logger, e);
        }
    }

    private async ValueTask StoreLastAsync(IReadOnlyList<(AttemptTrail Trail, AttemptRecord Record)> batch)
    {
        var last = new OrderedDictionary<AttemptTrail, AttemptRecord>();
        foreach (var (trail, record) in batch)
            last[trail] = record with { Id = trail.StoredId };

        var ids = await _store.StoreAsync([.. last.Values], CancellationToken.None);
        for (var i = 0; i < ids.Count; i++)
            last.GetAt(i).Key.StoredId = ids[i];
    }
}
