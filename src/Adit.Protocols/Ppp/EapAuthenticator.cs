using Adit.Protocols.Eap;

namespace Adit.Protocols.Ppp;

/// <summary>
/// The authenticator's side of EAP on PPP as a pass-through (RFC 3748 §2.3): it asks who the peer is, and from there on carries packets
/// between the peer and the authority, repeating what is lost. It knows no method, but whether one makes keys.
/// </summary>
internal sealed class EapAuthenticator : IAuthentication
{
    /// <summary>What fits into a request to the authority beside everything else; methods with more to say take several packets.</summary>
    private const int MaxPacketLength = 3000;

    private readonly ChapOptions _options;
    private readonly PppOutbox _outbox;
    private string _identity = "";
    private State _state;

    private abstract record State(Moment? Deadline);

    /// <summary>A method's request may need a person, who is slower than anything that is lost (RFC 3748 §4.3).</summary>
    private sealed record Asking(EapPacket Request, int Sent, Moment RetryAt, bool IsLastWait = false) : State(RetryAt);

    private sealed record Judging(EapPacket Request, Moment GiveUpAt) : State(GiveUpAt);
    private sealed record Accepted(EapPacket Request, ReadOnlyMemory<byte> Verdict, AuthenticationSuccess Success) : State(Deadline: null);
    private sealed record Failed(Failure Reason) : State(Deadline: null);

    public EapAuthenticator(byte id, ChapOptions options, PppOutbox outbox, Moment now)
    {
        (_options, _outbox) = (options, outbox);
        _state = Ask(new EapPacket(EapCode.Request, id, EapType.Identity, default), sent: 1, now);
    }

    public PppProtocol Protocol => PppProtocol.Eap;

    public Moment? NextDeadline => _state.Deadline;

    public bool HasBegun => _state is not Asking { Request.Type: EapType.Identity };

    public AuthenticationSuccess? Success => (_state as Accepted)?.Success;

    public Failure? Failure => (_state as Failed)?.Reason;

    public Failure? LastRefusal => null;

    public void Receive(ControlPacket packet, Moment now)
    {
        var bytes = packet.ToArray();
        if (bytes.Length > MaxPacketLength || !EapPacket.TryParse(bytes, out var response) || response.Code is not EapCode.Response)
            return;

        if (_state is Asking asking && response.Identifier == asking.Request.Identifier)
            _state = Carry(asking.Request, response, bytes, now);
        else if (_state is Accepted accepted && response.Identifier == accepted.Request.Identifier)
            Send(accepted.Verdict); // ours was lost
    }

    public void HandleTimeout(Moment now)
    {
        if (_state.Deadline <= now)
            _state = AfterTimeout(now);
    }

    public void HandleAnswer(PppAnswer answer, Moment now) => _state = (_state, answer) switch
    {
        (Judging, PppAnswer.EapContinued continued) => Continue(continued.Packet, now),
        (Judging judging, PppAnswer.Accepted accepted) => Accept(judging, accepted),
        (Judging, PppAnswer.Rejected rejected) => Refuse(rejected),
        _ => _state, // late
    };

    private Judging Carry(EapPacket request, EapPacket response, byte[] bytes, Moment now)
    {
        if (response.Type is EapType.Identity)
            _identity = PeerText.Decode(response.Data.Span, out _);
        _outbox.Tell(new PppEvent.EapReceived(_identity, bytes));
        return new Judging(request, now + _options.AnswerTimeout);
    }

    /// <summary>An authority that says what is no request has no more to ask, and has not let the peer in.</summary>
    private State Continue(ReadOnlyMemory<byte> packet, Moment now) =>
        !EapPacket.TryParse(packet, out var request) || request.Code is not EapCode.Request ? new Failed(new PppFailure.AuthorityNotUnderstood())
        : Ask(request, sent: 1, now);

    private State Accept(Judging judging, PppAnswer.Accepted answer)
    {
        if (MakesKeys(judging.Request.Type) && !answer.Keys.AreGenerated)
            return new Failed(new PppFailure.KeysMissing());

        Send(answer.EapPacket);
        return new Accepted(judging.Request, answer.EapPacket, new AuthenticationSuccess(answer.Identity, answer.Keys));
    }

    private Failed Refuse(PppAnswer.Rejected answer)
    {
        Send(answer.EapPacket);
        return new Failed(answer.Reason);
    }

    /// <summary>Keys that are missing must never pass for keys that were not made.</summary>
    private static bool MakesKeys(EapType method) => method is not (EapType.Md5Challenge or EapType.GenericTokenCard);

    private State AfterTimeout(Moment now) => _state switch
    {
        Asking asking when asking.Sent < _options.MaxTransmissions => Ask(asking.Request, asking.Sent + 1, now),
        Asking { IsLastWait: false, Request.Type: not EapType.Identity } asking => asking with { IsLastWait = true, RetryAt = now + _options.RetryTimeout },
        Asking => new Failed(new PppFailure.AuthenticationTimeout(AuthenticationStep.Response)),
        Judging => new Failed(new PppFailure.AuthenticationTimeout(AuthenticationStep.Answer)),
        _ => _state,
    };

    private Asking Ask(EapPacket request, int sent, Moment now)
    {
        Send(request.ToBytes());
        return new Asking(request, sent, now + _options.RetransmitInterval);
    }

    private void Send(ReadOnlyMemory<byte> packet)
    {
        if (ControlPacket.TryParse(packet, out var control))
            _outbox.Send(PppProtocol.Eap, control);
    }
}
