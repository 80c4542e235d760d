using System.Buffers;
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
    // Two batches' worth of packets: one leaves while the next is gathered. More would only be delay.
    private const int MaxQueuedData = 256 * 1024;
    private const int WarnAt = MaxQueuedData / 2;

    // An echo, a name, an acknowledgement: they fill no queue, and whoever loses them waits for a timeout.
    private const int SmallRead = 256;
    private const int ReservedForSmall = 32 * 1024;
    private const int MaxQueuedControl = 64 * 1024;
    private const int BatchLength = 128 * 1024;

    // The largest super-packet with a header for each of its segments, where these are not absurdly small.
    private const int RoomForSuperPacket = 160 * 1024;

    private readonly Lock _gate = new();
    private readonly ArrayBufferWriter<byte> _control = new(256);
    private byte[]? _data;
    private int _start;
    private int _end;
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
    public QueuedPackets AddPackets(Call call, ReadOnlySpan<byte> tunRead)
    {
        lock (_gate)
        {
            var room = tunRead.Length <= SmallRead ? MaxQueuedData + ReservedForSmall : MaxQueuedData;
            return _isClosed || _end - _start + tunRead.Length > room ? new QueuedPackets(Dropped: 1) : AddSegments(call, new PacketSegmenter(tunRead));
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
            ReleaseData();
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

    private QueuedPackets AddSegments(Call call, PacketSegmenter segments)
    {
        var queued = default(QueuedPackets);
        var buffer = RoomyBuffer();
        var headerLength = call.DataHeaderLength;
        while (buffer.Length - _end > headerLength && segments.TryNext(buffer.AsSpan(_end + headerLength), out var length))
        {
            if (length > call.MaxPacketLength) // only where somebody has raised the interface's MTU
            {
                queued.TooLong++;
                continue;
            }

            if (segments.NextLength > 0 && IsTimeToWarn())
            {
                queued.Dropped++;
                continue;
            }

            TcpMssClamp.Clamp(buffer.AsSpan(_end + headerLength, length), call.MaxPacketLength);
            call.WriteDataHeader(buffer.AsSpan(_end), length);
            _end += headerLength + length;
            queued.Packets++;
            queued.Bytes += length;
        }

        queued.Dropped += segments.IsDropped || segments.NextLength > 0 ? 1 : 0; // tiny segments outgrow any buffer with their headers
        return queued;
    }

    /// <summary>
    /// Once per filling of the queue one segment of a super-packet is dropped: its sender slows down at the cost of one packet, and
    /// does not run into the full queue, where it would lose a whole burst and wait for a timeout.
    /// </summary>
    private bool IsTimeToWarn()
    {
        var queued = _end - _start;
        if (queued < WarnAt / 2)
            _hasWarned = false;
        if (_hasWarned || queued < WarnAt)
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

        if (_start == _end)
            return false;

        var length = Math.Min(_end - _start, BatchLength);
        link.Write(_data.AsSpan(_start, length));
        _start += length;
        if (_start == _end)
            ReleaseData();
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

    private byte[] RoomyBuffer()
    {
        _data ??= ArrayPool<byte>.Shared.Rent(MaxQueuedData + ReservedForSmall + RoomForSuperPacket);
        if (_start > 0 && _data.Length - _end < RoomForSuperPacket)
        {
            _data.AsSpan(_start, _end - _start).CopyTo(_data);
            (_start, _end) = (0, _end - _start);
        }

        return _data;
    }

    private void ReleaseData()
    {
        if (_data is { } data)
            ArrayPool<byte>.Shared.Return(data);
        (_data, _start, _end) = (null, 0, 0);
    }
}
