using Adit.Protocols.Calls;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;
using Adit.Protocols.Tests.Ppp;

namespace Adit.Protocols.Tests.Calls;

/// <summary>
/// One end of a call as a driver would run it: keeps the unread bytes, answers the questions, drains after each step, remembers what
/// came out, and holds it to the contract at every step.
/// </summary>
internal sealed class CallEnd(Call call, int seed)
{
    private byte[] _unread = [];

    public Call Call => call;

    /// <summary>Who answers PPP's questions.</summary>
    public ScriptedAnswers Answers { get; } = new(seed);

    /// <summary>Whether the questions are left to the test.</summary>
    public bool IsMute { get; set; }

    /// <summary>Whether what it has to send stays with it, as where the peer does not read.</summary>
    public bool IsBlocked { get; set; }

    /// <summary>What becomes of a message on its way out: the same, another, or none for null.</summary>
    public Func<byte[], byte[]?> Rewrite { get; set; } = message => message;

    public List<CallEvent> Events { get; } = [];

    public List<string> Packets { get; } = [];

    /// <summary>Every message that was sent, as sent.</summary>
    public List<byte[]> Sent { get; } = [];

    /// <summary>Everything sent that the other end has not been given yet.</summary>
    public List<byte> Wire { get; } = [];

    public IEnumerable<CallStage> Stages => Events.OfType<CallEvent.StageReached>().Select(reached => reached.Stage);

    public bool IsOpen => call.Stage is CallStage.Open;

    public bool IsClosed => call.Stage is CallStage.Closed;

    public Failure? Failure => Assert.Single(Events.OfType<CallEvent.Closed>()).Failure;

    public T Told<T>() where T : PppEvent => Events.OfType<CallEvent.FromPpp>().Select(from => from.Event).OfType<T>().Last();

    /// <summary>The SSTP control messages that were sent, by type.</summary>
    public IEnumerable<SstpMessageType> SentControl =>
        Sent.Where(message => message[1] == 1).Select(message => (SstpMessageType)((message[4] << 8) | message[5]));

    public void Do(Action<Call> action, Moment now)
    {
        action(call);
        Drain(now);
    }

    public void Receive(ReadOnlySpan<byte> bytes, Moment now)
    {
        byte[] unread = [.. _unread, .. bytes];
        var rest = unread.AsSpan();
        while (call.TryReceive(rest, now, out var consumed, out var packet))
        {
            Assert.InRange(consumed, 1, rest.Length);
            if (!packet.IsEmpty)
                Packets.Add(Convert.ToHexString(packet));

            rest = rest[consumed..];
            Drain(now);
        }

        _unread = rest.ToArray();
    }

    /// <summary>Sends an IP packet, as the thread that reads the TUN does.</summary>
    public void SendPacket(ReadOnlySpan<byte> packet, Moment now)
    {
        var message = new byte[call.DataHeaderLength + packet.Length];
        packet.CopyTo(message.AsSpan(call.DataHeaderLength));
        call.WriteDataHeader(message, packet.Length);
        Wire.AddRange(message);
        call.HandlePacketSent(now);
    }

    public void Drain(Moment now)
    {
        while (call.TryTakeEvent(out var told))
        {
            Assert.DoesNotContain(Events, before => before is CallEvent.Closed); // the last event is the last
            Events.Add(told);
            if (!IsMute)
                Answer(told, now);
        }

        while (!IsBlocked && call.TryTransmit(out var message))
            Send(message.ToArray());

        Assert.Equal(IsClosed, call.NextDeadline is null);
    }

    private void Answer(CallEvent told, Moment now)
    {
        if (told is CallEvent.FromTunnel { Event: TunnelEvent.BindingOffered offered })
            call.HandleAnswer(new TunnelAnswer.BindingChecked(CryptoBinding.Verify(offered.Check)), now);
        else if (told is CallEvent.FromPpp fromPpp && Answers.To(fromPpp.Event) is { } answer)
            call.HandleAnswer(answer, now);
    }

    private void Send(byte[] message)
    {
        if (Rewrite(message) is not { } rewritten)
            return;

        Sent.Add(rewritten);
        Wire.AddRange(rewritten);
    }
}
