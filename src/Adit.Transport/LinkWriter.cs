using System.Buffers;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip;

namespace Adit.Transport;

/// <summary>
/// The one writer of a link. Control messages go first, packets wait behind them as whole plaintext messages in a bounded queue, and
/// at most one batch of ciphertext is pending. No method waits for the socket, and <paramref name="lost"/> and
/// <paramref name="drained"/> are called without any lock held.
/// </summary>
internal sealed class LinkWriter(Link link, Action lost, Action drained)
{
    // Several batches: with room for two, a fast session on a busy processor loses packets all the time, and small batches cost it half as much
    // CPU again (decision 0037). On a slow path it is StandingQueue that keeps this from being delay.
    private const int MostQueued = 1024 * 1024;

    // The largest super-packet with a header for each of its segments, where these are not absurdly small.
    private const int RoomForSuperPacket = 160 * 1024;

    // An echo, a name, an acknowledgement: they fill no queue, and whoever loses them waits for a timeout.
    private const int SmallRead = 256;
    private const int ReservedForSmall = 32 * 1024;
    private const int MaxQueuedData = MostQueued - RoomForSuperPacket - ReservedForSmall;
    private const int WarnAt = MaxQueuedData / 2;
    private const int MaxQueuedControl = 64 * 1024;
    private const int BatchLength = 128 * 1024;

    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _control = new(256);
    private PacketQueue _data;
    private StandingQueue _standing;
    private Task _waiting = Task.CompletedTask;
    private bool _isBusy;
    private bool _hasWarned;
    private bool _isClosed;

    /// <summary>Whether another control message may be given.</summary>
    public bool HasRoomForControl
    {
        get
        {
            lock (_gate)
                return _control.WrittenCount < MaxQueuedControl;
        }
    }

    /// <summary>Queues a whole control message.</summary>
    public void AddControl(ReadOnlySpan<byte> message)
    {
        lock (_gate)
            _control.Write(message);
    }

    /// <summary>Queues the packets that a TUN read holds, as far as there is room.</summary>
    public QueuedPackets AddPackets(Call call, ReadOnlySpan<byte> tunRead, Moment now)
    {
        lock (_gate)
        {
            var room = tunRead.Length <= SmallRead ? MaxQueuedData + ReservedForSmall : MaxQueuedData;
            return _isClosed || _data.Count + tunRead.Length > room ? new QueuedPackets(Dropped: 1) : AddSegments(call, new PacketSegmenter(tunRead), now);
        }
    }

    /// <summary>Sends what the socket takes now; the rest follows by itself.</summary>
    public void Flush()
    {
        lock (_gate)
            FlushLocked();
    }

    /// <summary>Waits until everything given has left, or never will.</summary>
    public async Task DrainAsync(CancellationToken cancellation)
    {
        while (IsWaiting(out var waiting))
            await waiting.WaitAsync(cancellation);
    }

    /// <summary>Takes nothing more and gives the buffers back.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _isClosed = true;
            _data.Release();
        }
    }

    private bool IsWaiting(out Task waiting)
    {
        lock (_gate)
        {
            FlushLocked();
            waiting = _waiting;
            return _isBusy && !_isClosed;
        }
    }

    private QueuedPackets AddSegments(Call call, PacketSegmenter segments, Moment now)
    {
        var queued = default(QueuedPackets);
        while (segments.NextLength > 0 && _data.Count + call.DataHeaderLength + segments.NextLength <= MostQueued)
            AddSegment(call, ref segments, now, ref queued);

        queued.Dropped += segments.IsDropped || segments.NextLength > 0 ? 1 : 0; // tiny segments outgrow the queue with their headers
        return queued;
    }

    private void AddSegment(Call call, ref PacketSegmenter segments, Moment now, ref QueuedPackets queued)
    {
        var message = _data.Room(call.DataHeaderLength + segments.NextLength);
        var packet = message[call.DataHeaderLength..];
        segments.TryNext(packet, out _);
        if (packet.Length > call.MaxPacketLength) // only where somebody has raised the interface's MTU
        {
            queued.TooLong++;
        }
        else if ((segments.NextLength > 0 && IsTimeToWarn()) || (packet.Length > SmallRead && _standing.IsTimeToDrop(now)))
        {
            queued.Dropped++;
        }
        else
        {
            TcpMssClamp.Clamp(packet, call.MaxPacketLength);
            call.WriteDataHeader(message, packet.Length);
            _data.Add(message.Length);
            _standing.Add(message.Length, now);
            queued.Packets++;
            queued.Bytes += packet.Length;
        }
    }

    /// <summary>
    /// Once per filling of the queue one segment of a super-packet is dropped: its sender slows down at the cost of one packet, and
    /// does not run into the full queue, where it would lose a whole burst and wait for a timeout.
    /// </summary>
    private bool IsTimeToWarn()
    {
        if (_data.Count < WarnAt / 2)
            _hasWarned = false;
        if (_hasWarned || _data.Count < WarnAt)
            return false;

        return _hasWarned = true;
    }

    private void FlushLocked()
    {
        try
        {
            while (!_isBusy && !_isClosed && TryWriteBatch())
                if (!link.TryFlush())
                    BeginWaiting();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            // Whatever one link throws ends that link alone: the thread here may be the TUN's. Its owner takes a lock that others hold
            // when they take ours.
            _isClosed = true;
            ThreadPool.UnsafeQueueUserWorkItem(static tell => tell(), lost, preferLocal: false);
        }
    }

    private bool TryWriteBatch()
    {
        if (_control.WrittenCount > 0)
        {
            link.Write(_control.WrittenSpan);
            _control.ResetWrittenCount();
            return true;
        }

        var batch = _data.Front(BatchLength);
        if (batch.IsEmpty)
            return false;

        link.Write(batch);
        _standing.Remove(batch.Length, MonotonicClock.Now);
        _data.Remove(batch.Length);
        return true;
    }

    private void BeginWaiting()
    {
        _isBusy = true;
        _waiting = WaitAsync();
    }

    private async Task WaitAsync()
    {
        await Task.Yield(); // what follows takes the gate that our caller holds
        try
        {
            await link.FlushAsync(CancellationToken.None);
            lock (_gate)
            {
                _isBusy = false;
                FlushLocked();
            }

            drained();
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Close();
            lost();
        }
    }
}
