using System.Collections.Concurrent;
using Adit.Linux;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Filtering;

namespace Adit.Transport;

/// <summary>
/// Carries bytes and time between one <see cref="Call"/> and its link, TUN and clock. Everything the call is told goes through one
/// lock; the thread that reads the TUN takes only the writer's.
/// </summary>
public sealed class CallDriver : IDisposable
{
    // The runtime's timers take no more than 49 days; a session may have no end.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(3);

    private readonly Lock _core = new();
    private readonly ConcurrentQueue<Action<Call, Moment>> _inputs = new();
    private readonly TaskCompletionSource _closed = new(TaskCreationOptions.RunContinuationsAsynchronously);
    private readonly CancellationTokenSource _reading = new();
    private readonly Link _link;
    private readonly Call _call;
    private readonly ICallOwner _owner;
    private readonly IPacketReceiver _receiver;
    private readonly LinkWriter _writer;
    private readonly Timer _timer;
    private Moment? _wakeAt;
    private bool _isWorking;
    private bool _isBroken;
    private volatile bool _isOpen;
    private volatile SessionFilter? _filter;
    private volatile Policer? _policer;
    private long _lastSent;
    private long _lastReceived;

    /// <summary>A driver for a call that has not begun.</summary>
    public CallDriver(Link link, Call call, ICallOwner owner, IPacketReceiver receiver)
    {
        (_link, _call, _owner, _receiver) = (link, call, owner, receiver);
        _writer = new LinkWriter(link, Traffic, lost: () => Post((c, now) => c.HandleTransportLost(now)), drained: Work);
        _timer = new Timer(_ => Wake());
    }

    /// <summary>How long no packet has passed.</summary>
    public TimeSpan IdleTime => MonotonicClock.Now - new Moment(Math.Max(Volatile.Read(ref _lastSent), Volatile.Read(ref _lastReceived)));

    /// <summary>What may pass to the peer; null for everything. Any thread may set it.</summary>
    public SessionFilter? Filter
    {
        get => _filter;
        set => _filter = value;
    }

    /// <summary>Whether what was sent still waits for the socket, as far as is known without a lock: more would wait behind it.</summary>
    public bool IsBehind => _writer.IsBusy;

    /// <summary>What has passed, both ways.</summary>
    public TrafficCounters Traffic { get; } = new();

    /// <summary>
    /// Opens the call and serves it until it has ended and its last bytes have left. Never throws for what a peer does; a fault of ours
    /// ends this call alone and is thrown.
    /// </summary>
    /// <param name="early">Bytes of the call that came together with the tunnel's greeting.</param>
    public async Task RunAsync(ReadOnlyMemory<byte> early)
    {
        Post((call, now) =>
        {
            if (call.Stage is not CallStage.Closed) // it may have been closed before it began
                call.Open(now);
        });
        _link.GoesOnInline = true; // from its first message to its end a call does not block whoever reads for it
        var reading = ReadAsync(early);
        try
        {
            await _closed.Task;
            _link.GoesOnInline = false;
            await SayFarewellAsync();
        }
        finally
        {
            _writer.Close();
            await _reading.CancelAsync();
            await _link.DisposeAsync();
            await reading;
        }
    }

    /// <summary>Gives the call an input from any thread: an answer, a command. Late ones find it closed and are dropped.</summary>
    public void Post(Action<Call, Moment> input)
    {
        _inputs.Enqueue(input);
        Work();
    }

    /// <summary>
    /// Queues what one TUN read holds (virtio header and packet); dropped and counted where the call is not open or its queue is full.
    /// Call <see cref="Flush"/> when there is nothing more for now.
    /// </summary>
    public void Send(ReadOnlySpan<byte> tunRead)
    {
        var now = MonotonicClock.Now;
        if (_filter is { } filter && !filter.Permits(PacketDirection.Out, tunRead[VirtioNetHeader.Length..]))
            Traffic.CountDropped(DropReason.Filtered, 1);
        else if (TryQueue(tunRead, now))
            Volatile.Write(ref _lastSent, now.Ticks);
    }

    /// <summary>Sends one IP packet of our own making, from any thread. It is no use of the call: an idle one stays idle.</summary>
    public void SendPacket(ReadOnlySpan<byte> packet)
    {
        var framed = new byte[VirtioNetHeader.Length + packet.Length]; // a header of zeros: nothing is left to be done to the packet
        packet.CopyTo(framed.AsSpan(VirtioNetHeader.Length));
        TryQueue(framed, MonotonicClock.Now);
        Flush();
    }

    /// <summary>
    /// Limits how much passes, in bytes of packets a second; null for no limit. What is sent waits its turn; what is received in excess is
    /// dropped, since the peer's own queue is the better place to wait. Any thread may call.
    /// </summary>
    public void LimitRates(long? sent, long? received)
    {
        _policer = received is { } rate ? new Policer(rate, MonotonicClock.Now) : null;
        _writer.LimitRate(sent);
    }

    /// <summary>Sends what the socket takes now.</summary>
    public void Flush() => _writer.Flush();

    /// <inheritdoc/>
    public void Dispose()
    {
        _timer.Dispose();
        _reading.Dispose();
    }

    private bool TryQueue(ReadOnlySpan<byte> tunRead, Moment now)
    {
        if (!_isOpen)
        {
            Traffic.CountDropped(DropReason.NotOpen, 1);
            return false;
        }

        return _writer.AddPackets(_call, tunRead, now);
    }

    private async Task ReadAsync(ReadOnlyMemory<byte> early)
    {
        try
        {
            await new LinkReader(_link, Receive, _receiver.Flush).ReadAsync(early, _reading.Token);
            Post((call, now) => call.HandleTransportLost(now));
        }
        catch (Exception e) when (TransportErrors.Contains(e))
        {
            Post((call, now) => call.HandleTransportLost(now));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            Break(e);
        }
    }

    /// <summary>Gives the call what has been read; returns how much of it made whole messages.</summary>
    private int Receive(ReadOnlyMemory<byte> bytes)
    {
        var rest = bytes.Span;
        lock (_core)
        {
            var now = MonotonicClock.Now;
            var (packets, length) = (0, 0);
            while (!rest.IsEmpty && _call.TryReceive(rest, now, out var consumed, out var packet))
            {
                rest = rest[consumed..];
                if (packet.IsEmpty)
                    Settle(now);
                else if (Accepts(packet, now))
                    (packets, length) = (packets + 1, length + packet.Length);
            }

            Traffic.CountReceived(packets, length);
            WaitingThread.HasCarried(packets, length);
            Settle(now);
            Volatile.Write(ref _lastReceived, now.Ticks);
        }

        return bytes.Length - rest.Length;
    }

    private bool Accepts(ReadOnlySpan<byte> packet, Moment now)
    {
        var reason = _policer?.Permits(packet.Length, now) is false ? DropReason.OverRate : _receiver.Accept(packet);
        if (reason is DropReason.None)
            return true;

        Traffic.CountDropped(reason, 1);
        return false;
    }

    private void Work()
    {
        lock (_core)
        {
            if (_isWorking || _isBroken)
                return; // posted from within an event: the loop below takes it

            try
            {
                Settle(MonotonicClock.Now);
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                Break(e); // the timer's thread, or another call's, must not die of it
            }
        }
    }

    private void Break(Exception fault)
    {
        lock (_core)
            (_isBroken, _isOpen) = (true, false);
        _closed.TrySetException(fault);
    }

    /// <summary>Runs the call until it has nothing more to say: inputs in, events and messages out, next deadline noted.</summary>
    private void Settle(Moment now)
    {
        _isWorking = true;
        try
        {
            TellOwner(now);
            while (_inputs.TryDequeue(out var input))
            {
                input(_call, now);
                TellOwner(now);
            }
        }
        finally
        {
            _isWorking = false;
        }

        _isOpen = _call.CarriesPackets; // a call on its way down carries none, and no event says so yet
        MoveMessages();
        Schedule(now);
    }

    private void TellOwner(Moment now)
    {
        while (_call.TryTakeEvent(out var callEvent))
        {
            _isOpen = _call.CarriesPackets; // before the owner learns that packets pass
            _owner.Handle(this, callEvent, now);
            if (callEvent is CallEvent.Closed)
                _closed.TrySetResult();
        }
    }

    private void MoveMessages()
    {
        var hasAny = false;
        while (_writer.HasRoomForControl && _call.TryTransmit(out var message))
        {
            _writer.AddControl(message.Span);
            hasAny = true;
        }

        if (hasAny)
            _writer.Flush();
    }

    /// <summary>Sets the timer only for an earlier deadline: one that has moved on is found when the timer wakes, for nothing.</summary>
    private void Schedule(Moment now)
    {
        if (_call.NextDeadline is not { } deadline || _wakeAt <= deadline)
            return;

        _wakeAt = deadline;
        var wait = deadline - now;
        _timer.Change(TimeSpan.FromMilliseconds(Math.Clamp(wait.TotalMilliseconds + 1, 0, LongestWait.TotalMilliseconds)), Timeout.InfiniteTimeSpan);
    }

    private void Wake() => Post((call, now) =>
    {
        _wakeAt = null;
        call.HandlePacketSent(new Moment(Volatile.Read(ref _lastSent)));
        call.HandleTimeout(now);
    });

    /// <summary>Lets the last messages leave, for a bounded time, and ends TLS in order; false where the peer had left first.</summary>
    private async Task<bool> SayFarewellAsync()
    {
        using var patience = new CancellationTokenSource(FarewellTime);
        try
        {
            await _writer.DrainAsync(patience.Token);
            _writer.Close(); // the TUN's thread may still hold a packet for us, and TLS takes one writer only
            await _link.ShutdownAsync(patience.Token);
            return true;
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            return false; // whatever the engine throws at a link that is over anyway
        }
    }
}
