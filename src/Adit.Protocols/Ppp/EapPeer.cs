using Adit.Protocols.Eap;

namespace Adit.Protocols.Ppp;

/// <summary>
/// The peer's side of EAP on PPP (RFC 3748 §3.1): every packet of the server is a question, and this sends the answer. Methods and
/// secrets are with whoever answers, and it is the server that repeats what is lost.
/// </summary>
internal sealed class EapPeer(ChapOptions options, PppOutbox outbox, Moment now) : IAuthentication
{
    /// <summary>Longer than any link carries; methods with more to say take several packets.</summary>
    private const int MaxPacketLength = 3000;

    private abstract record State(Moment? Deadline);
    private abstract record Listening(Moment GiveUpAt) : State(GiveUpAt);
    private sealed record Waiting(Moment GiveUpAt) : Listening(GiveUpAt);
    private sealed record Responded(Failure? Known, Moment GiveUpAt) : Listening(GiveUpAt);
    private sealed record Asking(Listening Before, Moment GiveUpAt) : State(GiveUpAt);
    private sealed record Proven(AuthenticationSuccess Success) : State(Deadline: null);
    private sealed record Failed(Failure Reason) : State(Deadline: null);

    private State _state = new Waiting(now + options.AnswerTimeout);

    public PppProtocol Protocol => PppProtocol.Eap;

    public Moment? NextDeadline => _state.Deadline;

    public bool HasBegun => _state is not Waiting;

    public AuthenticationSuccess? Success => (_state as Proven)?.Success;

    public Failure? Failure => (_state as Failed)?.Reason;

    /// <summary>What our last response complained about, or what the server said before it: the reason where it ends the call with that.</summary>
    public Failure? LastRefusal => (_state as Responded)?.Known;

    /// <summary>One question at a time: what comes while one is open is sent again by the server.</summary>
    public void Receive(ControlPacket packet, Moment now)
    {
        if (_state is not Listening listening || packet.Length > MaxPacketLength || (EapCode)packet.Code is EapCode.Response)
            return;

        outbox.Tell(new PppEvent.EapRequestReceived(packet.ToArray()));
        _state = new Asking(listening, now + options.AnswerTimeout);
    }

    public void HandleTimeout(Moment now)
    {
        if (_state.Deadline <= now)
            _state = AfterTimeout();
    }

    public void HandleAnswer(PppAnswer answer, Moment now) => _state = (_state, answer) switch
    {
        (Asking, PppAnswer.EapResponded responded) => Respond(responded, now),
        (Asking asking, PppAnswer.EapIgnored) => asking.Before,
        (Asking, PppAnswer.EapSucceeded succeeded) => new Proven(new AuthenticationSuccess(succeeded.Identity, succeeded.Keys)),
        (Asking, PppAnswer.EapFailed failed) => new Failed(failed.Reason),
        _ => _state, // late
    };

    private Responded Respond(PppAnswer.EapResponded answer, Moment now)
    {
        if (ControlPacket.TryParse(answer.Packet, out var control))
            outbox.Send(PppProtocol.Eap, control);
        return new Responded(answer.Known, now + options.AnswerTimeout);
    }

    private State AfterTimeout() => _state switch
    {
        Responded { Known: { } known } => new Failed(known),
        Responded => TimedOut(AuthenticationStep.Verdict),
        Waiting => TimedOut(AuthenticationStep.Challenge),
        Asking => TimedOut(AuthenticationStep.Answer),
        _ => _state,
    };

    private static Failed TimedOut(AuthenticationStep step) => new(new PppFailure.AuthenticationTimeout(step));
}
