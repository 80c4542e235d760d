using System.Text;
using Adit.Protocols.Crypto;

namespace Adit.Protocols.Ppp;

/// <summary>The peer's side of CHAP (RFC 1994 §4): has the challenge answered, and the server's proof checked where there is one.</summary>
internal sealed class ChapPeer(ChapAlgorithm algorithm, ChapOptions options, PppOutbox outbox, Moment now) : IAuthentication
{
    private abstract record State(Moment? Deadline);
    private sealed record Waiting(Moment GiveUpAt) : State(GiveUpAt);
    private sealed record Asking(ControlPacket Challenge, Moment GiveUpAt) : State(GiveUpAt);
    private sealed record Responding(Answered Answered, int Sent, Moment RetryAt) : State(RetryAt);
    private sealed record Checking(Answered Answered, Moment GiveUpAt) : State(GiveUpAt);
    private sealed record Changing(ControlPacket Refusal, Moment GiveUpAt) : State(GiveUpAt);
    private sealed record Proven(Answered Answered, AuthenticationSuccess Success) : State(Deadline: null);
    private sealed record Failed(PppFailure Reason) : State(Deadline: null);

    /// <summary>A challenge, or the refusal of an expired password, and what we said to it.</summary>
    private sealed record Answered(ControlPacket Challenge, ControlPacket Response, string UserName);

    private State _state = new Waiting(now + options.AnswerTimeout);

    public PppProtocol Protocol => PppProtocol.Chap;

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
        (ChapCode.Failure, Responding { Answered: var answered }) when answered.Response.Id == packet.Id => Refused(packet, now),
        _ => _state,
    };

    public void HandleTimeout(Moment now)
    {
        if (_state.Deadline <= now)
            _state = AfterTimeout(now);
    }

    public void HandleAnswer(PppAnswer answer, Moment now) => _state = (_state, answer) switch
    {
        (Changing changing, PppAnswer.ChangeDeclined) => new Failed(algorithm.ReadFailure(changing.Refusal)),
        (Changing changing, _) when algorithm.ReadChange(answer) is { } change => Change(changing.Refusal, change, now),
        (Asking asking, _) when algorithm.ReadAnswer(answer) is { } response => Respond(asking.Challenge, response, now),
        (Checking, PppAnswer.AuthenticatorChecked { IsRight: true, Keys.AreGenerated: false }) => new Failed(new PppFailure.KeysMissing()),
        (Checking { Answered: var answered }, PppAnswer.AuthenticatorChecked { IsRight: true } verdict) => Prove(answered, verdict.Keys),
        (Checking, PppAnswer.AuthenticatorChecked) => new Failed(new PppFailure.AuthenticatorNotProven()),
        _ => _state, // late
    };

    /// <summary>One question at a time: a new challenge that comes while one is open is sent again by the server.</summary>
    private State Ask(ControlPacket packet, Moment now)
    {
        if (!ChapValue.TryRead(packet, out var challenge) || !algorithm.IsChallenge(challenge.Value.Span))
            return _state;

        outbox.Tell(algorithm.AskFor(packet.Id, challenge));
        return new Asking(packet, now + options.AnswerTimeout);
    }

    private State AnswerAgainOrAsk(ControlPacket packet, Answered answered, Moment now)
    {
        if (!packet.SaysTheSameAs(answered.Challenge))
            return Ask(packet, now);

        outbox.Send(PppProtocol.Chap, answered.Response); // ours was lost
        return _state;
    }

    private Responding Respond(ControlPacket challenge, (string UserName, byte[] Value) answer, Moment now)
    {
        var response = new ChapValue(ChapCode.Response, challenge.Id, answer.Value, Encoding.UTF8.GetBytes(answer.UserName));
        return Send(new Answered(challenge, response.ToPacket(), answer.UserName), sent: 1, now);
    }

    private State Refused(ControlPacket failure, Moment now)
    {
        if (algorithm.AskForChange(failure) is not { } question)
            return new Failed(algorithm.ReadFailure(failure));

        outbox.Tell(question);
        return new Changing(failure, now + options.RetryTimeout);
    }

    /// <summary>RFC 2759 §7: the identifier is that of the Failure packet and one.</summary>
    private Responding Change(ControlPacket failure, (string UserName, byte[] Data) change, Moment now)
    {
        var packet = new ControlPacket((LcpCode)ChapCode.ChangePassword, (byte)(failure.Id + 1), change.Data);
        return Send(new Answered(failure, packet, change.UserName), sent: 1, now);
    }

    private Responding Send(Answered answered, int sent, Moment now)
    {
        outbox.Send(PppProtocol.Chap, answered.Response);
        return new Responding(answered, sent, now + options.RetransmitInterval);
    }

    private State Check(ControlPacket packet, Answered answered, Moment now)
    {
        if (algorithm.ProofLength == 0)
            return Prove(answered, SessionKeys.NotGenerated);
        if (packet.Data.Length < algorithm.ProofLength)
            return new Failed(new PppFailure.AuthenticatorNotProven());

        outbox.Tell(algorithm.AskAboutProof(packet.Data.Span[..algorithm.ProofLength]));
        return new Checking(answered, now + options.AnswerTimeout);
    }

    private static Proven Prove(Answered answered, SessionKeys keys) => new(answered, new AuthenticationSuccess(answered.UserName, keys));

    private State AfterTimeout(Moment now) => _state switch
    {
        Responding responding when responding.Sent < options.MaxTransmissions => Send(responding.Answered, responding.Sent + 1, now),
        Responding => TimedOut(AuthenticationStep.Verdict),
        Waiting => TimedOut(AuthenticationStep.Challenge),
        Changing changing => new Failed(algorithm.ReadFailure(changing.Refusal)),
        Asking or Checking => TimedOut(AuthenticationStep.Answer),
        _ => _state,
    };

    private static Failed TimedOut(AuthenticationStep step) => new(new PppFailure.AuthenticationTimeout(step));
}
