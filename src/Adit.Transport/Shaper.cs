using Adit.Protocols;
using Adit.Protocols.Ip.Queues;

namespace Adit.Transport;

/// <summary>
/// Spreads what is sent over time: what may not leave yet stays in the queue, and its owner is called when more may. The owner locks.
/// </summary>
internal sealed class Shaper : IDisposable
{
    // Bytes are let go in portions of a few milliseconds: fewer wake-ups, and no delay that anyone notices.
    private const int MinPortion = 3 * 1024;
    private static readonly TimeSpan Portion = TimeSpan.FromMilliseconds(5);

    private readonly long _portion;
    private readonly TokenBucket _bucket;
    private readonly Action _due;
    private Timer? _timer;
    private volatile bool _isWaiting;

    /// <summary>A shaper that lets go at once what its first portions hold.</summary>
    /// <param name="bytesPerSecond">More than 0.</param>
    /// <param name="due">Called on a thread of the pool, without a lock.</param>
    public Shaper(long bytesPerSecond, Action due)
    {
        _portion = Math.Max(MinPortion, (long)(bytesPerSecond * Portion.TotalSeconds));
        _bucket = new TokenBucket(bytesPerSecond, 2 * _portion, MonotonicClock.Now);
        _due = due;
    }

    /// <summary>How many bytes may leave; 0 where it calls later.</summary>
    public int Available(Moment now)
    {
        if (_bucket.Available(now) is > 0 and var available)
            return (int)Math.Min(available, int.MaxValue);

        CallWhenDue(now);
        return 0;
    }

    /// <summary>Takes what has left.</summary>
    public void Take(int bytes) => _bucket.Take(bytes);

    /// <summary>Calls no more, but for a call that is on its way.</summary>
    public void Dispose() => _timer?.Dispose();

    private void CallWhenDue(Moment now)
    {
        if (_isWaiting)
            return;

        _isWaiting = true;
        _timer ??= new Timer(_ => Wake());
        _timer.Change(_bucket.TimeUntil(_portion, now) + TimeSpan.FromMilliseconds(1), Timeout.InfiniteTimeSpan);
    }

    private void Wake()
    {
        _isWaiting = false;
        _due();
    }
}
