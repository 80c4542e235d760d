using System.Diagnostics.CodeAnalysis;
using Adit.Protocols.Calls;
using Adit.Protocols.Crypto;

namespace Adit.Protocols.Sstp;

/// <summary>
/// What both roles of an SSTP call have in common: delimiting the stream, liveness, and the two ways of ending ([MS-SSTP] §3.1).
/// It begins after the HTTP answer. The contract is that of <see cref="ITunnelSession"/>.
/// </summary>
public abstract partial class SstpSession : ITunnelSession
{
    private const int MaxQueuedEchoes = 4;

    private readonly SstpOptions _options;
    private readonly Queue<ReadOnlyMemory<byte>> _output = new();
    private readonly Queue<TunnelEvent> _events = new();

    private protected SstpSession(SstpOptions options) => _options = options;

    /// <inheritdoc/>
    public Moment? NextDeadline => State is SstpState.Connected connected ? connected.HelloAt : State.Deadline;

    /// <inheritdoc/>
    public bool IsConnected => State is SstpState.Connected;

    /// <inheritdoc/>
    public bool IsEnding => State is SstpState.Aborting or SstpState.Disconnecting or SstpState.Lingering or SstpState.Closed;

    /// <inheritdoc/>
    public int FrameHeaderLength => SstpHeader.Length;

    /// <inheritdoc/>
    public int MaxFrameLength => SstpHeader.MaxFrameLength;

    internal int QueuedMessages => _output.Count;

    internal int QueuedEvents => _events.Count;

    private protected SstpState State { get; set; } = new SstpState.Unopened();

    private bool CarriesFrames => State
        is SstpState.Connected or SstpState.AwaitingBinding or SstpState.CheckingBinding or SstpState.AwaitingKeys;

    /// <inheritdoc/>
    public void Open(Moment now)
    {
        if (State is not SstpState.Unopened)
            throw new InvalidOperationException("A session is opened once.");

        Begin(now + _options.NegotiationTimeout);
    }

    /// <inheritdoc/>
    public bool TryReceive(ReadOnlySpan<byte> buffer, Moment now, out int consumed, out ReadOnlySpan<byte> frame)
    {
        consumed = 0;
        frame = default;
        if (State is SstpState.Unopened)
            throw new InvalidOperationException("A session is opened before it receives.");

        if (State is SstpState.Closed)
            consumed = buffer.Length;
        else if (SstpHeader.TryParse(buffer, out var header))
            consumed = HandlePacket(buffer, header, now, out frame);
        else if (buffer.Length >= SstpHeader.Length || (buffer.Length > 0 && buffer[0] != SstpHeader.Version))
            consumed = HandleCorruptStream(buffer);

        return consumed > 0;
    }

    /// <inheritdoc/>
    public void HandleTimeout(Moment now)
    {
        if (NextDeadline is not { } deadline || now < deadline)
            return;

        switch (State)
        {
            case SstpState.Connected connected:
                HandleSilence(connected, now);
                break;
            case SstpState.Aborting aborting:
                End(aborting.Failure);
                break;
            case SstpState.Lingering lingering:
                End(lingering.Failure);
                break;
            case SstpState.Disconnecting:
                End(failure: null);
                break;
            default:
                Abort(new SstpFault(SstpAttributeId.NoError, SstpStatus.NegotiationTimeout), DescribeTimeout(), now);
                break;
        }
    }

    /// <inheritdoc/>
    public abstract void HandleKeys(SessionKeys keys, Moment now);

    /// <inheritdoc/>
    public abstract void HandleAnswer(TunnelAnswer answer, Moment now);

    /// <inheritdoc/>
    public void HandleTransportLost()
    {
        if (State is not SstpState.Closed)
            EndWith(new SstpFailure.TransportLost());
    }

    /// <inheritdoc/>
    public bool TryTransmit(out ReadOnlyMemory<byte> message) => _output.TryDequeue(out message);

    /// <inheritdoc/>
    public bool TryTakeEvent([NotNullWhen(true)] out TunnelEvent? tunnelEvent) => _events.TryDequeue(out tunnelEvent);

    /// <inheritdoc/>
    public void WriteFrameHeader(Span<byte> destination, int frameLength)
    {
        ArgumentOutOfRangeException.ThrowIfGreaterThan(frameLength, SstpHeader.MaxFrameLength);
        new SstpHeader(IsControl: false, SstpHeader.Length + frameLength).Write(destination);
    }

    private protected abstract void Begin(Moment until);

    /// <summary>Acts on a message that is neither a farewell nor an echo.</summary>
    private protected abstract void HandleSetUp(SstpControlMessage message, Moment now);

    private protected Moment NegotiationDeadline(Moment now) => now + _options.NegotiationTimeout;

    private protected void Send<TMessage>(TMessage message)
        where TMessage : struct, ISstpMessage
    {
        var bytes = new byte[message.Length];
        message.Write(bytes);
        Send(bytes);
    }

    private protected void Send(ReadOnlyMemory<byte> message) => _output.Enqueue(message);

    private protected void Raise(TunnelEvent tunnelEvent) => _events.Enqueue(tunnelEvent);

    private protected void Connect(Moment now)
    {
        State = new SstpState.Connected { HelloAt = now + _options.HelloInterval };
        Raise(new TunnelEvent.Connected());
    }

    private int HandlePacket(ReadOnlySpan<byte> buffer, SstpHeader header, Moment now, out ReadOnlySpan<byte> frame)
    {
        frame = default;
        if (header.PacketLength > buffer.Length)
            return 0;

        if (State is SstpState.Connected connected)
            (connected.HelloAt, connected.HasAsked) = (now + _options.HelloInterval, false);

        if (header.IsControl)
            HandleControl(buffer[..header.PacketLength], now);
        else if (CarriesFrames)
            frame = buffer[SstpHeader.Length..header.PacketLength];

        return header.PacketLength;
    }

    private int HandleCorruptStream(ReadOnlySpan<byte> buffer)
    {
        EndWith(new SstpFailure.StreamCorrupt(buffer[0], SstpHeader.ReadLength(buffer)));
        return buffer.Length;
    }

    /// <summary>Ends at once; a call that was ending already keeps the reason it had.</summary>
    private void EndWith(SstpFailure failure) => End(State switch
    {
        SstpState.Aborting aborting => aborting.Failure,
        SstpState.Lingering lingering => lingering.Failure,
        SstpState.Disconnecting => null,
        _ => failure,
    });

    private void HandleControl(ReadOnlySpan<byte> packet, Moment now)
    {
        SstpControlMessage.TryReadType(packet, out var type);
        switch (State)
        {
            case SstpState.Aborting aborting:
                if (type is SstpMessageType.CallAbort)
                    State = new SstpState.Lingering(now + _options.AbortLinger, aborting.Failure);
                break;
            case SstpState.Disconnecting:
                HandleWhileDisconnecting(type, now);
                break;
            case SstpState.Lingering:
                break;
            default:
                HandleInCall(type, packet, now);
                break;
        }
    }

    private void HandleInCall(SstpMessageType type, ReadOnlySpan<byte> packet, Moment now)
    {
        if (!SstpControlMessage.TryParse(packet.ToArray(), out var message, out var fault))
        {
            HandleMalformed(type, fault, now);
            return;
        }

        switch (type)
        {
            case SstpMessageType.CallAbort:
                AnswerAbort(DescribeAbort(ReasonOf(message)), now);
                break;
            case SstpMessageType.CallDisconnect when !CallDisconnect.TryParse(message, out _, out fault):
                AbortInvalid(type, fault, now);
                break;
            case SstpMessageType.CallDisconnect:
                AnswerDisconnect(now);
                break;
            case SstpMessageType.EchoRequest or SstpMessageType.EchoResponse when IsConnected:
                HandleEcho(message, now);
                break;
            case >= SstpMessageType.CallConnectRequest and <= SstpMessageType.EchoResponse:
                HandleSetUp(message, now);
                break;
            default:
                AbortInvalid(type, new SstpFault(SstpAttributeId.NoError, SstpStatus.InvalidFrameReceived), now);
                break;
        }
    }

    /// <summary>An abort is an abort, however badly it is put; anything else that cannot be taken apart ends the call.</summary>
    private void HandleMalformed(SstpMessageType type, SstpFault fault, Moment now)
    {
        if (type is SstpMessageType.CallAbort)
            AnswerAbort(DescribeAbort(default), now);
        else
            AbortInvalid(type, fault, now);
    }

    private void HandleEcho(SstpControlMessage message, Moment now)
    {
        if (!PlainMessage.TryParse(message, out var echo, out var fault))
            AbortInvalid(message.Type, fault, now);
        else if (echo.Type is SstpMessageType.EchoRequest && _output.Count < MaxQueuedEchoes)
            Send(new PlainMessage(SstpMessageType.EchoResponse)); // who asks faster than it reads needs no answer to each
    }

    private void HandleSilence(SstpState.Connected connected, Moment now)
    {
        if (connected.HasAsked)
        {
            End(new SstpFailure.PeerSilent()); // no Call Abort: nobody is there to read it
            return;
        }

        Send(new PlainMessage(SstpMessageType.EchoRequest));
        (connected.HelloAt, connected.HasAsked) = (now + _options.HelloInterval, true);
    }
}
