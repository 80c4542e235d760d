using Adit.Access.Decisions;
using Adit.Protocols.Radius;
using Adit.Protocols.Radius.Servers;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Radius.Remote;

/// <summary>
/// Sends reports on sessions to a group and never has anybody wait for it. Those of one session go one after another. Once no server takes
/// one, all that are there and all that come go to disk in their order, and from there, one by one, as soon as a server takes them; when the
/// last has gone, the next goes out at once again. Any thread may call.
/// </summary>
internal sealed class AccountingReporter : IAsyncDisposable
{
    private const int MaxAtOnce = 64;
    private const int MaxInMemory = 10_000;
    private static readonly TimeSpan PauseBetweenTries = TimeSpan.FromSeconds(5);
    private static readonly TimeSpan PatienceAtTheEnd = TimeSpan.FromSeconds(3);

    private readonly Lock _gate = new();
    private readonly string _group;
    private readonly AccountingSpool _spool;
    private readonly TimeProvider _clock;
    private readonly ILogger _logger;
    private readonly LinkedList<Entry> _waiting = [];
    private readonly Dictionary<string, Entry> _underWay = new(StringComparer.Ordinal);
    private readonly List<Entry> _refused = [];
    private readonly CancellationTokenSource _stopping = new();
    private readonly TaskCompletionSource _idle = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private RemoteDoor? _door;
    private Task _replaying = Task.CompletedTask;
    private bool _isReplaying;
    private bool _isStopping;
    private long _lastNumber;

    public AccountingReporter(string group, AccountingSpool spool, TimeProvider clock, ILogger logger) =>
        (_group, _spool, _clock, _logger) = (group, spool, clock, logger);

    /// <summary>What waits.</summary>
    public AccountingBacklog Backlog
    {
        get
        {
            lock (_gate)
                return new AccountingBacklog(_waiting.Count + _underWay.Count + _refused.Count, _spool.Bytes, _spool.Lost);
        }
    }

    /// <summary>Sends through this door from now on; what an earlier life has left goes first.</summary>
    public void Use(RemoteDoor door)
    {
        lock (_gate)
        {
            _door = door;
            if (!_spool.IsEmpty)
                Replay();
            Pump();
        }
    }

    /// <summary>Takes a report.</summary>
    /// <param name="message">Code and attributes.</param>
    /// <param name="session">Whose reports are to keep their order.</param>
    /// <param name="isInterim">Whether a later one makes up for it, so that it is the first to go where there is no room.</param>
    public void Report(ReadOnlyMemory<byte> message, string session, bool isInterim)
    {
        lock (_gate)
        {
            var report = new Entry(++_lastNumber, message, session, isInterim, _clock.GetUtcNow());
            if (_isReplaying || _waiting.Count >= MaxInMemory)
                Keep(report);
            else
                _waiting.AddLast(report);
            Pump();
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        lock (_gate)
        {
            _isStopping = true;
            EndIfIdle();
        }

        await Task.WhenAny(_idle.Task, Task.Delay(PatienceAtTheEnd, CancellationToken.None));
        await _stopping.CancelAsync();
        await _replaying;
        lock (_gate)
        {
            KeepAll([.. _refused, .. _underWay.Values, .. _waiting]);
            _waiting.Clear();
            _spool.Dispose();
            _door = null;
        }

        _stopping.Dispose();
    }

    private void EndIfIdle()
    {
        if (_isStopping && (_isReplaying || _waiting.Count + _underWay.Count == 0))
            _idle.TrySetResult();
    }

    /// <summary>Begins as many as may be under way, unless one was refused: then those under way are waited for.</summary>
    private void Pump()
    {
        if (_door is null || _isReplaying || _refused.Count > 0)
            return;

        for (var node = _waiting.First; node is not null && _underWay.Count < MaxAtOnce;)
        {
            var (next, report) = (node.Next, node.Value);
            if (_underWay.TryAdd(report.Session, report))
            {
                _waiting.Remove(node);
                _ = SendAsync(_door, report);
            }

            node = next;
        }
    }

    private async Task SendAsync(RemoteDoor door, Entry report)
    {
        await Task.Yield();
        var isTaken = await TrySendAsync(door, report.Message, report.At);
        lock (_gate)
        {
            _underWay.Remove(report.Session);
            if (_door is null)
                return; // it was kept when all ended
            if (!isTaken)
                _refused.Add(report);
            if (_refused.Count > 0 && _underWay.Count == 0)
                GiveUp();
            Pump();
            EndIfIdle();
        }
    }

    /// <summary>True where it has been taken, or never will be.</summary>
    private async Task<bool> TrySendAsync(RemoteDoor door, ReadOnlyMemory<byte> message, DateTimeOffset at)
    {
        try
        {
            var delay = _clock.GetUtcNow() - at;
            await door.AskAsync(GatewayAttributes.WithTimes(message, at.ToUnixTimeSeconds(), delay));
            return true;
        }
        catch (NoDecisionException e) when (e.Reason is RemoteFailure.RequestTooLong)
        {
            RemoteLog.ReportTooLong(_logger, _group);
            return true;
        }
        catch (NoDecisionException)
        {
            return false;
        }
    }

    /// <summary>Nothing is under way now: all that was refused and all that waits goes to disk, in the order in which it came.</summary>
    private void GiveUp()
    {
        RemoteLog.Spooling(_logger, _group, _spool.Path);
        KeepAll([.. _refused, .. _waiting]);
        _refused.Clear();
        _waiting.Clear();
        Replay();
    }

    private void KeepAll(List<Entry> reports)
    {
        foreach (var report in reports.OrderBy(report => report.Number))
            Keep(report);
    }

    private void Keep(Entry report) => _spool.Append(report.Message, report.At, report.IsInterim);

    private void Replay()
    {
        if (_isReplaying)
            return;

        _isReplaying = true;
        _replaying = ReplayAsync();
    }

    private async Task ReplayAsync()
    {
        await Task.Yield();
        while (!_stopping.IsCancellationRequested && TryTakeNext(out var door, out var message, out var at))
        {
            if (await TrySendAsync(door, message, at).WaitAsync(_stopping.Token).ContinueWith(IsTrue, TaskScheduler.Default))
            {
                lock (_gate)
                    _spool.Advance();
            }
            else
            {
                await Task.Delay(PauseBetweenTries, _stopping.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
        }
    }

    private static bool IsTrue(Task<bool> task) => task.IsCompletedSuccessfully && task.Result;

    /// <summary>The oldest that is on disk; false, and back to normal, where there is none.</summary>
    private bool TryTakeNext(out RemoteDoor door, out ReadOnlyMemory<byte> message, out DateTimeOffset at)
    {
        lock (_gate)
        {
            door = _door!;
            if (_spool.TryPeek(out message, out at))
                return true;

            _isReplaying = false;
            RemoteLog.SpoolEmpty(_logger, _group);
            Pump();
            EndIfIdle();
            return false;
        }
    }

    /// <summary>One that is to be sent. Its number grows with each.</summary>
    private sealed record Entry(long Number, ReadOnlyMemory<byte> Message, string Session, bool IsInterim, DateTimeOffset At);
}
