namespace Adit.Protocols.Calls.Recording;

/// <summary>Reads what a call was told.</summary>
internal static class RecordedInput
{
    private const int MaxMessageLength = Sstp.SstpHeader.MaxPacketLength;
    private const long MaxTicks = 3650 * TimeSpan.TicksPerDay; // ten years: no session lasts as long

    /// <summary>Null where the words are none of ours.</summary>
    public static RecordedStep.Input? Parse(int line, string text)
    {
        var words = text.Split(' ', 3);
        return words.Length >= 2 && RecordedText.TryReadNumber(words[0], MaxTicks, out var ticks)
            && Read(words[1], words.Length > 2 ? words[2] : "") is { } action
            ? new RecordedStep.Input(line, new Moment(ticks), action)
            : null;
    }

    public static bool IsOpening(string text) => text.EndsWith(" open", StringComparison.Ordinal);

    /// <summary>Whether it can be told only to a call that was opened.</summary>
    public static bool NeedsOpening(string text) => text.Split(' ', 3) is [_, "receive" or "packets", ..];

    private static Action<Call, Moment>? Read(string verb, string rest) => verb switch
    {
        "open" when rest.Length == 0 => (call, now) => call.Open(now),
        "lost" when rest.Length == 0 => (call, now) => call.HandleTransportLost(now),
        "receive" when RecordedText.TryReadBytes(rest, MaxMessageLength, out var bytes) => (call, now) => call.TryReceive(bytes, now, out _, out _),
        "close" when RecordedText.TryReadFailure(rest, out var reason) => (call, now) => call.Close(reason, now),
        "answer" when RecordedAnswer.TryParse(rest, out var answer) => (call, now) => Answer(call, answer, now),
        "packets" => ReadPackets(rest.Split(' ')),
        "limit" => ReadLimit(rest.Split(' ')),
        "wake" when RecordedText.TryReadSpan(rest, MaxTicks, out var sentAt) => (call, now) => Wake(call, sentAt, now),
        _ => null,
    };

    private static Action<Call, Moment>? ReadPackets(string[] words) =>
        words is [var number, var packet]
        && RecordedText.TryReadNumber(number, CallRecorder.MaxPackets, out var count)
        && RecordedText.TryReadBytes(packet, PacketMask.MaxLength, out var bytes)
            ? (call, now) =>
            {
                for (var i = 0; i < count; i++)
                    call.TryReceive(bytes, now, out _, out _);
            }
            : null;

    private static Action<Call, Moment>? ReadLimit(string[] words) =>
        words is [var idle, var session]
        && RecordedText.TryReadSpan(idle, MaxTicks, out var idleTime)
        && RecordedText.TryReadSpan(session, MaxTicks, out var sessionTime)
            ? (call, _) => call.Limit(idleTime, sessionTime)
            : null;

    private static void Wake(Call call, TimeSpan? sentAt, Moment now)
    {
        if (sentAt is { } since)
            call.HandlePacketSent(Moment.Start + since);
        call.HandleTimeout(now);
    }

    private static void Answer(Call call, object? answer, Moment now)
    {
        if (answer is Ppp.PppAnswer ofPpp)
            call.HandleAnswer(ofPpp, now);
        else if (answer is TunnelAnswer ofTunnel)
            call.HandleAnswer(ofTunnel, now);
    }
}
