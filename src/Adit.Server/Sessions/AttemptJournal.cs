using System.Net;
using Adit.Diagnosis.Attempts;
using Adit.Linux;
using Adit.Server.Configuration;
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
    private const int PruneEvery = 5000; // what is there is counted: a twentieth too many costs less
    internal static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    private readonly IAttemptStore _store;
    private readonly ILogger _logger;
    private readonly WriteBehind<AttemptEntry> _behind;
    private int _unpruned;

    /// <summary>Begins to write.</summary>
    public AttemptJournal(IAttemptStore store, string gateway, TimeProvider clock, ILogger logger)
    {
        (_store, Gateway, Clock, _logger, Monitor) = (store, gateway, clock, logger, new ServerMonitor(clock));
        _behind = new WriteBehind<AttemptEntry>(MaxWaiting, StoreAsync);
        Monitor.WaitingRecords = () => _behind.Waiting;
    }

    /// <summary>Who is told what becomes of attempts and sessions.</summary>
    internal ServerMonitor Monitor { get; }

    /// <summary>Where recordings of calls go; null where there are none.</summary>
    public IRecordingStore? Recordings { get; init; }

    /// <summary>How many recordings are kept, and for how long.</summary>
    internal Func<AttemptOptions> Options { get; init; } = () => new AttemptOptions();

    internal string Gateway { get; }

    internal TimeProvider Clock { get; }

    /// <summary>Begins the record of a connection; nothing is written yet.</summary>
    public AttemptTrail Begin(IPEndPoint peer, string link = "sstp") => new(this, peer.Unmapped(), link);

    /// <summary>Writes what is waiting, and waits for it.</summary>
    public Task FlushAsync(CancellationToken cancellationToken) => _behind.FlushAsync(cancellationToken);

    /// <summary>Writes what is waiting and stops.</summary>
    public ValueTask DisposeAsync() => _behind.DisposeAsync();

    internal void Write(AttemptTrail trail, AttemptRecord record, string? recording)
    {
        if (!_behind.TryAdd(new AttemptEntry(trail, record, recording)))
            Monitor.CountLostRecord();
    }

    /// <summary>A full disk must not end anybody's session.</summary>
    private async ValueTask StoreAsync(IReadOnlyList<AttemptEntry> batch)
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

    private async ValueTask StoreLastAsync(IReadOnlyList<AttemptEntry> batch)
    {
        var last = new OrderedDictionary<AttemptTrail, AttemptRecord>(batch.Count);
        foreach (var (trail, record, _) in batch)
            last[trail] = trail.StoredId == record.Id ? record : record with { Id = trail.StoredId };

        var ids = await _store.StoreAsync([.. last.Values], CancellationToken.None);
        for (var i = 0; i < ids.Count; i++)
            last.GetAt(i).Key.StoredId = ids[i];
        await StoreRecordingsAsync([.. batch.Where(entry => entry.Recording is not null)]);
    }

    private async ValueTask StoreRecordingsAsync(IReadOnlyList<AttemptEntry> recorded)
    {
        if (recorded.Count == 0 || Recordings is null)
            return;

        var now = Clock.GetUtcNow();
        await Recordings.AddAsync([.. recorded.Select(entry => new AttemptRecording(entry.Trail.StoredId, now, entry.Recording!))], CancellationToken.None);
        var options = Options();
        await Recordings.PruneAsync(options.Recordings, now - options.KeptFor, CancellationToken.None);
    }
}

/// <summary>What is to be written of an attempt.</summary>
/// <param name="Trail">Whose it is.</param>
/// <param name="Record">How far it has come.</param>
/// <param name="Recording">What its call was told and said; null for nothing.</param>
internal readonly record struct AttemptEntry(AttemptTrail Trail, AttemptRecord Record, string? Recording);
