using Adit.Fuzz.Targets.Ppp;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Calls.Recording;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;

namespace Adit.Fuzz.Targets.Calls;

/// <summary>Drives a whole call through a script as its driver would, and holds it to its contract.</summary>
internal sealed class CallRun
{
    private const int MaxPerStep = 12;
    private const int MaxDeadlines = 300;

    private readonly Call _call;
    private readonly CallContract _contract;
    private readonly int? _fixedCut;
    private readonly PppPeer _peer = new();
    private readonly Questions _questions = new();
    private readonly List<byte> _unread = [];
    private int _cut = int.MaxValue;
    private Moment _now = Moment.Start;
    private bool _isReading = true;

    /// <param name="call">Not opened yet.</param>
    /// <param name="options">What it was made with.</param>
    /// <param name="asksAboutBinding">Whether it may open only after a right answer to its question.</param>
    /// <param name="fixedCut">Cuts the stream into pieces of this length whatever the script says.</param>
    public CallRun(Call call, CallOptions options, bool asksAboutBinding, int? fixedCut)
    {
        (_call, _fixedCut) = (call, fixedCut);
        _contract = new CallContract(call, _questions, options, asksAboutBinding);
        Step(() => call.Open(_now));
    }

    /// <summary>What was written down of it; null where nobody does.</summary>
    public CallRecorder? Recorder => _call.Recorder;

    /// <summary>Everything the call sent.</summary>
    public List<byte> Sent { get; } = [];

    /// <summary>Every packet it handed up, one behind the other.</summary>
    public List<byte> PacketsReceived { get; } = [];

    public bool EstablishedLink { get; private set; }

    public bool WasOpen => _contract.WasOpen;

    public string Ending => _contract.Ending;

    public void Play(ReadOnlyMemory<byte> script)
    {
        foreach (var step in CallScript.Read(script))
            Play(step);
    }

    /// <summary>Whatever has happened, a peer that says no more is given up.</summary>
    public void PlayOut()
    {
        Play(new CallStep.Read(IsReading: true));
        for (var jumps = 0; !_contract.IsClosed; jumps++)
        {
            BrokenLawException.ThrowUnless(jumps < MaxDeadlines, "Every call comes to an end.");
            Play(new CallStep.Jump());
        }
    }

    private void Play(CallStep step)
    {
        switch (step)
        {
            case CallStep.Say say:
                Receive(Wrap(CallScript.Spoil(_peer.Say(say.Saying), say.At, say.Change)));
                break;
            case CallStep.Frame frame:
                Receive(Wrap(frame.Bytes));
                break;
            case CallStep.Stream stream:
                Receive(stream.Bytes);
                break;
            case CallStep.Cut cut:
                _cut = cut.Length;
                break;
            case CallStep.Pass pass:
                _now += pass.Time;
                Step(() => _call.HandleTimeout(_now));
                break;
            case CallStep.Jump:
                Wake();
                break;
            case CallStep.Answer answer:
                Answer(_questions.Answer(answer));
                break;
            case CallStep.Close:
                Step(() => _call.Close(null, _now));
                break;
            case CallStep.Lose:
                Step(() => _call.HandleTransportLost(_now));
                BrokenLawException.ThrowUnless(_contract.IsClosed, "A lost transport is the end.");
                break;
            case CallStep.Limit limit:
                Step(() => _call.Limit(limit.Idle, limit.Session));
                break;
            case CallStep.Read read:
                _isReading = read.IsReading;
                Step(() => { }, _contract.MaxQueued);
                break;
        }
    }

    private void Answer(object? answer)
    {
        if (answer is PppAnswer ofPpp)
            Step(() => _call.HandleAnswer(ofPpp, _now));
        else if (answer is TunnelAnswer ofTunnel)
            Step(() => _call.HandleAnswer(ofTunnel, _now));
    }

    private void Wake()
    {
        _now = _call.NextDeadline is { } deadline && deadline > _now ? deadline : _now;
        Step(() => _call.HandleTimeout(_now));
        BrokenLawException.ThrowUnless(!(_call.NextDeadline <= _now), "A deadline that was acted on is over.");
    }

    private static byte[] Wrap(byte[] frame)
    {
        var message = new byte[SstpHeader.Length + frame.Length];
        new SstpHeader(IsControl: false, message.Length).Write(message);
        frame.CopyTo(message, SstpHeader.Length);
        return message;
    }

    private void Receive(byte[] bytes)
    {
        foreach (var piece in bytes.Chunk(_fixedCut ?? _cut))
        {
            _unread.AddRange(piece);
            bool isWhole;
            do
                isWhole = TryReceive();
            while (isWhole);
        }
    }

    private bool TryReceive()
    {
        byte[] buffer = [.. _unread];
        var wasOpen = _call.CarriesPackets;
        var isWhole = _call.TryReceive(buffer, _now, out var consumed, out var packet);
        BrokenLawException.ThrowUnless(isWhole ? consumed > 0 && consumed <= buffer.Length : consumed == 0, "A message is progress.");
        BrokenLawException.ThrowUnless(packet.IsEmpty || wasOpen, "No packet passes before the call is open.");
        BrokenLawException.ThrowUnless(
            packet.IsEmpty || (buffer.AsSpan(0, consumed).Overlaps(packet) && packet.Length < consumed),
            "A packet is a view of what was consumed.");
        BrokenLawException.ThrowUnless(
            isWhole || buffer.Length < SstpHeader.MaxPacketLength, "A buffer of the longest packet is always enough.");
        _unread.RemoveRange(0, consumed);
        PacketsReceived.AddRange(packet);
        Step(() => { });
        return isWhole;
    }

    /// <summary>Does it, then drains as far as the peer reads.</summary>
    private void Step(Action action, int maxMessages = MaxPerStep)
    {
        var wasClosed = _contract.IsClosed;
        action();
        for (var events = 0; _call.TryTakeEvent(out var told); events++)
        {
            BrokenLawException.ThrowUnless(
                !wasClosed && events < MaxPerStep, "A step tells a bounded number of events, and none after the end.");
            EstablishedLink |= told is CallEvent.FromPpp { Event: PppEvent.LinkEstablished };
            _contract.Check(told);
        }

        for (var messages = 0; _isReading && _call.TryTransmit(out var message); messages++)
        {
            BrokenLawException.ThrowUnless(messages < maxMessages, "A step sends a bounded number of messages.");
            Send(message);
        }

        _contract.Check();
    }

    private void Send(ReadOnlyMemory<byte> message)
    {
        _contract.Check(message);
        Sent.AddRange(message.Span);
        if (message.Span[1] == 0)
            _peer.Hear(message.Span[SstpHeader.Length..]);
    }
}
