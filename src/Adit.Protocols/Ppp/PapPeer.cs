using System.Text;
using Adit.Protocols.Crypto;

namespace Adit.Protocols.Ppp;

/// <summary>The peer's side of PAP (RFC 1334 §2): hands name and password over until the server says yes or no.</summary>
internal sealed class PapPeer : IAuthentication
{
    private readonly ChapOptions _options;
    private readonly PppOutbox _outbox;
    private State _state;

    private abstract record State(Moment? Deadline);
    private sealed record Asking(Moment GiveUpAt) : State(GiveUpAt);
    private sealed record Requesting(byte[] Request, string UserName, byte Id, int Sent, Moment RetryAt) : State(RetryAt);
    private sealed record Proven(AuthenticationSuccess Success) : State(Deadline: null);
    private sealed record Failed(PppFailure Reason) : State(Deadline: null);

    public PapPeer(ChapOptions options, PppOutbox outbox, Moment now)
    {
        (_options, _outbox) = (options, outbox);
        _state = new Asking(now + options.AnswerTimeout);
        outbox.Tell(new PppEvent.PasswordNeeded());
    }

    public PppProtocol Protocol => PppProtocol.Pap;

    public Moment? NextDeadline => _state.Deadline;

    public bool HasBegun => _state is not Asking;

    public AuthenticationSuccess? Success => (_state as Proven)?.Success;

    public Failure? Failure => (_state as Failed)?.Reason;

    public Failure? LastRefusal => null;

    public void Receive(ControlPacket packet, Moment now) => _state = ((PapCode)packet.Code, _state) switch
    {
        (PapCode.AuthenticateAck, Requesting requesting) when requesting.Id == packet.Id =>
            new Proven(new AuthenticationSuccess(requesting.UserName, SessionKeys.NotGenerated)),
        (PapCode.AuthenticateNak, Requesting requesting) when requesting.Id == packet.Id => new Failed(ReadRefusal(packet)),
        _ => _state,
    };

    public void HandleTimeout(Moment now)
    {
        if (_state.Deadline <= now)
            _state = AfterTimeout(now);
    }

    public void HandleAnswer(PppAnswer answer, Moment now)
    {
        if (_state is not Asking || answer is not PppAnswer.PasswordGiven given)
            return; // late

        var name = Encoding.UTF8.GetBytes(given.UserName);
        _state = name.Length > PapRequest.MaxLength || given.Password.Length > PapRequest.MaxLength
            ? new Failed(new PppFailure.NoMethodInCommon((int)PppProtocol.Pap, OfferedAlgorithm: null)) // PAP cannot say it
            : Send(new Requesting(new PapRequest(name, given.Password).ToArray(), given.UserName, Id: 0, Sent: 0, now), now);
    }

    private State AfterTimeout(Moment now) => _state switch
    {
        Requesting requesting when requesting.Sent < _options.MaxTransmissions => Send(requesting, now),
        Requesting => new Failed(new PppFailure.AuthenticationTimeout(AuthenticationStep.Verdict)),
        Asking => new Failed(new PppFailure.AuthenticationTimeout(AuthenticationStep.Answer)),
        _ => _state,
    };

    /// <summary>Each request has an identifier of its own (RFC 1334 §2.2.1).</summary>
    private Requesting Send(Requesting before, Moment now)
    {
        var id = (byte)(before.Id + 1);
        _outbox.Send(PppProtocol.Pap, new ControlPacket((LcpCode)PapCode.AuthenticateRequest, id, before.Request));
        return new Requesting(before.Request, before.UserName, id, before.Sent + 1, now + _options.RetransmitInterval);
    }

    private static PppFailure.Refused ReadRefusal(ControlPacket packet) =>
        RefusalText.Read(PapMessage.In(packet.Data.Span), byte.MaxValue);
}
