using System.Diagnostics.CodeAnalysis;
using Adit.Protocols.Calls.Recording;
using Adit.Protocols.Ip;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Calls;

/// <summary>
/// A call: one tunnel session with the PPP session inside it, in either role. Pure. After each <c>Open</c>, <c>Handle…</c>,
/// <c>Close</c> and <c>TryReceive</c>, drain <see cref="TryTransmit"/> and <see cref="TryTakeEvent"/>, then wait for input or
/// <see cref="NextDeadline"/>. A peer can never make it throw.
/// </summary>
public sealed partial class Call(ITunnelSession tunnel, PppSession ppp, CallOptions options)
{
    private readonly Queue<ReadOnlyMemory<byte>> _messages = new();
    private readonly Queue<CallEvent> _events = new();
    private readonly CallLimits _limits = new();
    private int _earlyPackets;

    /// <summary>Who writes down what the call is told and says; null for nobody.</summary>
    public CallRecorder? Recorder { get; init; }

    /// <summary>How far the call has come.</summary>
    public CallStage Stage { get; private set; }

    /// <summary>Whether packets pass: the call is open and not on its way down.</summary>
    public bool CarriesPackets => Stage is CallStage.Open && !tunnel.IsEnding;

    /// <summary>The longest IP packet that may be sent, in bytes.</summary>
    public int MaxPacketLength => ppp.MaxPacketLength;

    /// <summary>The options of PPP that were offered and chosen so far, for the call's record.</summary>
    public IReadOnlyList<PppOptionFact> PppOptions => ppp.Options;

    /// <summary>Bytes that <see cref="WriteDataHeader"/> writes; fixed once the call is open.</summary>
    public int DataHeaderLength => tunnel.FrameHeaderLength + ppp.DataHeader.Length;

    /// <summary>When <see cref="HandleTimeout"/> is to be called; null for never.</summary>
    public Moment? NextDeadline => Moment.Earliest(Moment.Earliest(tunnel.NextDeadline, ppp.NextDeadline), LimitDeadline);

    private Moment? LimitDeadline => tunnel.IsEnding ? null : _limits.Deadline;

    /// <summary>Begins the call: the client asks, the server waits to be asked. Nothing happens where it was closed before.</summary>
    public void Open(Moment now)
    {
        if (Stage is CallStage.Closed)
            return;

        Recorder?.Opened(now);
        _limits.Begin(now + options.SetupTime);
        _events.Enqueue(new CallEvent.StageReached(Stage));
        tunnel.Open(now);
        Pump(now);
    }

    /// <summary>
    /// Takes at most one message from the front of <paramref name="buffer"/>; false where no whole one is there yet.
    /// <paramref name="packet"/> is the IP packet inside, a view into the buffer; empty where the message was no data.
    /// </summary>
    public bool TryReceive(ReadOnlySpan<byte> buffer, Moment now, out int consumed, out ReadOnlySpan<byte> packet)
    {
        packet = default;
        var isOver = Stage is CallStage.Closed;
        var received = tunnel.TryReceive(buffer, now, out consumed, out var frame);
        if (received && !isOver)
            Recorder?.Received(buffer[..consumed], now);
        var isData = !frame.IsEmpty && ppp.TryReceive(frame, now, out packet);
        if (isData && Stage is CallStage.Open)
        {
            _limits.HandlePacket(now);
            return true;
        }

        if (isData)
            RefuseEarly(out packet, now);
        Pump(now);
        return received;
    }

    /// <summary>Acts on the deadlines that have passed; harmless when woken early.</summary>
    public void HandleTimeout(Moment now)
    {
        tunnel.HandleTimeout(now);
        ppp.HandleTimeout(now);
        if (LimitDeadline <= now)
            End(_limits.Explain(Stage, now), now);
        Pump(now);
        Recorder?.Woken(isIdle: _messages.Count == 0 && _events.Count == 0, now);
    }

    /// <summary>Limits the open call: how long it may carry no packet, how long it may last; null for ever.</summary>
    public void Limit(TimeSpan? idleTime, TimeSpan? sessionTime)
    {
        Recorder?.Limited(idleTime, sessionTime);
        _limits.Set(idleTime, sessionTime);
    }

    /// <summary>
    /// A packet was sent at this moment: the call is not idle. To be told at the latest before <see
    /// cref="HandleTimeout"/>.
    /// </summary>
    public void HandlePacketSent(Moment at)
    {
        Recorder?.PacketSent(at);
        _limits.HandlePacket(at);
    }

    /// <summary>The answer to a question of PPP.</summary>
    public void HandleAnswer(PppAnswer answer, Moment now)
    {
        Recorder?.Answered(RecordedAnswer.Of(answer), now);
        ppp.HandleAnswer(answer, now);
        if (answer is PppAnswer.Rejected && Stage is CallStage.Authorizing && ppp.Phase is PppPhase.Authenticate)
            Reach(CallStage.Authenticating); // another try is open
        Pump(now);
    }

    /// <summary>The answer to a question of the tunnel.</summary>
    public void HandleAnswer(TunnelAnswer answer, Moment now)
    {
        Recorder?.Answered(RecordedAnswer.Of(answer), now);
        tunnel.HandleAnswer(answer, now);
        Pump(now);
    }

    /// <summary>
    /// Ends the call in order, for this reason (null where it is simply no longer wanted). PPP says goodbye and the tunnel follows at
    /// once: a peer that is gone must not hold up a server that stops.
    /// </summary>
    public void Close(Failure? reason, Moment now)
    {
        Recorder?.Closed(reason, now);
        End(reason, now);
    }

    /// <summary>The transport is gone: nothing more can be sent.</summary>
    public void HandleTransportLost(Moment now)
    {
        Recorder?.TransportLost(now);
        tunnel.HandleTransportLost();
        Pump(now);
    }

    /// <summary>Takes the next message to send, in the tunnel's wire form.</summary>
    public bool TryTransmit(out ReadOnlyMemory<byte> message)
    {
        if (_messages.Count == 0)
            MoveMessages();
        if (!_messages.TryDequeue(out message))
            return false;

        Recorder?.Sent(message.Span);
        return true;
    }

    /// <summary>Takes the next event.</summary>
    public bool TryTakeEvent([NotNullWhen(true)] out CallEvent? callEvent)
    {
        if (!_events.TryDequeue(out callEvent))
            return false;

        Recorder?.Said(callEvent);
        return true;
    }

    /// <summary>
    /// Writes the headers that turn the <paramref name="packetLength"/> bytes of IP packet, which stand behind them in
    /// <paramref name="destination"/> already, into a message. Any thread may call it while the call is open.
    /// </summary>
    public void WriteDataHeader(Span<byte> destination, int packetLength)
    {
        var pppHeader = ppp.DataHeader;
        tunnel.WriteFrameHeader(destination, pppHeader.Length + packetLength);
        var frame = destination[tunnel.FrameHeaderLength..];
        pppHeader.Write(frame, isIpv6: frame[pppHeader.Length] >> 4 == Ipv6Header.Version);
    }

    private void Pump(Moment now)
    {
        do
        {
            MoveMessages();
            if (tunnel.IsEnding)
                ppp.HandleDown(now);
        }
        while (TakePppEvent(now) || TakeTunnelEvent(now));
        OpenWhenReady(now);
    }

    private void RefuseEarly(out ReadOnlySpan<byte> packet, Moment now)
    {
        packet = default;
        if (++_earlyPackets > options.MaxEarlyPackets)
            End(new CallFailure.DataBeforeConnected(_earlyPackets), now);
    }

    private void End(Failure? reason, Moment now)
    {
        ppp.Close(reason, now);
        CloseTunnel(now);
        Pump(now);
    }

    /// <summary>The tunnel's farewell goes behind the last frames; none follows it.</summary>
    private void CloseTunnel(Moment now)
    {
        MoveFrames();
        tunnel.Close(now);
    }

    private void MoveMessages()
    {
        MoveFrames();
        while (_messages.Count < options.MaxQueuedMessages && tunnel.TryTransmit(out var message))
            _messages.Enqueue(message);
    }

    private void MoveFrames()
    {
        while (!tunnel.IsEnding && _messages.Count < options.MaxQueuedMessages && ppp.TryTransmit(out var frame))
            _messages.Enqueue(Wrap(frame.Span));
    }

    private byte[] Wrap(ReadOnlySpan<byte> frame)
    {
        var message = new byte[tunnel.FrameHeaderLength + frame.Length];
        tunnel.WriteFrameHeader(message, frame.Length);
        frame.CopyTo(message.AsSpan(tunnel.FrameHeaderLength));
        return message;
    }
}
