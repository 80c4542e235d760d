using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;
using Adit.Protocols.Ip;
using State = Adit.Protocols.Dhcp.DhcpLeaseState;

namespace Adit.Protocols.Dhcp;

/// <summary>
/// A client's side of one lease (RFC 2131 §4.4): from the first Discover to its renewals and its end. Only answers to our last message,
/// to our identifier, from the server that we chose count; everything else is as if it had not come.
/// </summary>
public sealed class DhcpLease(DhcpLeaseOptions options, DhcpClientIdentity identity, IRandomSource random)
{
    private const uint Forever = uint.MaxValue;

    private readonly DhcpLeaseMessages _messages = new(options, identity);
    private readonly Queue<DhcpPacket> _packets = [];
    private readonly Queue<DhcpLeaseEvent> _events = [];
    private State _state = new State.Init();
    private int _restarts;

    /// <summary>The lease in force; null where there is none.</summary>
    public DhcpBinding? Binding => (_state as State.Holding)?.Binding;

    /// <summary>When it wants <see cref="HandleTimeout"/>; null for never.</summary>
    public Moment? NextDeadline => _state switch
    {
        State.Pausing pausing => pausing.Until,
        State.Selecting selecting => selecting.RetryAt,
        State.Requesting requesting => requesting.RetryAt,
        State.Bound bound => bound.Times?.RenewAt,
        State.Renewing renewing => Moment.Earliest(renewing.RetryAt, renewing.Limit),
        _ => null,
    };

    /// <summary>Begins. Once.</summary>
    /// <param name="wanted">An address that we had before, which the server may give us again; null for any.</param>
    /// <param name="now">The time.</param>
    public void Open(Ipv4Address? wanted, Moment now)
    {
        if (_state is not State.Init)
            throw new InvalidOperationException("The lease has been opened before.");

        _messages.Wanted = wanted;
        Discover(now);
    }

    /// <summary>Takes a message that came to <see cref="DhcpMessage.ClientPort"/>, from anyone.</summary>
    public void HandleMessage(DhcpMessage message, Moment now)
    {
        if (message.Op is not DhcpOp.BootReply || !identity.IsMeantBy(message))
            return;

        switch (_state)
        {
            case State.Selecting selecting when message.Type is DhcpMessageType.Offer && message.TransactionId == selecting.Id:
                HandleOffer(selecting, message, now);
                break;
            case State.Requesting requesting when message.TransactionId == requesting.Id && ServerOf(message) == requesting.Server:
                HandleAnswer(requesting, message, now);
                break;
            case State.Renewing renewing when message.TransactionId == renewing.Id:
                HandleAnswer(renewing, message, now);
                break;
        }
    }

    /// <summary>The time of <see cref="NextDeadline"/> has come; too early does no harm.</summary>
    public void HandleTimeout(Moment now)
    {
        if (NextDeadline is not { } deadline || deadline > now)
            return;

        switch (_state)
        {
            case State.Pausing:
                Discover(now);
                break;
            case State.Selecting selecting when selecting.Sent == options.MaxAttempts:
                Fail(DhcpLeaseEnd.NoOffer);
                break;
            case State.Selecting selecting:
                SendDiscover(selecting with { Sent = selecting.Sent + 1, RetryAt = now + RetryAfter(selecting.Sent + 1) }, now);
                break;
            case State.Requesting requesting when requesting.Sent == options.MaxAttempts:
                Restart(DhcpLeaseEnd.NotAnswered, options.FirstRetry, now);
                break;
            case State.Requesting requesting:
                SendRequest(requesting with { Sent = requesting.Sent + 1, RetryAt = now + RetryAfter(requesting.Sent + 1) }, now);
                break;
            case State.Holding { Times: { } times } holding:
                Renew(holding, times, now);
                break;
        }
    }

    /// <summary>Gives the address back, or stops asking; no event tells it.</summary>
    public void Release()
    {
        if (_state is State.Holding { Binding: var binding })
            Send(_messages.Release(NewId(), binding), binding.Server);
        _state = new State.Ended();
    }

    /// <summary>Another has the address that we were given: tells the server so, and asks for another one after a pause.</summary>
    public void Decline(Moment now)
    {
        if (_state is not State.Holding { Binding: var binding })
            return;

        Send(_messages.Decline(NewId(), binding), DhcpPacket.Broadcast);
        _messages.Wanted = null;
        _events.Enqueue(new DhcpLeaseEvent.Lost(binding.Address, DhcpLeaseEnd.InUse));
        Restart(DhcpLeaseEnd.InUse, options.DeclinePause, now);
    }

    /// <summary>The next message to send.</summary>
    public bool TryTransmit(out DhcpPacket packet) => _packets.TryDequeue(out packet);

    /// <summary>The next thing to tell.</summary>
    public bool TryTakeEvent([NotNullWhen(true)] out DhcpLeaseEvent? leaseEvent) => _events.TryDequeue(out leaseEvent);

    private static Ipv4Address? ServerOf(DhcpMessage message) => message.Options.FindAddress(DhcpOptionCode.ServerIdentifier);

    private static bool IsUsable(Ipv4Address address) => address.Value >> 24 is not (0 or 127 or >= 224);

    /// <summary>Null where the time is missing or too short to live with.</summary>
    private uint? LifetimeOf(DhcpMessage message) =>
        message.Options.FindNumber(DhcpOptionCode.LeaseTime) is { } seconds && seconds >= options.ShortestLease.TotalSeconds ? seconds : null;

    private void Discover(Moment now) => SendDiscover(new State.Selecting(NewId(), now, Sent: 1, now + RetryAfter(1)), now);

    /// <summary>The first good offer is taken: whoever waits at the other end of a tunnel has no time for a better one.</summary>
    private void HandleOffer(State.Selecting selecting, DhcpMessage offer, Moment now)
    {
        if (ServerOf(offer) is { } server && IsUsable(server) && IsUsable(offer.YourAddress) && LifetimeOf(offer) is not null)
            SendRequest(new State.Requesting(selecting.Id, selecting.Since, Sent: 1, now + RetryAfter(1), offer.YourAddress, server, now), now);
    }

    private void HandleAnswer(State.Requesting requesting, DhcpMessage answer, Moment now)
    {
        if (answer.Type is DhcpMessageType.Nak)
        {
            _messages.Wanted = null;
            Restart(DhcpLeaseEnd.Refused, options.FirstRetry, now);
        }
        else if (answer.Type is DhcpMessageType.Ack && answer.YourAddress == requesting.Address && LifetimeOf(answer) is { } lifetime)
        {
            _events.Enqueue(new DhcpLeaseEvent.Bound(Bind(answer, requesting.Server, lifetime, requesting.RequestedAt)));
        }
    }

    private void HandleAnswer(State.Renewing renewing, DhcpMessage answer, Moment now)
    {
        if (ServerOf(answer) is not { } server || (!renewing.Rebinds && server != renewing.Binding.Server))
            return;

        if (answer.Type is DhcpMessageType.Nak)
            Lose(renewing, DhcpLeaseEnd.Refused);
        else if (answer.Type is DhcpMessageType.Ack && answer.YourAddress == renewing.Binding.Address && LifetimeOf(answer) is { } lifetime)
            _events.Enqueue(new DhcpLeaseEvent.Renewed(Bind(answer, server, lifetime, renewing.Since)));
    }

    /// <summary>A lease runs from the request on, not from the answer (§4.4.1).</summary>
    private DhcpBinding Bind(DhcpMessage answer, Ipv4Address server, uint seconds, Moment requestedAt)
    {
        var binding = new DhcpBinding(
            answer.YourAddress, seconds == Forever ? null : TimeSpan.FromSeconds(seconds), server, answer.Options);
        _state = new State.Bound(binding, binding.Lifetime is { } lifetime ? TimesOf(answer.Options, lifetime, requestedAt) : null);
        return binding;
    }

    /// <summary>
    /// The server's T1 and T2 where they make sense, otherwise those of §4.4.5. T1 comes up to a sixteenth earlier, so that leases taken
    /// together are not renewed together.
    /// </summary>
    private DhcpLeaseTimes TimesOf(DhcpOptionSet said, TimeSpan lifetime, Moment requestedAt)
    {
        var renewal = said.FindNumber(DhcpOptionCode.RenewalTime) is { } t1 ? TimeSpan.FromSeconds(t1) : lifetime * 0.5;
        var rebinding = said.FindNumber(DhcpOptionCode.RebindingTime) is { } t2 ? TimeSpan.FromSeconds(t2) : lifetime * 0.875;
        if (renewal < options.ShortestLease / 2 || renewal >= rebinding || rebinding >= lifetime)
            (renewal, rebinding) = (lifetime * 0.5, lifetime * 0.875);

        return new(requestedAt + (renewal * (1 - (Fraction() / 16))), requestedAt + rebinding, requestedAt + lifetime);
    }

    private void Renew(State.Holding holding, DhcpLeaseTimes times, Moment now)
    {
        if (now >= times.EndsAt)
        {
            Lose(holding, DhcpLeaseEnd.Expired);
            return;
        }

        var (id, since) = holding is State.Renewing begun ? (begun.Id, begun.Since) : (NewId(), now);
        var renewing = new State.Renewing(holding.Binding, times, id, since, RetryAt: default, Rebinds: now >= times.RebindAt);
        var half = (renewing.Limit - now) / 2;
        _state = renewing with { RetryAt = now + (half > options.ShortestRenewalRetry ? half : options.ShortestRenewalRetry) };
        Send(_messages.Renewal(id, holding.Binding.Address, now - since), renewing.Rebinds ? DhcpPacket.Broadcast : holding.Binding.Server);
    }

    private void SendDiscover(State.Selecting selecting, Moment now)
    {
        _state = selecting;
        Send(_messages.Discover(selecting.Id, now - selecting.Since), DhcpPacket.Broadcast);
    }

    private void SendRequest(State.Requesting requesting, Moment now)
    {
        _state = requesting;
        Send(_messages.Request(requesting.Id, requesting.Address, requesting.Server, now - requesting.Since), DhcpPacket.Broadcast);
    }

    private void Send(DhcpMessage message, Ipv4Address destination) => _packets.Enqueue(new DhcpPacket(message, destination));

    private void Restart(DhcpLeaseEnd why, TimeSpan pause, Moment now)
    {
        if (_restarts++ < options.MaxRestarts)
            _state = new State.Pausing(now + pause);
        else
            Fail(why);
    }

    private void Fail(DhcpLeaseEnd why)
    {
        _state = new State.Ended();
        _events.Enqueue(new DhcpLeaseEvent.Refused(why));
    }

    private void Lose(State.Holding holding, DhcpLeaseEnd why)
    {
        _state = new State.Ended();
        _events.Enqueue(new DhcpLeaseEvent.Lost(holding.Binding.Address, why));
    }

    private TimeSpan RetryAfter(int sent)
    {
        var doubled = options.FirstRetry * (1 << (sent - 1));
        var wait = doubled < options.LongestRetry ? doubled : options.LongestRetry;
        return wait * (0.75 + (Fraction() / 2));
    }

    private uint NewId()
    {
        Span<byte> bytes = stackalloc byte[sizeof(uint)];
        random.Fill(bytes);
        return BinaryPrimitives.ReadUInt32BigEndian(bytes);
    }

    private double Fraction() => NewId() / (uint.MaxValue + 1.0);
}
