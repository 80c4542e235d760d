using System.Threading.Channels;
using Adit.Protocols.Dhcp;
using Adit.Protocols.Ip;
using Adit.Transport;

namespace Adit.Server.Addresses.Dhcp;

/// <summary>
/// Drives one <see cref="DhcpLease"/>: carries its messages, wakes it, and keeps what it has to tell for <see cref="NextAsync"/>. Any
/// thread may call. Disposing gives the address back.
/// </summary>
internal sealed class HeldLease : IDisposable
{
    // A lease may run for a hundred years, which no timer can; being woken early does no harm.
    private static readonly TimeSpan LongestWait = TimeSpan.FromDays(1);

    private readonly Lock _gate = new();
    private readonly DhcpLease _core;
    private readonly LeaseExchanges _exchanges;
    private readonly Func<Ipv4Address, string?> _refuses;
    private readonly ITimer _timer;
    private readonly Channel<DhcpLeaseEvent> _told = Channel.CreateUnbounded<DhcpLeaseEvent>();
    private bool _isOver;

    /// <param name="core">The lease.</param>
    /// <param name="exchanges">Carries its messages.</param>
    /// <param name="refuses">Why an offered address is not to be taken; null where it is.</param>
    /// <param name="clock">Wakes it.</param>
    public HeldLease(DhcpLease core, LeaseExchanges exchanges, Func<Ipv4Address, string?> refuses, TimeProvider clock)
    {
        (_core, _exchanges, _refuses) = (core, exchanges, refuses);
        _timer = clock.CreateTimer(_ => Drive(() => _core.HandleTimeout(MonotonicClock.Now)), null, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>Why the last offer was not taken that could not be; null where there was none.</summary>
    public string? RefusedOffer { get; private set; }

    /// <summary>Whether a server has offered an address that was good.</summary>
    public bool HasAskedForOffer { get; private set; }

    /// <summary>Begins to ask. Once.</summary>
    public void Open(Ipv4Address? wanted) => Drive(() => _core.Open(wanted, MonotonicClock.Now));

    /// <summary>A message with the number of this exchange.</summary>
    public void Receive(DhcpMessage message) => Drive(() =>
    {
        if (message.Type is DhcpMessageType.Offer && _refuses(message.YourAddress) is { } reason)
            RefusedOffer = $"{message.YourAddress} was offered: {reason}";
        else
            _core.HandleMessage(message, MonotonicClock.Now);
    });

    /// <summary>Somebody else has the address.</summary>
    public void Decline() => Drive(() => _core.Decline(MonotonicClock.Now));

    /// <summary>The next thing that the lease tells, but renewals.</summary>
    public ValueTask<DhcpLeaseEvent> NextAsync(CancellationToken cancellationToken) => _told.Reader.ReadAsync(cancellationToken);

    /// <inheritdoc/>
    public void Dispose()
    {
        Drive(() =>
        {
            _core.Release();
            _isOver = true;
        });
        _timer.Dispose();
        _exchanges.Forget(this);
        _told.Writer.TryComplete();
    }

    /// <summary>One input, then all that came of it. The socket is used outside the lock.</summary>
    private void Drive(Action input)
    {
        var packets = new List<DhcpPacket>();
        lock (_gate)
        {
            if (_isOver)
                return;

            input();
            while (_core.TryTransmit(out var packet))
                packets.Add(Note(packet));
            while (_core.TryTakeEvent(out var told))
                if (told is not DhcpLeaseEvent.Renewed)
                    _told.Writer.TryWrite(told);
            Wake();
        }

        foreach (var packet in packets)
            _exchanges.Send(packet);
    }

    private DhcpPacket Note(DhcpPacket packet)
    {
        _exchanges.Expect(this, packet.Message);
        HasAskedForOffer |= packet.Message.Type is DhcpMessageType.Request;
        return packet;
    }

    private void Wake()
    {
        var wait = _core.NextDeadline is { } deadline ? deadline - MonotonicClock.Now : Timeout.InfiniteTimeSpan;
        if (wait != Timeout.InfiniteTimeSpan)
            wait = wait < TimeSpan.Zero ? TimeSpan.Zero : wait > LongestWait ? LongestWait : wait;
        _timer.Change(wait, Timeout.InfiniteTimeSpan);
    }
}
