using Adit.Protocols.Radius;

namespace Adit.Server.Radius.Dynamic;

/// <summary>
/// Keeps what somebody has heard on the way from being sent again (RFC 5176 §6.3): a request is of these minutes, and each comes once.
/// Bounded; any thread may call.
/// </summary>
internal sealed class ReplayWindow(TimeProvider clock)
{
    private const int MaxRemembered = 65_536;

    /// <summary>How far the two clocks may differ; the value of RFC 5176 §6.3.</summary>
    private static readonly TimeSpan Width = TimeSpan.FromSeconds(300);

    private readonly Lock _gate = new();
    private readonly HashSet<UInt128> _seen = [];
    private readonly Queue<(UInt128 Authenticator, DateTimeOffset At)> _oldestFirst = [];

    /// <summary>Why a request is dropped; null where it is not, and then it is remembered.</summary>
    /// <param name="request">Whose authenticator signs all of it.</param>
    /// <param name="timestamp">In seconds of Unix time; null where it has none.</param>
    /// <param name="isNeeded">Whether one without is dropped.</param>
    public string? Refuse(ReceivedRequest request, uint? timestamp, bool isNeeded)
    {
        var now = clock.GetUtcNow();
        if (timestamp is null && isNeeded)
            return "NoEventTimestamp";
        if (timestamp is { } seconds && (DateTimeOffset.FromUnixTimeSeconds(seconds) - now).Duration() > Width)
            return "OldEventTimestamp";

        var authenticator = System.Buffers.Binary.BinaryPrimitives.ReadUInt128BigEndian(request.Authenticator.Span);
        lock (_gate)
        {
            while (_oldestFirst.TryPeek(out var oldest) && (now - oldest.At > 2 * Width || _oldestFirst.Count >= MaxRemembered))
                _seen.Remove(_oldestFirst.Dequeue().Authenticator);
            if (!_seen.Add(authenticator))
                return "Replayed";

            _oldestFirst.Enqueue((authenticator, now));
            return null;
        }
    }
}
