using System.Text;
using Adit.Protocols.Crypto;

namespace Adit.Protocols.Ppp;

/// <summary>The peer's side of MS-CHAPv2 (RFC 1994 §4, RFC 2759): has the challenge answered, and has the server's proof checked.</summary>
internal sealed class ChapPeer(ChapOptions options, PppOutbox outbox, Moment now) : IAuthentication
{
    private const int MaxMessageLength = 256;

    private abstract record State(Moment? Deadline);
    private sealed record Waiting(Moment GiveUpAt) : State(GiveUpAt);
    private sealed record Asking(ControlPacket Challenge, Moment GiveUpAt) : State(GiveUpAt);
    private sealed record Responding(Answered Answered, int Sent, Moment RetryAt) : State(RetryAt);
    private sealed record Checking(Answered Answered, Moment GiveUpAt) : State(GiveUpAt);
    private sealed record Proven(Answered Answered, AuthenticationSuccess Success) : State(Deadline: null);
    private sealed record Failed(PppFailure Reason) : State(Deadline: null);

    /// <summary>A challenge and what we said to it.</summary>
    private sealed record Answered(ControlPacket Challenge, ControlPacket Response, string UserName);

    private State _state = new Waiting(now + options.AnswerTimeout);

    public Moment? NextDeadline => _state.Deadline;

    public bool HasBegun => _state is not Waiting;

    public AuthenticationSuccess? Success => (_state as Proven)?.Success;

    public Failure? Failure => (_state as Failed)?.Reason;

    public Failure? LastRefusal => null;

    public void Receive(ControlPacket packet, Moment now) => _state = ((ChapCode)packet.Code, _state) switch
    {
        (ChapCode.Challenge, Waiting) => Ask(packet, now),
        (ChapCode.Challenge, Responding responding) => AnswerAgainOrAsk(packet, responding.Answered, now),
        (ChapCode.Challenge, Proven proven) => AnswerAgainOrAsk(packet, proven.Answered, now),
        (ChapCode.Success, Responding { Answered: var answered }) when answered.Response.Id == packet.Id => Check(packet, answered, now),
        (ChapCode.Failure, Responding { Answered: var answered }) when answered.Response.Id == packet.Id => new Failed(ReadRefusal(packet)),
        _ => _state,
    };

    public void HandleTimeout(Moment now)
    {
        if (_state.Deadline <= now)
            _state = AfterTimeout(now);
    }

    public void HandleAnswer(PppAnswer answer, Moment now) => _state = (_state, answer) switch
    {
        (Asking asking, PppAnswer.Responded responded) => Respond(asking.Challenge, responded, now),
        (Checking { Answered: var answered }, PppAnswer.AuthenticatorChecked { IsRight: true } verdict) =>
            new Proven(answered, new AuthenticationSuccess(answered.UserName, verdict.Keys)),
        (Checking, PppAnswer.AuthenticatorChecked) => new Failed(new PppFailure.AuthenticatorNotProven()),
        _ => _state, // late
    };

    /// <summary>One question at a time: a new challenge that comes while one is open is sent again by the server.</summary>
    private State Ask(ControlPacket packet, Moment now)
    {
        if (!ChapValue.TryRead(packet, out var challenge) || challenge.Value.Length != MsChapV2.ChallengeLength)
            return _state;

        outbox.Tell(new PppEvent.ChallengeReceived(packet.Id, challenge.Value, PeerText.Clean(challenge.Name.Span, MaxMessageLength)));
        return new Asking(packet, now + options.AnswerTimeout);
    }

    private State AnswerAgainOrAsk(ControlPacket packet, Answered answered, Moment now)
    {
        if (!packet.SaysTheSameAs(answered.Challenge))
            return Ask(packet, now);

        outbox.Send(PppProtocol.Chap, answered.Response); // ours was lost
        return _state;
    }

    private Responding Respond(ControlPacket challenge, PppAnswer.Responded answer, Moment now)
    {
        var value = new MsChapV2Response(answer.PeerChallenge, answer.NtResponse).ToArray();
        var response = new ChapValue(ChapCode.Response, challenge.Id, value, Encoding.UTF8.GetBytes(answer.UserName));
        return Send(new Answered(challenge, response.ToPacket(), answer.UserName), sent: 1, now);
    }

    private Responding Send(Answered answered, int sent, Moment now)
    {
        outbox.Send(PppProtocol.Chap, answered.Response);
        return new Responding(answered, sent, now + options.RetransmitInterval);
    }

    private State Check(ControlPacket packet, Answered answered, Moment now)
    {
        if (packet.Data.Length < MsChapV2.AuthenticatorResponseLength)
            return new Failed(new PppFailure.AuthenticatorNotProven());

        var proof = Encoding.Latin1.GetString(packet.Data.Span[..MsChapV2.AuthenticatorResponseLength]);
        outbox.Tell(new PppEvent.AuthenticatorResponseReceived(proof));
        return new Checking(answered, now + options.AnswerTimeout);
    }

    private static PppFailure.Refused ReadRefusal(ControlPacket packet) => MsChapV2Failure.TryParse(packet.Data.Span, out var failure)
        ? new PppFailure.Refused(failure.Error, failure.MayRetry, failure.Message)
        : new PppFailure.Refused(0, MayRetry: false, PeerText.Clean(packet.Data.Span, MaxMessageLength));

    private State AfterTimeout(Moment now) => _state switch
    {
        Responding responding when responding.Sent < options.MaxTransmissions => Send(responding.Answered, responding.Sent + 1, now),
        Responding => TimedOut(AuthenticationStep.Verdict),
        Waiting => TimedOut(AuthenticationStep.Challenge),
        Asking or Checking => TimedOut(AuthenticationStep.Answer),
        _ => _state,
    };

    private static Failed TimedOut(AuthenticationStep step) => new(new PppFailure.AuthenticationTimeout(step));
}
