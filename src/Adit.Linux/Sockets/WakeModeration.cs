namespace Adit.Linux.Sockets;

/// <summary>
/// Says when a thread that waits for links had better wait a little longer: where it is woken again and again for a few packets each, being
/// woken is most of what it does. It is what network cards call interrupt moderation (decision 0064). Not thread safe.
/// </summary>
internal sealed class WakeModeration
{
    // One packet at a time is somebody who waits for an answer before he sends the next.
    private const int SeveralPackets = 4;

    // With so much the bytes themselves are most of the work, and whoever sends may wait for room.
    private const int ManyBytes = 32 * 1024;

    private static readonly TimeSpan Often = TimeSpan.FromMicroseconds(500);

    private TimeSpan _lastFew = TimeSpan.MinValue;
    private int _packets;
    private int _bytes;

    /// <summary>Notes what the thread has carried since it was woken.</summary>
    public void Count(int packets, int bytes)
    {
        _packets += packets;
        _bytes += bytes;
    }

    /// <summary>Ends a turn; true where the next one had better wait.</summary>
    /// <param name="now">The time since any moment in the past.</param>
    public bool EndTurn(TimeSpan now)
    {
        var isFew = _packets >= SeveralPackets && _bytes < ManyBytes;
        (_packets, _bytes) = (0, 0);
        if (!isFew)
            return false;

        var last = _lastFew;
        _lastFew = now;
        return last != TimeSpan.MinValue && now - last < Often;
    }
}
