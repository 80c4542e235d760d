using Adit.Protocols;
using Adit.Protocols.Dhcp;

namespace Adit.Fuzz.Targets.Dhcp;

/// <summary>
/// A lease and a script of what a network does to it: right answers, wrong ones, noise, time. It is granted only by a server that
/// was asked, sends a bounded number of messages, never asks to be woken in the past, and comes to an end once nobody answers.
/// </summary>
internal sealed class DhcpLeaseTarget : IFuzzTarget
{
    private const byte Offer = 0, Ack = 1, Nak = 2, OtherServer = 3, Spoilt = 4, Noise = 5, Pass = 6, Jump = 7, Release = 8, Decline = 9;

    public string Name => "dhcp-lease";

    public IEnumerable<byte[]> Seeds =>
    [
        [Offer, Ack, Jump, Ack, Jump, Jump, Ack, Release],
        [Jump, Jump, Offer, Jump, Ack, Decline, Jump, Offer, Ack, Jump, Jump, Jump, Jump, Nak],
        [Offer, OtherServer, Nak, Jump, Offer, Nak, Jump, Offer, Ack, Pass, 255, Spoilt, 40, 1, Ack],
        [Offer, Noise, 8, 1, 1, 6, 0, 7, 7, 7, 7, Ack, Pass, 9, Jump, OtherServer, Ack],
    ];

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var run = new LeaseRun();
        var script = new ScriptReader(input);
        while (script.TryTake(out var step))
            run.Play(step, script);
        run.PlayOut();
        return run.WasBound;
    }

    private sealed class LeaseRun
    {
        private const int MaxMessagesPerStep = 2;

        private readonly DhcpLease _lease =
            new(new DhcpLeaseOptions(), new DhcpClientIdentity(DhcpMessages.HardwareAddress, DhcpMessages.ClientIdentifier), new FixedRandom());

        private Moment _now = Moment.Start;
        private DhcpMessage? _last;
        private bool _isHeld;
        private bool _isOver;
        private bool _wasGranted;

        public LeaseRun()
        {
            _lease.Open(wanted: null, _now);
            Drain();
        }

        public bool WasBound { get; private set; }

        public void Play(byte step, ScriptReader script)
        {
            switch (step % 10)
            {
                case Pass:
                    _now += TimeSpan.FromSeconds(script.Take());
                    _lease.HandleTimeout(_now);
                    break;
                case Jump:
                    JumpToDeadline();
                    break;
                case Release:
                    _lease.Release();
                    (_isHeld, _isOver) = (false, true);
                    break;
                case Decline:
                    _lease.Decline(_now);
                    break;
                case Noise when DhcpMessage.TryParse(DhcpMessages.Repair(script.TakeBlock()), out var noise):
                    _lease.HandleMessage(noise, _now);
                    break;
                case Spoilt:
                    Spoil(script);
                    break;
                default:
                    Answer((byte)(step % 10));
                    break;
            }

            Drain();
        }

        /// <summary>Nobody says anything any more: whatever is held runs out, whatever is asked for is given up.</summary>
        public void PlayOut()
        {
            for (var jumps = 0; _lease.NextDeadline is not null; jumps++)
            {
                BrokenLawException.ThrowUnless(jumps < 400, "Every lease comes to an end.");
                JumpToDeadline();
                Drain();
            }
        }

        private void JumpToDeadline()
        {
            if (_lease.NextDeadline is not { } deadline)
                return;

            _now = deadline > _now ? deadline : _now;
            _lease.HandleTimeout(_now);
            BrokenLawException.ThrowUnless(_lease.NextDeadline is not { } next || next > _now, "A deadline that was kept is behind us.");
        }

        private void Spoil(ScriptReader script)
        {
            var bytes = DhcpMessages.Ack.ToArray();
            bytes[script.Take() % bytes.Length] ^= script.Take();
            if (DhcpMessage.TryParse(bytes, out var spoilt))
                Receive(spoilt);
        }

        private void Answer(byte step)
        {
            var type = step switch { Offer => DhcpMessageType.Offer, Nak => DhcpMessageType.Nak, _ => DhcpMessageType.Ack };
            BrokenLawException.ThrowUnless(DhcpMessage.TryParse(DhcpMessages.Reply(type), out var answer), "The alphabet is right.");
            Receive(step == OtherServer ? answer! with { RelayAddress = DhcpMessages.Server, TransactionId = 9 } : answer!);
        }

        private void Receive(DhcpMessage message)
        {
            _wasGranted |= message.Type is DhcpMessageType.Ack && message.TransactionId == _last?.TransactionId;
            _lease.HandleMessage(message, _now);
        }

        private void Drain()
        {
            for (var count = 0; _lease.TryTransmit(out var packet); count++)
            {
                BrokenLawException.ThrowUnless(count < MaxMessagesPerStep, "Each step sends a message or two.");
                BrokenLawException.ThrowUnless(
                    packet.Message is { Op: DhcpOp.BootRequest, Length: <= 576 }
                    && packet.Message.Options.Find(DhcpOptionCode.ClientIdentifier) is { } identifier
                    && identifier.Span.SequenceEqual(DhcpMessages.ClientIdentifier.Span)
                    && (packet.Destination == DhcpPacket.Broadcast || packet.Destination.Value >> 24 is not (0 or 127 or >= 224)),
                    "A message is a client's, short, and bears its identifier.");
                _last = packet.Message;
            }

            while (_lease.TryTakeEvent(out var told))
                Check(told);
            BrokenLawException.ThrowUnless(_isHeld == _lease.Binding is not null, "What is held has been told.");
        }

        private void Check(DhcpLeaseEvent told)
        {
            BrokenLawException.ThrowUnless(!_isOver, "Nothing is told after the end.");
            switch (told)
            {
                case DhcpLeaseEvent.Bound:
                    BrokenLawException.ThrowUnless(!_isHeld && _wasGranted, "It becomes ours once, and only by an answer to our question.");
                    (_isHeld, WasBound) = (true, true);
                    break;
                case DhcpLeaseEvent.Renewed:
                    BrokenLawException.ThrowUnless(_isHeld, "Only what is held can be renewed.");
                    break;
                case DhcpLeaseEvent.Lost lost:
                    BrokenLawException.ThrowUnless(_isHeld, "Only what is held can be lost.");
                    (_isHeld, _isOver) = (false, lost.Reason is not DhcpLeaseEnd.InUse);
                    break;
                case DhcpLeaseEvent.Refused:
                    BrokenLawException.ThrowUnless(!_isHeld, "What is held is lost, not refused.");
                    _isOver = true;
                    break;
            }
        }
    }
}
