using System.Text;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Calls.Recording;

/// <summary>
/// Writes down what a server's call is told and what it says, without any secret, as lines that <see cref="CallRecording"/> reads. It takes
/// no more than it was given room for: what does not fit is left out, and the recording says so. Called from wherever the call is, one
/// thread at a time.
/// </summary>
public sealed class CallRecorder
{
    /// <summary>The first line of a recording.</summary>
    internal const string FirstLine = "adit-recording 1";

    internal const string Cut = "cut";
    internal const int MaxPackets = 1001; // one more than a call may let pass early; of an open call the number does not matter

    private readonly StringBuilder _text = new();
    private readonly SecretMask _mask = new();
    private readonly int _maxLength;
    private Moment? _start;
    private Moment _now;
    private Moment? _sentAt;
    private byte[] _packet = [];
    private int _packets;
    private Moment _packetAt;
    private bool _isOpen;
    private bool _isCut;

    /// <summary>A recorder for a call that has not begun.</summary>
    /// <param name="settings">What the call was made with.</param>
    /// <param name="certificates">Those that the client may have seen.</param>
    /// <param name="maxLength">How long the recording may become, in characters, all of them ASCII.</param>
    public CallRecorder(CallSettings settings, IReadOnlyList<CertificateHashes> certificates, int maxLength)
    {
        _maxLength = maxLength;
        Write(FirstLine);
        Write($"options {settings.ToText()}");
        foreach (var certificate in certificates)
            Write($"certificate {RecordedText.Of(certificate.Sha1.Span)} {RecordedText.Of(certificate.Sha256.Span)}");
    }

    /// <summary>What has been recorded so far.</summary>
    public string ToText() => _text.ToString();

    internal void Drawn(ReadOnlySpan<byte> bytes) => Write($"random {RecordedText.Of(bytes)}");

    internal void Opened(Moment now) => Told(now, "open");

    internal void Answered(string answer, Moment now) => Told(now, $"answer {answer}");

    /// <summary>A limit counts from when the call was opened: when it was set does not matter.</summary>
    internal void Limited(TimeSpan? idle, TimeSpan? session)
    {
        Settle();
        Told(_now, $"limit {RecordedText.Of(idle)} {RecordedText.Of(session)}");
    }

    internal void Closed(Failure? reason, Moment now) => Told(now, $"close {RecordedText.Of(reason)}");

    internal void TransportLost(Moment now) => Told(now, "lost");

    internal void PacketSent(Moment at) => _sentAt = at;

    /// <summary>In an open call, most of them find nothing to do, and leave nothing behind: those are not kept.</summary>
    internal void Woken(bool isIdle, Moment now)
    {
        if (!_isOpen || !isIdle)
            Told(now, $"wake {(_sentAt is { } sentAt && sentAt > _start ? RecordedText.Of(sentAt - _start.Value) : RecordedText.None)}");
    }

    /// <summary>A whole message, as received.</summary>
    internal void Received(ReadOnlySpan<byte> message, Moment now)
    {
        if (_isCut)
            return;

        if (IsPacket(message))
            CountPacket(message, now);
        else
            Told(now, $"receive {RecordedText.Of(_mask.Mask(message))}");
    }

    internal void Sent(ReadOnlySpan<byte> message)
    {
        if (_isCut)
            return;

        Settle();
        Write($"out {RecordedText.Of(_mask.Mask(message))}");
    }

    internal void Said(CallEvent callEvent)
    {
        Settle();
        Write($"event {RecordedEvent.Of(callEvent)}");
        _isOpen |= callEvent is CallEvent.StageReached { Stage: CallStage.Open };
    }

    private void Told(Moment now, string what)
    {
        Settle();
        Write(LineOf(now, what));
    }

    private string LineOf(Moment now, string what)
    {
        (_start, _now) = (_start ?? now, now);
        return $"in {RecordedText.Of(now - _start.Value)} {what}";
    }

    /// <summary>Writes what has been held back so far.</summary>
    private void Settle()
    {
        if (_packets > 0)
            Write(LineOf(_packetAt, $"packets {_packets} {RecordedText.Of(_packet)}"));
        _packets = 0;
    }

    private static bool IsPacket(ReadOnlySpan<byte> message) => PacketMask.TryRead(message, out _, out _);

    /// <summary>Packets that follow each other are one line, with the time of the last; none of them costs memory.</summary>
    private void CountPacket(ReadOnlySpan<byte> message, Moment now)
    {
        Span<byte> masked = stackalloc byte[PacketMask.MaxLength];
        masked = masked[..PacketMask.Write(message, masked)];
        if (_packets == 0 || !masked.SequenceEqual(_packet))
        {
            Told(now, masked);
            return;
        }

        (_packets, _packetAt) = (Math.Min(_packets + 1, MaxPackets), now);
    }

    private void Told(Moment now, ReadOnlySpan<byte> packet)
    {
        Settle();
        if (!packet.SequenceEqual(_packet))
            _packet = packet.ToArray();
        (_packets, _packetAt) = (1, now);
    }

    private void Write(string line)
    {
        if (_isCut)
            return;

        _isCut = _text.Length + line.Length + 2 + Cut.Length > _maxLength;
        _text.Append(_isCut ? Cut : line).Append('\n');
    }
}
