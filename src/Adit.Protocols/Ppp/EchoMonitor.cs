namespace Adit.Protocols.Ppp;

/// <summary>Finds out whether the peer is still there. Any frame it sends is a sign of life; only silence makes us ask.</summary>
internal sealed class EchoMonitor(EchoOptions options, Moment now)
{
    private abstract record State;
    private sealed record Quiet(Moment AskAt) : State;
    private sealed record Asking(Moment Since, byte Id, int Unanswered, Moment RetryAt, bool Sent) : State;
    private sealed record Lost(PppFailure Reason) : State;

    private State _state = new Quiet(now + options.Interval);
    private Moment _lastHeard = now; // beside the state, since it changes with every packet and must allocate nothing

    public PppFailure? Failure => (_state as Lost)?.Reason;

    public Moment? NextDeadline => _state switch
    {
        Quiet quiet => quiet.AskAt,
        Asking asking => asking.RetryAt,
        _ => null,
    };

    /// <summary>A frame came, whatever it was.</summary>
    public void HandleSignOfLife(Moment now) => _lastHeard = now;

    public void HandleTimeout(Moment now) => _state = _state switch
    {
        Quiet quiet when quiet.AskAt <= now => AskOrStayQuiet(now),
        Asking asking when asking.RetryAt <= now => AskAgainOrGiveUp(asking, now),
        _ => _state, // woken early
    };

    public bool TryTransmit(out byte id)
    {
        id = 0;
        if (_state is not Asking { Sent: false } asking)
            return false;

        _state = asking with { Sent = true };
        id = asking.Id;
        return true;
    }

    private State AskOrStayQuiet(Moment now)
    {
        var askAt = _lastHeard + options.Interval;
        return askAt > now ? new Quiet(askAt) : Ask(now, id: 1, unanswered: 0, now);
    }

    private State AskAgainOrGiveUp(Asking asking, Moment now)
    {
        if (_lastHeard > asking.Since)
            return AskOrStayQuiet(now);

        var unanswered = asking.Unanswered + 1;
        return unanswered >= options.MaxUnanswered
            ? new Lost(new PppFailure.PeerSilent(unanswered))
            : Ask(asking.Since, (byte)(asking.Id + 1), unanswered, now);
    }

    private Asking Ask(Moment since, byte id, int unanswered, Moment now) =>
        new(since, id, unanswered, now + options.RetryInterval, Sent: false);
}
