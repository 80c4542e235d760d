namespace Adit.Protocols.Ip.Queues;

/// <summary>
/// CoDel (RFC 8289): says which packets are to be dropped as they leave a queue, so that one that stands for long is emptied and one
/// that only takes up a burst is left alone. It is asked for each packet in turn.
/// </summary>
public sealed class ControlledDelay
{
    /// <summary>How long packets may always have waited (RFC 8289 §4.3): longer than the turn of a thread on a busy machine.</summary>
    public static readonly TimeSpan Target = TimeSpan.FromMilliseconds(10);

    /// <summary>How long they must have waited longer before one is dropped: about a round trip (RFC 8289 §4.2).</summary>
    public static readonly TimeSpan Interval = TimeSpan.FromMilliseconds(100);

    // Within so many intervals after the last drop the rate of drops goes on where it was (RFC 8289 §5.4).
    private const int Memory = 16;

    private Moment? _lateSince;
    private Moment _nextDrop;
    private bool _isDropping;
    private int _count;
    private int _lastCount;

    /// <summary>Whether the packet at the head is to be dropped.</summary>
    /// <param name="waited">How long it has been in the queue.</param>
    /// <param name="isLast">Whether it is all that the queue holds, as good as none: a single packet is never late.</param>
    /// <param name="now">The time, the same or later with each call.</param>
    public bool IsToDrop(TimeSpan waited, bool isLast, Moment now)
    {
        if (!IsLateForLong(waited, isLast, now))
            return _isDropping = false;
        if (_isDropping && now < _nextDrop)
            return false;

        _count = _isDropping ? _count + 1 : CountToBeginWith(now);
        _nextDrop = (_isDropping ? _nextDrop : now) + Interval / Math.Sqrt(_count);
        return _isDropping = true;
    }

    private bool IsLateForLong(TimeSpan waited, bool isLast, Moment now)
    {
        if (waited < Target || isLast)
        {
            _lateSince = null;
            return false;
        }

        _lateSince ??= now;
        return now - _lateSince.Value >= Interval;
    }

    private int CountToBeginWith(Moment now)
    {
        var dropped = _count - _lastCount;
        return _lastCount = dropped > 1 && now - _nextDrop < Memory * Interval ? dropped : 1;
    }
}
