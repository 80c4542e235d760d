using System.Net;
using System.Threading.Channels;
using Adit.Diagnosis.Attempts;
using Adit.Linux;
using Adit.Server.Monitoring;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Sessions;

/// <summary>
/// Writes attempt records behind the connections, one after another. The queue is bounded: under a flood of strangers records are
/// lost, and counted, but nobody waits.
/// </summary>
public sealed class AttemptJournal : IAsyncDisposable
{
    private const int MaxWaiting = 4096;
    internal const int Kept = 100_000;
    internal const int KeptNameless = 10_000;
    private const int PruneEvery = 1000;
    internal static readonly TimeSpan KeptFor = TimeSpan.FromDays(90);

    private readonly Channel<(AttemptTrail Trail, AttemptRecord Record)> _waiting =
        Channel.CreateBounded<(AttemptTrail, AttemptRecord)>(new BoundedChannelOptions(MaxWaiting) { SingleReader = true });

    private readonly IAttemptStore _store;
    private readonly ILogger _logger;
    private readonly Task _writing;

    /// <summary>Begins to write.</summary>
    public AttemptJournal(IAttemptStore store, string gateway, TimeProvider clock, ILogger logger)
    {
        (_store, Gateway, Clock, _logger, Monitor) = (store, gateway, clock, logger, new ServerMonitor(clock));
        _writing = WriteAsync();
    }

    /// <summary>Who is told what becomes of attempts and sessions.</summary>
    internal ServerMonitor Monitor { get; }

    internal string Gateway { get; }

    internal TimeProvider Clock { get; }

    /// <summary>Begins the record of a connection; nothing is written yet.</summary>
    public AttemptTrail Begin(IPEndPoint peer, string link = "sstp") => new(this, peer.Unmapped(), link);

    /// <summary>Writes what is waiting and stops.</summary>
    public async ValueTask DisposeAsync()
    {
        _waiting.Writer.TryComplete();
        await _writing;
    }

    internal void Write(AttemptTrail trail, AttemptRecord record)
    {
        if (!_waiting.Writer.TryWrite((trail, record)))
            Monitor.CountLostRecord();
    }

    private async Task WriteAsync()
    {
        var written = 0;
        await foreach (var (trail, record) in _waiting.Reader.ReadAllAsync())
        {
            try
            {
                await StoreAsync(trail, record);
                if (++written % PruneEvery == 0)
                    await _store.PruneAsync(Kept, KeptNameless, Clock.GetUtcNow() - KeptFor, CancellationToken.None);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                SessionLog.AttemptsFailed(_logger, e); // a full disk must not end anybody's session
            }
        }
    }

    private async Task StoreAsync(AttemptTrail trail, AttemptRecord record)
    {
        if (trail.StoredId == 0)
            trail.StoredId = await _store.BeginAsync(record, CancellationToken.None);

        var known = record with { Id = trail.StoredId };
        if (record.EndedUtc is null)
            await _store.UpdateAsync(known, CancellationToken.None);
        else
            await _store.CompleteAsync(known, CancellationToken.None);
    }
}
