using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Ppp;

/// <summary>The authenticator's side of CHAP (RFC 1994 §4): challenges, has the response judged, and answers it.</summary>
internal sealed class ChapAuthenticator : IAuthentication
{
    private const int MaxNameLength = 256;

    private readonly ChapAlgorithm _algorithm;
    private readonly ChapOptions _options;
    private readonly IRandomSource _random;
    private readonly PppOutbox _outbox;
    private State _state;

    private abstract record State(Moment? Deadline);
    private sealed record Challenging(ChapValue Challenge, int Sent, Moment RetryAt) : State(RetryAt);

    /// <summary>Bears the packet that is judged, and the last response, which is that packet or has been refused before it.</summary>
    private sealed record Judging(ControlPacket Packet, ChapValue Response, int Attempt, Moment GiveUpAt) : State(GiveUpAt)
    {
        public bool IsChange => (ChapCode)Packet.Code is ChapCode.ChangePassword;
    }

    private sealed record Refused(Judging Judged, ControlPacket Reply, byte[] Challenge, Leave Leave, Failure Reason, Moment GiveUpAt)
        : State(GiveUpAt);
    private sealed record Accepted(byte Id, ControlPacket Reply, AuthenticationSuccess Success) : State(Deadline: null);
    private sealed record Failed(Failure Reason) : State(Deadline: null);

    /// <summary>What one who was refused may still do.</summary>
    /// <param name="Retry">Give another response.</param>
    /// <param name="Change">Give a new password for the one that has expired.</param>
    private readonly record struct Leave(bool Retry, bool Change);

    public ChapAuthenticator(
        ChapAlgorithm algorithm, byte id, string name, ChapOptions options, IRandomSource random, PppOutbox outbox, Moment now)
    {
        (_algorithm, _options, _random, _outbox) = (algorithm, options, random, outbox);
        var challenge = new ChapValue(ChapCode.Challenge, id, NewChallenge(), Encoding.UTF8.GetBytes(name));
        _state = Send(challenge, sent: 1, now);
    }

    public PppProtocol Protocol => PppProtocol.Chap;

    public Moment? NextDeadline => _state.Deadline;

    public bool HasBegun => _state is not Challenging;

    public AuthenticationSuccess? Success => (_state as Accepted)?.Success;

    public Failure? Failure => (_state as Failed)?.Reason;

    public Failure? LastRefusal => (_state as Refused)?.Reason;

    public void Receive(ControlPacket packet, Moment now)
    {
        if ((ChapCode)packet.Code is ChapCode.Response or ChapCode.ChangePassword)
            _state = AfterPacket(packet, now);
    }

    public void HandleTimeout(Moment now)
    {
        if (_state.Deadline <= now)
            _state = AfterTimeout(now);
    }

    public void HandleAnswer(PppAnswer answer, Moment now) => _state = (_state, answer) switch
    {
        (Judging judging, PppAnswer.Accepted accepted) => Accept(judging, accepted),
        (Judging judging, PppAnswer.Rejected rejected) => Refuse(judging, rejected, now),
        _ => _state, // late
    };

    private State AfterPacket(ControlPacket packet, Moment now)
    {
        var isChange = (ChapCode)packet.Code is ChapCode.ChangePassword;
        switch (_state)
        {
            case Challenging challenging when packet.Id == challenging.Challenge.Id && !isChange:
                return Judge(packet, challenging.Challenge.Value, attempt: 1, now);
            case Refused refused when packet.SaysTheSameAs(refused.Judged.Packet):
                Send(refused.Reply); // ours was lost
                return refused;
            case Refused { Leave.Change: true } refused when isChange:
                return JudgeChange(packet, refused, now);
            case Refused { Leave.Retry: true } refused when !isChange: // some peers count the identifier up, some do not
                return Judge(packet, refused.Challenge, refused.Judged.Attempt + 1, now);
            case Accepted accepted when packet.Id == accepted.Id:
                Send(accepted.Reply); // ours was lost (RFC 1994 §4.1)
                return accepted;
            default:
                return _state;
        }
    }

    private State Judge(ControlPacket packet, ReadOnlyMemory<byte> challenge, int attempt, Moment now)
    {
        if (!ChapValue.TryRead(packet, out var value)
            || value.Name.Length > MaxNameLength
            || _algorithm.AskAbout(packet.Id, value, challenge) is not { } question)
            return _state;

        _outbox.Tell(question);
        return new Judging(packet, value, attempt, now + _options.AnswerTimeout);
    }

    private State JudgeChange(ControlPacket packet, Refused refused, Moment now)
    {
        var (response, attempt) = (refused.Judged.Response, refused.Judged.Attempt + 1);
        if (_algorithm.AskAboutChange(packet, response, refused.Challenge) is not { } question)
            return refused;

        _outbox.Tell(question);
        return new Judging(packet, response, attempt, now + _options.AnswerTimeout);
    }

    private State Accept(Judging judging, PppAnswer.Accepted answer)
    {
        if (_algorithm.MakesKeys && !answer.Keys.AreGenerated)
            return new Failed(new PppFailure.KeysMissing());

        var text = _algorithm.WriteSuccess(answer, _options.SuccessMessage);
        var reply = new ControlPacket((LcpCode)ChapCode.Success, judging.Packet.Id, Encoding.UTF8.GetBytes(text));
        Send(reply);
        return new Accepted(judging.Packet.Id, reply, new AuthenticationSuccess(answer.Identity, _algorithm.MakesKeys ? answer.Keys : SessionKeys.NotGenerated));
    }

    private State Refuse(Judging judging, PppAnswer.Rejected answer, Moment now)
    {
        var leave = LeaveAfter(judging, answer);
        var challenge = NewChallenge();
        var text = _algorithm.WriteFailure(answer, leave.Retry, challenge, _options.FailureMessage);
        var reply = new ControlPacket((LcpCode)ChapCode.Failure, judging.Packet.Id, text);
        Send(reply);
        return leave is { Retry: false, Change: false }
            ? new Failed(answer.Reason)
            : new Refused(judging, reply, challenge, leave, answer.Reason, now + _options.RetryTimeout);
    }

    /// <summary>The change of an expired password costs no try, since its user was right; a change that is refused does.</summary>
    private Leave LeaveAfter(Judging judging, PppAnswer.Rejected answer)
    {
        var mayRetry = _algorithm.AllowsRetry && answer.MayRetry && judging.Attempt < _options.MaxAttempts;
        var hasExpired = answer.Error == MsChapV2Error.PasswordExpired && !judging.IsChange;
        return new Leave(mayRetry, _algorithm.AllowsChange && (hasExpired || (judging.IsChange && mayRetry)));
    }

    private State AfterTimeout(Moment now) => _state switch
    {
        Challenging challenging when challenging.Sent < _options.MaxTransmissions => Send(challenging.Challenge, challenging.Sent + 1, now),
        Challenging => new Failed(new PppFailure.AuthenticationTimeout(AuthenticationStep.Response)),
        Judging => new Failed(new PppFailure.AuthenticationTimeout(AuthenticationStep.Answer)),
        Refused refused => new Failed(refused.Reason),
        _ => _state,
    };

    private Challenging Send(ChapValue challenge, int sent, Moment now)
    {
        Send(challenge.ToPacket());
        return new Challenging(challenge, sent, now + _options.RetransmitInterval);
    }

    private void Send(ControlPacket packet) => _outbox.Send(PppProtocol.Chap, packet);

    private byte[] NewChallenge()
    {
        var challenge = new byte[MsChapV2.ChallengeLength];
        _random.Fill(challenge);
        return challenge;
    }
}
