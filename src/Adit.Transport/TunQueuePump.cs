using Adit.Linux.Tun;
using Adit.Protocols;

namespace Adit.Transport;

/// <summary>
/// Reads one queue of a TUN, on the thread that waits for links and whose queue it is. Where that one cannot keep up, a thread of its own takes over
/// until the queue is empty.
/// </summary>
internal sealed class TunQueuePump : IDisposable
{
    // As much as a link may be read in a turn: more is there then, links wait, and another processor may well be free.
    private const int BatchesInTurn = 8;

    private static readonly TimeSpan Often = TimeSpan.FromMilliseconds(1);

    private readonly Lock _reading = new(); // held by whoever reads, and by who ends it
    private readonly AutoResetEvent _isBehind = new(false);
    private readonly TunDelivery _delivery;
    private readonly TunWatch _watch;
    private Thread? _helper; // most queues never need one
    private Moment _lastTurn;
    private volatile bool _isStopped;

    public TunQueuePump(TunQueue queue, ICallTable calls)
    {
        (_delivery, _watch) = (new TunDelivery(queue, calls), queue.Watch(Handle));
        lock (_reading)
            _watch.Resume();
    }

    /// <summary>Packets that belonged to no call.</summary>
    public long Undeliverable => _delivery.Undeliverable;

    /// <summary>Stops, and waits until nobody reads any more.</summary>
    public void Dispose()
    {
        _isStopped = true;
        lock (_reading)
            _watch.Dispose();
        _isBehind.Set();
        _helper?.Join();
        _isBehind.Dispose();
    }

    private void Handle(TunNews news)
    {
        lock (_reading)
        {
            YieldIfBusy();
            if (news is TunNews.Gone)
                _watch.Dispose();
            else if (!TryEmpty(BatchesInTurn))
                CallForHelp();
        }
    }

    /// <summary>
    /// Where packets come often, whoever waits for this processor has answers to what was written, or more to send: fewer, fuller batches. A packet
    /// that comes alone does not wait: on a busy machine it would lose milliseconds.
    /// </summary>
    private void YieldIfBusy()
    {
        var now = MonotonicClock.Now;
        if (now - _lastTurn < Often)
            Thread.Yield();
        _lastTurn = now;
    }

    /// <summary>False where there is still something to read after so many batches.</summary>
    private bool TryEmpty(int batches)
    {
        for (; batches > 0 && !_isStopped; batches--)
        {
            if (!_delivery.CarryBatch())
                return true;
        }

        return _isStopped;
    }

    private void CallForHelp()
    {
        _watch.Pause();
        if (_helper is null)
            (_helper = new Thread(Help) { IsBackground = true, Name = "adit-tun" }).Start();
        _isBehind.Set();
    }

    private void Help()
    {
        while (_isBehind.WaitOne() && !_isStopped)
        {
            lock (_reading)
            {
                TryEmpty(int.MaxValue);
                _watch.Resume();
            }
        }
    }
}
