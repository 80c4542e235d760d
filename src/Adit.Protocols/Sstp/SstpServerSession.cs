using System.Security.Cryptography;
using Adit.Protocols.Calls;
using Adit.Protocols.Crypto;

namespace Adit.Protocols.Sstp;

/// <summary>The server's side of a call ([MS-SSTP] §3.3). Data passes only once the client has bound its authentication to this connection.</summary>
/// <param name="options">Timers, what is offered, what is bounded.</param>
/// <param name="certificates">
/// The hashes of the leaf certificate that this connection presented; several where a balancer presented one of its own.
/// </param>
/// <param name="random">Where the nonce comes from.</param>
public sealed class SstpServerSession(SstpServerOptions options, IReadOnlyList<CertificateHashes> certificates, IRandomSource random)
    : SstpSession(options)
{
    private static readonly SstpFault _bindingRefused = new(SstpAttributeId.CryptoBinding, SstpStatus.ValueNotSupported);

    /// <summary>The server's side of a call over a connection that presented this certificate.</summary>
    public SstpServerSession(SstpServerOptions options, CertificateHashes certificate, IRandomSource random)
        : this(options, [certificate], random)
    {
    }

    /// <inheritdoc/>
    public override void HandleKeys(SessionKeys keys, Moment now)
    {
        switch (State)
        {
            case SstpState.AwaitingBinding { Offer: { } offer } awaiting:
                Ask(awaiting.Until, offer, keys);
                break;
            case SstpState.AwaitingBinding awaiting:
                State = awaiting with { Keys = keys };
                break;
            case SstpState.Unopened or SstpState.AwaitingRequest:
                throw new InvalidOperationException("Nobody can have authenticated: no frame has been allowed yet.");
        }
    }

    /// <inheritdoc/>
    public override void HandleAnswer(TunnelAnswer answer, Moment now)
    {
        if (State is not SstpState.CheckingBinding || answer is not TunnelAnswer.BindingChecked checkedBinding)
            return;

        if (checkedBinding.IsRight)
            Connect(now);
        else
            Abort(_bindingRefused, new SstpFailure.CompoundMacWrong(), now);
    }

    private protected override void Begin(Moment until) => State = new SstpState.AwaitingRequest(until, Naks: 0);

    private protected override SstpFailure DescribeTimeout() => State switch
    {
        SstpState.AwaitingRequest => new SstpFailure.ConnectRequestTimedOut(),
        SstpState.AwaitingBinding { Keys: null } => new SstpFailure.AuthenticationTimedOut(),
        _ => new SstpFailure.CallConnectedTimedOut(),
    };

    /// <summary>[MS-SSTP] §3.3.5.2.3 names a binding that is missing or has a wrong length as "attribute not supported".</summary>
    private protected override SstpFault Reword(SstpMessageType type, SstpFault fault) =>
        type is SstpMessageType.CallConnected
        && fault.Status is SstpStatus.RequiredAttributeMissing or SstpStatus.InvalidAttribValueLength
            ? new SstpFault(SstpAttributeId.StatusInfo, SstpStatus.AttribNotSupportedInMsg)
            : fault;

    private protected override void HandleSetUp(SstpControlMessage message, Moment now)
    {
        switch (State, message.Type)
        {
            case (SstpState.AwaitingRequest awaiting, SstpMessageType.CallConnectRequest):
                HandleRequest(awaiting, message, now);
                break;
            case (SstpState.AwaitingBinding { Offer: null } awaiting, SstpMessageType.CallConnected):
                HandleConnected(awaiting, message, now);
                break;
            default:
                AbortUnexpected(message.Type, now);
                break;
        }
    }

    private void HandleRequest(SstpState.AwaitingRequest awaiting, SstpControlMessage message, Moment now)
    {
        if (CallConnectRequest.TryParse(message, out _, out var faults))
        {
            Grant(now);
            return;
        }

        var fault = new SstpFault(faults[0].Attribute, faults[0].Status);
        if (awaiting.Naks == options.MaxNaks)
        {
            var exceeded = fault with { Status = SstpStatus.RetryCountExceeded };
            Abort(exceeded, new SstpFailure.RequestsRefused(awaiting.Naks, fault), now);
            return;
        }

        Send(new CallConnectNak(faults));
        State = awaiting with { Naks = awaiting.Naks + 1 };
    }

    private void Grant(Moment now)
    {
        var nonce = new byte[CallConnectAck.NonceLength];
        random.Fill(nonce);
        Send(new CallConnectAck(options.HashProtocols, nonce));
        State = new SstpState.AwaitingBinding(NegotiationDeadline(now), nonce, Keys: null, Offer: null);
        Raise(new TunnelEvent.FramesAllowed());
    }

    private void HandleConnected(SstpState.AwaitingBinding awaiting, SstpControlMessage message, Moment now)
    {
        if (!CallConnected.TryParse(message, out var connected, out var fault))
            AbortInvalid(message.Type, fault, now);
        else if (FindMismatch(connected, awaiting.Nonce) is { } mismatch)
            Abort(_bindingRefused, mismatch, now);
        else if (awaiting.Keys is { } keys)
            Ask(awaiting.Until, message.Bytes, keys);
        else
            State = awaiting with { Offer = message.Bytes };
    }

    /// <summary>Everything about the binding that can be judged without a key.</summary>
    private SstpFailure? FindMismatch(CallConnected connected, ReadOnlyMemory<byte> nonce)
    {
        if (!IsAcceptable(connected.HashProtocol))
            return new SstpFailure.HashProtocolRefused(connected.HashProtocol, options.HashProtocols);

        if (!CryptographicOperations.FixedTimeEquals(connected.Nonce.Span, nonce.Span))
            return new SstpFailure.NonceWrong();

        var seen = connected.CertificateHash.Span;
        foreach (var certificate in certificates)
            if (IsSameHash(seen, certificate.For(connected.HashProtocol).Span))
                return null;

        var presented = certificates.Select(certificate => Convert.ToHexString(certificate.For(connected.HashProtocol).Span));
        return new SstpFailure.CertificateDiffers(
            Convert.ToHexString(seen[..LengthOf(connected.HashProtocol)]), string.Join(" or ", presented));
    }

    private static int LengthOf(SstpHashProtocol protocol) =>
        protocol is SstpHashProtocol.Sha256 ? SHA256.HashSizeInBytes : SHA1.HashSizeInBytes;

    /// <summary>A SHA-1 hash is followed by padding.</summary>
    private static bool IsSameHash(ReadOnlySpan<byte> seen, ReadOnlySpan<byte> presented) =>
        CryptographicOperations.FixedTimeEquals(seen[..presented.Length], presented);

    /// <summary>Exactly one protocol that was offered, and the strongest of them: a client must take SHA-256 where it is offered.</summary>
    private bool IsAcceptable(SstpHashProtocol hash) =>
        hash is SstpHashProtocol.Sha256 && options.HashProtocols.HasFlag(SstpHashProtocol.Sha256)
        || hash is SstpHashProtocol.Sha1 && options.HashProtocols is SstpHashProtocol.Sha1;

    private void Ask(Moment until, ReadOnlyMemory<byte> offer, SessionKeys keys)
    {
        State = new SstpState.CheckingBinding(until);
        Raise(new TunnelEvent.BindingOffered(new CryptoBindingCheck(offer, keys)));
    }
}
