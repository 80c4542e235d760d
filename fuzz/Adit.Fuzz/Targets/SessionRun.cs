using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Sstp;

namespace Adit.Fuzz.Targets;

/// <summary>Drives a session through a script as a driver would, and holds it to the contract of <see cref="ITunnelSession"/>.</summary>
internal sealed class SessionRun
{
    private const int MaxEvents = 4;
    private const int MaxMessagesPerStep = 1;

    private readonly ITunnelSession _session;
    private readonly bool _asksAboutBinding;
    private readonly List<byte> _unread = [];
    private readonly int? _fixedCut;
    private int _cut = int.MaxValue;
    private Moment _now = Moment.Start;
    private int _messagesAllowed;
    private int _events;
    private bool _isAsking;
    private bool _wasAnsweredRight;
    private TunnelEvent.Closed? _closed;

    /// <param name="session">Not opened yet.</param>
    /// <param name="asksAboutBinding">Whether it may connect only after a right answer to its question.</param>
    /// <param name="fixedCut">Cuts the stream into pieces of this length whatever the script says.</param>
    public SessionRun(ITunnelSession session, bool asksAboutBinding, int? fixedCut = null)
    {
        (_session, _asksAboutBinding, _fixedCut) = (session, asksAboutBinding, fixedCut);
        Step(() => session.Open(_now));
    }

    /// <summary>Everything the session sent.</summary>
    public List<byte> Sent { get; } = [];

    /// <summary>Every frame it handed up, one behind the other.</summary>
    public List<byte> Frames { get; } = [];

    public bool AllowedFrames { get; private set; }

    public bool WasConnected { get; private set; }

    public string? FailureCode => _closed?.Failure?.Code;

    public void Play(ReadOnlyMemory<byte> script)
    {
        foreach (var step in SessionScript.Read(script))
            Play(step);
    }

    /// <summary>Whatever has happened, a peer that says no more is given up after a few deadlines.</summary>
    public void PlayOut()
    {
        for (var jumps = 0; _closed is null; jumps++)
        {
            BrokenLawException.ThrowUnless(jumps < 6, "Every session comes to an end.");
            Play(new SessionStep.Jump());
        }
    }

    private void Play(SessionStep step)
    {
        switch (step)
        {
            case SessionStep.Receive receive:
                Receive(receive.Bytes);
                break;
            case SessionStep.Cut cut:
                _cut = cut.Length;
                break;
            case SessionStep.Pass pass:
                WakeAt(_now + pass.Time);
                break;
            case SessionStep.Jump:
                WakeAt(_session.NextDeadline ?? _now);
                break;
            case SessionStep.Authenticate authenticate when AllowedFrames:
                Step(() => _session.HandleKeys(authenticate.Keys, _now));
                break;
            case SessionStep.Answer answer:
                HandleAnswer(answer);
                break;
            case SessionStep.Close:
                Step(() => _session.Close(_now));
                break;
        }
    }

    private void HandleAnswer(SessionStep.Answer answer)
    {
        _wasAnsweredRight |= _isAsking && answer.IsRight;
        _isAsking = false;
        Step(() => _session.HandleAnswer(new TunnelAnswer.BindingChecked(answer.IsRight), _now));
    }

    private void WakeAt(Moment moment)
    {
        _now = moment > _now ? moment : _now;
        Step(() => _session.HandleTimeout(_now));
    }

    private void Receive(byte[] bytes)
    {
        foreach (var piece in bytes.Chunk(_fixedCut ?? _cut))
        {
            _unread.AddRange(piece);
            bool isWhole;
            do
                isWhole = TryReceive();
            while (isWhole);
        }
    }

    private bool TryReceive()
    {
        byte[] buffer = [.. _unread];
        var wasClosed = _closed is not null;
        var isWhole = _session.TryReceive(buffer, _now, out var consumed, out var frame);
        BrokenLawException.ThrowUnless(isWhole ? consumed > 0 && consumed <= buffer.Length : consumed == 0, "A message is progress.");
        BrokenLawException.ThrowUnless(
            frame.IsEmpty || (frame.Length == consumed - SstpHeader.Length && buffer.AsSpan(SstpHeader.Length).Overlaps(frame, out var at) && at == 0),
            "A frame is a view of what was consumed.");
        BrokenLawException.ThrowUnless(frame.IsEmpty || AllowedFrames, "No frame comes before frames are allowed.");
        BrokenLawException.ThrowUnless(!wasClosed || (frame.IsEmpty && consumed == buffer.Length), "A closed session gives nothing.");
        BrokenLawException.ThrowUnless(
            isWhole || buffer.Length < SstpHeader.MaxPacketLength, "A buffer of the longest packet is always enough.");
        _unread.RemoveRange(0, consumed);
        Frames.AddRange(frame);
        Step(() => { });
        return isWhole;
    }

    /// <summary>Does it, then drains.</summary>
    private void Step(Action action)
    {
        action();
        _messagesAllowed = MaxMessagesPerStep;
        var wasClosed = _closed is not null;
        while (_session.TryTransmit(out var message))
            CheckMessage(message, wasClosed);

        while (_session.TryTakeEvent(out var tunnelEvent))
            CheckEvent(tunnelEvent, wasClosed);

        BrokenLawException.ThrowUnless(_session.NextDeadline is null == _closed is not null, "An open session always has a deadline.");
        BrokenLawException.ThrowUnless(
            !_session.IsConnected || !_asksAboutBinding || _wasAnsweredRight, "Nothing connects without a right answer.");
    }

    private void CheckMessage(ReadOnlyMemory<byte> message, bool wasClosed)
    {
        BrokenLawException.ThrowUnless(!wasClosed && --_messagesAllowed >= 0, "Each step sends a message at most, and none after the end.");
        BrokenLawException.ThrowUnless(SstpControlMessage.TryParse(message, out _, out _), "What is sent can be taken apart.");
        Sent.AddRange(message.Span);
    }

    private void CheckEvent(TunnelEvent tunnelEvent, bool wasClosed)
    {
        BrokenLawException.ThrowUnless(!wasClosed && _closed is null && ++_events <= MaxEvents, "Each event comes once, and none after the end.");
        AllowedFrames |= tunnelEvent is TunnelEvent.FramesAllowed;
        WasConnected |= tunnelEvent is TunnelEvent.Connected;
        _closed = tunnelEvent as TunnelEvent.Closed;
        if (tunnelEvent is TunnelEvent.BindingOffered offered)
            CheckOffer(offered.Check);
    }

    /// <summary>All but the MAC has been compared by then: header, hash protocol, nonce and certificate.</summary>
    private void CheckOffer(CryptoBindingCheck check)
    {
        _isAsking = true;
        var offered = check.Message.Span;
        var right = Packets.Connected.AsSpan();
        BrokenLawException.ThrowUnless(
            offered.Length == right.Length && offered[15..80].SequenceEqual(right[15..80]), "Only a binding to this connection is offered.");
    }
}
