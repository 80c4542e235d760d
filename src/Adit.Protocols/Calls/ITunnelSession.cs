using Adit.Protocols.Crypto;

namespace Adit.Protocols.Calls;

/// <summary>
/// The seam between a tunnel and PPP: frame up, frame down, here are the keys, close. PPP never asks which tunnel it rides on.
/// The contract of every core: after each call of a <c>Handle…</c>, <c>Open</c>, <c>Close</c> or <c>TryReceive</c>, drain
/// <see cref="TryTransmit"/> and <see cref="TryTakeEvent"/>, then wait for input or <see cref="NextDeadline"/>.
/// A peer can never make a core throw.
/// </summary>
public interface ITunnelSession
{
    /// <summary>When <see cref="HandleTimeout"/> is to be called; null for never.</summary>
    Moment? NextDeadline { get; }

    /// <summary>Whether data may pass: for SSTP, whether the crypto binding has been checked.</summary>
    bool IsConnected { get; }

    /// <summary>Whether the tunnel is on its way down, or gone: no frame passes any more, either way.</summary>
    bool IsEnding { get; }

    /// <summary>Bytes that <see cref="WriteFrameHeader"/> writes before each frame.</summary>
    int FrameHeaderLength { get; }

    /// <summary>The longest PPP frame, without the tunnel's header, that fits one message.</summary>
    int MaxFrameLength { get; }

    /// <summary>Begins the call: the client asks, the server waits to be asked. Called once, first.</summary>
    void Open(Moment now);

    /// <summary>
    /// Takes at most one message from the front of <paramref name="buffer"/>; false where no whole message is there yet.
    /// <paramref name="frame"/> is the PPP frame inside, a view into the buffer; empty where the message was the tunnel's own.
    /// A session that has closed consumes everything and gives nothing.
    /// </summary>
    bool TryReceive(ReadOnlySpan<byte> buffer, Moment now, out int consumed, out ReadOnlySpan<byte> frame);

    /// <summary>Acts on the deadlines that have passed; harmless when woken early.</summary>
    void HandleTimeout(Moment now);

    /// <summary>Authentication has succeeded and made these keys (or <see cref="SessionKeys.NotGenerated"/>).</summary>
    void HandleKeys(SessionKeys keys, Moment now);

    /// <summary>The answer to a question among the events; a late one to a closed session is dropped.</summary>
    void HandleAnswer(TunnelAnswer answer, Moment now);

    /// <summary>Ends the call in the tunnel's orderly manner; nothing happens where it has ended already.</summary>
    void Close(Moment now);

    /// <summary>
    /// The transport is gone. Where both sides had agreed to end, that is the end as wished; otherwise it is a failure.
    /// </summary>
    void HandleTransportLost();

    /// <summary>Takes the next message of the tunnel's own to send.</summary>
    bool TryTransmit(out ReadOnlyMemory<byte> message);

    /// <summary>Takes the next event.</summary>
    bool TryTakeEvent([System.Diagnostics.CodeAnalysis.NotNullWhen(true)] out TunnelEvent? tunnelEvent);

    /// <summary>Writes the header that turns the <paramref name="frameLength"/> bytes behind it into a message. Any thread may call it.</summary>
    void WriteFrameHeader(Span<byte> destination, int frameLength);
}
