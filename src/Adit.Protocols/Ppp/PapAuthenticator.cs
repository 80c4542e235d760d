using System.Text;
using Adit.Protocols.Crypto;

namespace Adit.Protocols.Ppp;

/// <summary>The authenticator's side of PAP (RFC 1334 §2): waits for a name and a password, has them judged, and answers.</summary>
internal sealed class PapAuthenticator(ChapOptions options, PppOutbox outbox, Moment now) : IAuthentication
{
    private abstract record State(Moment? Deadline);
    private sealed record Waiting(Moment GiveUpAt) : State(GiveUpAt);
    private sealed record Judging(byte Id, Moment GiveUpAt) : State(GiveUpAt);
    private sealed record Accepted(AuthenticationSuccess Success) : State(Deadline: null);
    private sealed record Failed(Failure Reason) : State(Deadline: null);

    private State _state = new Waiting(now + (options.MaxTransmissions * options.RetransmitInterval));

    public PppProtocol Protocol => PppProtocol.Pap;

    public Moment? NextDeadline => _state.Deadline;

    public bool HasBegun => _state is not Waiting;

    public AuthenticationSuccess? Success => (_state as Accepted)?.Success;

    public Failure? Failure => (_state as Failed)?.Reason;

    public Failure? LastRefusal => null;

    /// <summary>A request that is repeated while we judge needs no second question; after an Ack, ours was lost (§2.2.1).</summary>
    public void Receive(ControlPacket packet, Moment now)
    {
        if ((PapCode)packet.Code is not PapCode.AuthenticateRequest || !PapRequest.TryRead(packet.Data, out var request))
            return;

        if (_state is Waiting)
            _state = Ask(packet.Id, request, now);
        else if (_state is Judging judging)
            _state = judging with { Id = packet.Id };
        else if (_state is Accepted)
            Answer(PapCode.AuthenticateAck, packet.Id, options.SuccessMessage);
    }

    public void HandleTimeout(Moment now)
    {
        if (_state.Deadline <= now)
            _state = new Failed(new PppFailure.AuthenticationTimeout(_state is Waiting ? AuthenticationStep.Response : AuthenticationStep.Answer));
    }

    public void HandleAnswer(PppAnswer answer, Moment now) => _state = (_state, answer) switch
    {
        (Judging judging, PppAnswer.Accepted accepted) => Accept(judging.Id, accepted),
        (Judging judging, PppAnswer.Rejected rejected) => Refuse(judging.Id, rejected),
        _ => _state, // late
    };

    private Judging Ask(byte id, PapRequest request, Moment now)
    {
        outbox.Tell(new PppEvent.PasswordReceived(new PapExchange(PeerText.Decode(request.Name.Span, out var isLatin1), request.Password, isLatin1)));
        return new Judging(id, now + options.AnswerTimeout);
    }

    private Accepted Accept(byte id, PppAnswer.Accepted answer)
    {
        Answer(PapCode.AuthenticateAck, id, options.SuccessMessage);
        return new Accepted(new AuthenticationSuccess(answer.Identity, SessionKeys.NotGenerated));
    }

    private Failed Refuse(byte id, PppAnswer.Rejected answer)
    {
        Answer(PapCode.AuthenticateNak, id, RefusalText.Write(answer.Error, options.FailureMessage));
        return new Failed(answer.Reason);
    }

    private void Answer(PapCode code, byte id, string words) =>
        outbox.Send(PppProtocol.Pap, new ControlPacket((LcpCode)code, id, PapMessage.Write(words)));
}
