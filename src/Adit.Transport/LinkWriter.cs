using System.Buffers;
using Adit.Protocols;
using Adit.Protocols.Calls;

namespace Adit.Transport;

/// <summary>
/// The one writer of a link. Control messages go first, packets wait behind them as whole plaintext messages in a bounded queue, and
/// at most one batch of ciphertext is pending. No method waits for the socket, and <paramref name="lost"/> and
/// <paramref name="drained"/> are called without any lock held.
/// </summary>
internal sealed class LinkWriter(Link link, TrafficCounters traffic, Action lost, Action drained)
{
    private const int MaxQueuedControl = 64 * 1024;

    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _control = new(256);
    private readonly PacketQueue _packets = new(link.Options.QueueBytes);
    private Shaper? _shaper;
    private Action? _goOn;
    private TaskCompletionSource? _idle;
    private volatile int _queuedControl; // read without the lock, which is held while a batch is encrypted
    private volatile bool _isBusy;
    private bool _isClosed;

    /// <summary>Whether another control message may be given; takes no lock.</summary>
    public bool HasRoomForControl => _queuedControl < MaxQueuedControl;

    /// <summary>Whether a batch waits for the socket; takes no lock.</summary>
    public bool IsBusy => _isBusy;

    /// <summary>Queues a whole control message.</summary>
    public void AddControl(ReadOnlySpan<byte> message)
    {
        lock (_gate)
        {
            _control.Write(message);
            _queuedControl = _control.WrittenCount;
        }
    }

    /// <summary>Queues the packets that a TUN read holds, as far as there is room; whether any was.</summary>
    public bool AddPackets(Call call, ReadOnlySpan<byte> tunRead, Moment now)
    {
        QueuedPackets queued;
        lock (_gate)
        {
            queued = _isClosed ? new QueuedPackets(Dropped: 1) : _packets.Add(call, tunRead, now);
            traffic.TellWaiting(_packets.Length);
        }

        traffic.CountDropped(DropReason.QueueFull, queued.Dropped);
        traffic.CountDropped(DropReason.TooLong, queued.TooLong);
        return queued.Packets > 0;
    }

    /// <summary>Lets packets leave at so many bytes in a second; null for as fast as the peer takes them. Any thread may call.</summary>
    public void LimitRate(long? bytesPerSecond)
    {
        lock (_gate)
        {
            _shaper?.Dispose();
            _shaper = bytesPerSecond is { } rate && !_isClosed ? new Shaper(rate, Flush) : null;
            FlushLocked();
        }
    }

    /// <summary>Sends what the socket takes now; the rest follows by itself.</summary>
    public void Flush()
    {
        lock (_gate)
            FlushLocked();
    }

    /// <summary>Waits until everything given has left, or never will.</summary>
    public Task DrainAsync(CancellationToken cancellation)
    {
        lock (_gate)
        {
            FlushLocked();
            if (!_isBusy || _isClosed)
                return Task.CompletedTask;

            _idle = new TaskCompletionSource(TaskCreationOptions.RunContinuationsAsynchronously);
            return _idle.Task.WaitAsync(cancellation);
        }
    }

    /// <summary>Takes nothing more and gives the buffers back.</summary>
    public void Close()
    {
        lock (_gate)
            CloseLocked();
    }

    private void FlushLocked()
    {
        try
        {
            while (!_isBusy && !_isClosed && TryWriteBatch())
                if (!link.TryFlush())
                    BeginWaiting();
            if (!_isBusy)
                _idle?.TrySetResult();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Lose();
        }
    }

    private bool TryWriteBatch()
    {
        if (_control.WrittenCount > 0)
        {
            link.Write(_control.WrittenSpan);
            _control.ResetWrittenCount();
            _queuedControl = 0;
            return true;
        }

        return _packets.Length > 0 && TryWritePackets();
    }

    private bool TryWritePackets()
    {
        var now = MonotonicClock.Now;
        var most = _shaper?.Available(now) ?? int.MaxValue;
        if (most <= 0)
            return false; // the shaper calls when there is more

        var taken = _packets.Take(Math.Min(most, link.BatchLength), now, out var messages);
        traffic.CountTaken(taken);
        _shaper?.Take(messages.Length);
        if (messages.Length > 0)
            link.Write(messages);
        _packets.ReleaseIfEmpty();
        traffic.TellWaiting(_packets.Length);
        return messages.Length > 0;
    }

    private void BeginWaiting()
    {
        traffic.CountStall();
        _isBusy = true;
        link.WhenWritable(_goOn ??= GoOn);
    }

    private void GoOn()
    {
        lock (_gate)
        {
            if (_isClosed)
                return;

            FlushRest();
        }

        drained();
    }

    private void FlushRest()
    {
        try
        {
            _isBusy = !link.TryFlush();
            if (_isBusy)
                link.WhenWritable(_goOn!);
            else
                FlushLocked();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Lose();
        }
    }

    /// <summary>
    /// Whatever one link throws ends that link alone: the thread here may be the TUN's. Its owner takes a lock that others hold when they take
    /// ours.
    /// </summary>
    private void Lose()
    {
        CloseLocked();
        ThreadPool.UnsafeQueueUserWorkItem(static tell => tell(), lost, preferLocal: false);
    }

    private void CloseLocked()
    {
        _isClosed = true;
        _packets.Release();
        traffic.TellWaiting(0);
        _shaper?.Dispose();
        _idle?.TrySetResult();
    }
}
