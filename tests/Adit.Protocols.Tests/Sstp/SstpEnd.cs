using Adit.Protocols.Calls;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Tests.Sstp;

/// <summary>One end of a call as a driver would run it: keeps the unread bytes, drains after each step, remembers what came out.</summary>
internal sealed class SstpEnd(ITunnelSession session)
{
    private byte[] _unread = [];

    public ITunnelSession Session => session;

    public List<TunnelEvent> Events { get; } = [];

    public List<byte[]> Frames { get; } = [];

    /// <summary>Everything sent that the other end has not been given yet.</summary>
    public List<byte> Wire { get; } = [];

    /// <summary>What the check of a binding answers; null leaves the question open.</summary>
    public Func<CryptoBindingCheck, bool?> Check { get; set; } = check => CryptoBinding.Verify(check);

    public bool IsClosed => Events.Any(e => e is TunnelEvent.Closed);

    public Failure? Failure => Assert.Single(Events.OfType<TunnelEvent.Closed>()).Failure;

    public bool Has<TEvent>() where TEvent : TunnelEvent => Events.OfType<TEvent>().Any();

    public void Open(Moment now)
    {
        session.Open(now);
        Drain(now);
    }

    public void Receive(ReadOnlySpan<byte> bytes, Moment now)
    {
        byte[] unread = [.. _unread, .. bytes];
        var rest = unread.AsSpan();
        while (session.TryReceive(rest, now, out var consumed, out var frame))
        {
            Assert.InRange(consumed, 1, rest.Length);
            if (!frame.IsEmpty)
                Frames.Add(frame.ToArray());

            rest = rest[consumed..];
            Drain(now);
        }

        _unread = rest.ToArray();
    }

    public void Do(Action<ITunnelSession> action, Moment now)
    {
        action(session);
        Drain(now);
    }

    public void SendFrame(ReadOnlySpan<byte> frame)
    {
        var message = new byte[session.FrameHeaderLength + frame.Length];
        session.WriteFrameHeader(message, frame.Length);
        frame.CopyTo(message.AsSpan(session.FrameHeaderLength));
        Wire.AddRange(message);
    }

    private void Drain(Moment now)
    {
        while (session.TryTransmit(out var message))
            Wire.AddRange(message.Span);

        while (session.TryTakeEvent(out var tunnelEvent))
        {
            Events.Add(tunnelEvent);
            if (tunnelEvent is TunnelEvent.BindingOffered offered && Check(offered.Check) is { } isRight)
                Do(s => s.HandleAnswer(new TunnelAnswer.BindingChecked(isRight), now), now);
        }
    }
}
