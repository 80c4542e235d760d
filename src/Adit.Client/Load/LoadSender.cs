using System.Diagnostics;

namespace Adit.Client.Load;

/// <summary>One loop that sends for all busy sessions in turn.</summary>
internal sealed class LoadSender(LoadOptions options)
{
    /// <summary>How often it sends all that has become due since.</summary>
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    private readonly Lock _gate = new();
    private readonly List<LoadSession> _busy = [];
    private readonly DueBursts _due = new(options);
    private int _next;

    /// <summary>From now on this one sends, too, whenever it is open.</summary>
    public void Add(LoadSession session)
    {
        lock (_gate)
            _busy.Add(session);
    }

    /// <summary>Sends until it is told to end.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        using var timer = new PeriodicTimer(Tick);
        try
        {
            for (var last = Stopwatch.GetTimestamp(); await timer.WaitForNextTickAsync(ending);)
            {
                var now = Stopwatch.GetTimestamp();
                Send(Stopwatch.GetElapsedTime(last, now));
                last = now;
            }
        }
        catch (OperationCanceledException)
        {
            return;
        }
    }

    private void Send(TimeSpan elapsed)
    {
        lock (_gate)
        {
            for (var bursts = _due.Take(elapsed, _busy.Count); bursts > 0; bursts--)
                _busy[_next = (_next + 1) % _busy.Count].Flow?.Send(options.Burst);
        }
    }
}
