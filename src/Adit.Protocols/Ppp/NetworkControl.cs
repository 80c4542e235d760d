namespace Adit.Protocols.Ppp;

/// <summary>A network control protocol of a link (RFC 1661 §2): its automaton, and what was told of it.</summary>
internal sealed class NetworkControl
{
    private readonly INetworkNegotiation _negotiation;
    private readonly PppOutbox _outbox;
    private readonly Automaton _automaton;
    private PppEvent? _told;

    /// <summary>Begins; <paramref name="early"/> is a request that came before we could answer it.</summary>
    public NetworkControl(INetworkNegotiation negotiation, AutomatonOptions options, PppOutbox outbox, ControlPacket? early, Moment now)
    {
        (_negotiation, _outbox) = (negotiation, outbox);
        _automaton = new Automaton(negotiation, options, outbox);
        _automaton.Open(now);
        _automaton.Up(now);
        if (early is { } request)
            _automaton.Receive(request, now);
    }

    public bool IsOpened => _automaton.IsOpened;

    /// <summary>Whether it was open at any time.</summary>
    public bool WasOpened => _told is not null;

    public PppFailure? Failure => _automaton.Failure;

    public TerminateReason? PeerTermination => _automaton.PeerTermination;

    public Moment? NextDeadline => _automaton.NextDeadline;

    public void Receive(ControlPacket packet, Moment now) => _automaton.Receive(packet, now);

    public void HandleTimeout(Moment now) => _automaton.HandleTimeout(now);

    /// <summary>Tells that it is open, unless the same was told before.</summary>
    public void TellNews()
    {
        if (!IsOpened || _negotiation.Opened is var opened && opened == _told)
            return;

        _told = opened;
        _outbox.Tell(opened);
    }
}
