using Adit.Linux.Tun;

namespace Adit.Transport;

/// <summary>
/// Has the TUN read and each packet given to the call that its destination belongs to. It never waits for a socket. A thread that waits for links
/// does it, the one that has written into the TUN last: what was written causes what there is to read next, and waking another thread costs more
/// than to read it (decision 0059). Where it cannot keep up, a thread of its own takes over until the TUN is empty.
/// </summary>
public sealed class TunPump : IDisposable
{
    // As much as a link may be read in a turn: more is there then, links wait, and another processor may well be free.
    private const int BatchesInTurn = 8;

    private readonly Lock _reading = new(); // whoever holds it is the TUN's reader, and may say who waits for it
    private readonly AutoResetEvent _isBehind = new(false);
    private readonly TunDelivery _delivery;
    private readonly TunWriter _writer;
    private readonly TunWatch _watch;
    private readonly Thread _helper;
    private volatile bool _isStopped;

    /// <summary>Begins to read.</summary>
    /// <param name="tun">The device; it stays its owner's.</param>
    /// <param name="writer">The way into it.</param>
    /// <param name="calls">Whose each packet is.</param>
    public TunPump(TunDevice tun, TunWriter writer, ICallTable calls)
    {
        ArgumentNullException.ThrowIfNull(tun);
        ArgumentNullException.ThrowIfNull(writer);
        (_delivery, _writer, _watch) = (new TunDelivery(tun, calls), writer, tun.Watch(Handle));
        _helper = new Thread(Help) { IsBackground = true, Name = "adit-tun" };
        _helper.Start();
        _writer.Begins = Follow;
        lock (_reading)
            _watch.Resume();
    }

    /// <summary>Packets that belonged to no call.</summary>
    public long Undeliverable => _delivery.Undeliverable;

    /// <summary>Stops, and waits until nobody reads any more.</summary>
    public void Dispose()
    {
        _isStopped = true;
        _writer.Begins = null;
        lock (_reading)
            _watch.Dispose();
        _isBehind.Set();
        _helper.Join();
        _isBehind.Dispose();
    }

    /// <summary>Has the thread that is about to write wait for the TUN, unless another reads it just now.</summary>
    private void Follow()
    {
        if (_watch.IsHere || !_reading.TryEnter())
            return;

        try
        {
            _watch.MoveHere();
        }
        finally
        {
            _reading.Exit();
        }
    }

    private void Handle(TunNews news)
    {
        if (!_reading.TryEnter())
            return; // another reads

        try
        {
            Thread.Yield(); // whoever waits for this processor has answers to what was written, or more to send: fewer, fuller batches
            if (news is TunNews.Gone)
                _watch.Dispose();
            else if (!TryEmpty(BatchesInTurn))
                CallForHelp();
        }
        finally
        {
            _reading.Exit();
        }
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
