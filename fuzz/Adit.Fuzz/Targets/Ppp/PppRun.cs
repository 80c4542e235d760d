using Adit.Fuzz.Targets.Calls;
using Adit.Protocols;
using Adit.Protocols.Ppp;

namespace Adit.Fuzz.Targets.Ppp;

/// <summary>Drives a PPP session through a script as a call would, and holds it to its contract.</summary>
internal sealed class PppRun
{
    private const int MaxPerStep = 8;
    private const int MaxDeadlines = 300;

    private readonly PppSession _session;
    private readonly PppPeer _peer = new();
    private readonly Questions _questions = new();
    private Moment _now = Moment.Start;
    private bool _isDown;
    private bool _isClosed;
    private bool _isAuthenticated;
    private bool _isNetworkOpen;

    public PppRun(PppSession session)
    {
        _session = session;
        Step(() => session.Open(_now));
    }

    public bool EstablishedLink { get; private set; }

    public bool OpenedNetwork => _isNetworkOpen;

    public void Play(ReadOnlyMemory<byte> script)
    {
        foreach (var step in CallScript.Read(script))
            Play(step);
    }

    /// <summary>A peer that says no more is given up.</summary>
    public void PlayOut()
    {
        for (var jumps = 0; _session.NextDeadline is not null; jumps++)
        {
            BrokenLawException.ThrowUnless(jumps < MaxDeadlines, "Every session comes to an end.");
            Play(new CallStep.Jump());
        }

        BrokenLawException.ThrowUnless(_isClosed || _isDown, "A session without a deadline has ended.");
    }

    private void Play(CallStep step)
    {
        switch (step)
        {
            case CallStep.Say say:
                Receive(CallScript.Spoil(_peer.Say(say.Saying), say.At, say.Change));
                break;
            case CallStep.Frame frame:
                Receive(frame.Bytes);
                break;
            case CallStep.Pass pass:
                _now += pass.Time;
                Step(() => _session.HandleTimeout(_now));
                break;
            case CallStep.Jump:
                Wake();
                break;
            case CallStep.Answer answer when _questions.Answer(answer) is PppAnswer given:
                Step(() => _session.HandleAnswer(given, _now));
                break;
            case CallStep.Close:
                Step(() => _session.Close(null, _now));
                break;
            case CallStep.Lose:
                _isDown = true;
                Step(() => _session.HandleDown(_now));
                break;
        }
    }

    private void Wake()
    {
        _now = _session.NextDeadline is { } deadline && deadline > _now ? deadline : _now;
        Step(() => _session.HandleTimeout(_now));
        BrokenLawException.ThrowUnless(!(_session.NextDeadline <= _now), "A deadline that was acted on is over.");
    }

    private void Receive(byte[] frame)
    {
        var isPacket = _session.TryReceive(frame, _now, out var packet);
        BrokenLawException.ThrowUnless(isPacket == !packet.IsEmpty, "A packet is there exactly when it was said so.");
        BrokenLawException.ThrowUnless(
            !isPacket || (_isNetworkOpen && !_isClosed && !_isDown), "No packet passes before the network is open.");
        BrokenLawException.ThrowUnless(!isPacket || frame.AsSpan().Overlaps(packet), "A packet is a view of its frame.");
        Step(() => { });
    }

    private void Step(Action action)
    {
        action();
        var events = 0;
        while (_session.TryTakeEvent(out var told))
        {
            BrokenLawException.ThrowUnless(++events <= MaxPerStep, "A step tells a bounded number of events.");
            Check(told);
        }

        var frames = 0;
        while (_session.TryTransmit(out var frame))
        {
            BrokenLawException.ThrowUnless(++frames <= MaxPerStep, "A step sends a bounded number of frames.");
            Check(frame.Span);
        }

        BrokenLawException.ThrowUnless(!(_isClosed || _isDown) || _session.NextDeadline is null, "What has ended waits for nothing.");
    }

    private void Check(PppEvent told)
    {
        BrokenLawException.ThrowUnless(!_isClosed, "Nothing is told after the end.");
        _questions.Ask(told);
        EstablishedLink |= told is PppEvent.LinkEstablished;
        _isClosed |= told is PppEvent.Closed;
        _isAuthenticated |= told is PppEvent.Authenticated;
        _isNetworkOpen |= told is PppEvent.NetworkOpened or PppEvent.Ipv6Opened;
        BrokenLawException.ThrowUnless(!_isAuthenticated || _questions.HasAuthenticated, "Nobody is let in without a right answer.");
        BrokenLawException.ThrowUnless(
            _isAuthenticated || told is not (PppEvent.AddressNeeded or PppEvent.NetworkOpened or PppEvent.Ipv6Opened), "The network comes after authentication.");
    }

    private void Check(ReadOnlySpan<byte> frame)
    {
        BrokenLawException.ThrowUnless(
            PppFrame.TryParse(frame, out var parsed) && ControlPacket.TryParse(parsed.Information.ToArray(), out var packet)
                && packet.Length == parsed.Information.Length,
            "What is sent can be read.");
        BrokenLawException.ThrowUnless(!_isDown, "Nothing is sent where there is nothing to send on.");
        BrokenLawException.ThrowUnless(
            parsed.Protocol switch
            {
                PppProtocol.Lcp => true,
                PppProtocol.Chap or PppProtocol.Pap => EstablishedLink,
                _ => parsed.Protocol is PppProtocol.Ipcp or PppProtocol.Ipv6cp && _isAuthenticated,
            },
            "Each protocol speaks in its phase.");
        _peer.Hear(frame);
    }
}
