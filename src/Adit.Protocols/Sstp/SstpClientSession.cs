using Adit.Protocols.Calls;
using Adit.Protocols.Crypto;

namespace Adit.Protocols.Sstp;

/// <summary>The client's side of a call ([MS-SSTP] §3.2).</summary>
/// <param name="options">Timers, and the hash protocols we bind with.</param>
/// <param name="certificate">The hashes of the leaf certificate that the server presented on this connection.</param>
public sealed class SstpClientSession(SstpClientOptions options, CertificateHashes certificate) : SstpSession(options)
{
    /// <inheritdoc/>
    public override void HandleKeys(SessionKeys keys, Moment now)
    {
        switch (State)
        {
            case SstpState.AwaitingKeys awaiting:
                Send(CryptoBinding.Sign(awaiting.Hash, awaiting.Nonce, certificate, keys));
                Connect(now);
                break;
            case SstpState.Unopened or SstpState.AwaitingAnswer:
                throw new InvalidOperationException("Nobody can have authenticated: no frame has been allowed yet.");
        }
    }

    /// <summary>Does nothing: the client asks no question.</summary>
    public override void HandleAnswer(TunnelAnswer answer, Moment now)
    {
    }

    private protected override void Begin(Moment until)
    {
        Send(new CallConnectRequest(CallConnectRequest.Ppp));
        State = new SstpState.AwaitingAnswer(until);
    }

    private protected override SstpFailure DescribeTimeout() => State is SstpState.AwaitingAnswer
        ? new SstpFailure.ConnectAnswerTimedOut()
        : new SstpFailure.AuthenticationTimedOut();

    private protected override SstpFailure DescribeAbort(SstpFault fault) =>
        State is SstpState.Connected && fault.Attribute is SstpAttributeId.CryptoBinding
            ? new SstpFailure.BindingRefusedByServer(fault.Status)
            : base.DescribeAbort(fault);

    private protected override void HandleSetUp(SstpControlMessage message, Moment now)
    {
        switch (State, message.Type)
        {
            case (SstpState.AwaitingAnswer, SstpMessageType.CallConnectAck):
                HandleAck(message, now);
                break;
            case (SstpState.AwaitingAnswer, SstpMessageType.CallConnectNak):
                HandleNak(message, now);
                break;
            default:
                AbortUnexpected(message.Type, now);
                break;
        }
    }

    private void HandleAck(SstpControlMessage message, Moment now)
    {
        if (!CallConnectAck.TryParse(message, out var ack, out var fault))
            AbortInvalid(message.Type, fault, now);
        else if (Strongest(ack.HashProtocols & options.HashProtocols) is not (var hash and not SstpHashProtocol.None))
            Abort(
                new SstpFault(SstpAttributeId.CryptoBindingRequest, SstpStatus.ValueNotSupported),
                new SstpFailure.NoHashProtocol(ack.HashProtocols),
                now);
        else
        {
            State = new SstpState.AwaitingKeys(NegotiationDeadline(now), hash, ack.Nonce);
            Raise(new TunnelEvent.FramesAllowed());
        }
    }

    /// <summary>PPP is all we can ask for, so there is nothing to ask for instead: the first refusal is the last.</summary>
    private void HandleNak(SstpControlMessage message, Moment now)
    {
        if (!CallConnectNak.TryParse(message, out var nak, out var fault))
        {
            AbortInvalid(message.Type, fault, now);
            return;
        }

        var reason = new SstpFault(nak.StatusInfos[0].Attribute, nak.StatusInfos[0].Status);
        Abort(
            new SstpFault(SstpAttributeId.EncapsulatedProtocolId, SstpStatus.RetryCountExceeded),
            new SstpFailure.RefusedByServer(reason),
            now);
    }

    private static SstpHashProtocol Strongest(SstpHashProtocol common) => common switch
    {
        _ when common.HasFlag(SstpHashProtocol.Sha256) => SstpHashProtocol.Sha256,
        _ when common.HasFlag(SstpHashProtocol.Sha1) => SstpHashProtocol.Sha1,
        _ => SstpHashProtocol.None,
    };
}
