namespace Adit.Protocols.Ip.Queues;

/// <summary>
/// Says how many bytes may pass: so many in a second, and after a rest as many at once as the burst. What passes may overdraw it, and is
/// then waited for. Not thread safe.
/// </summary>
public sealed class TokenBucket
{
    private readonly long _rate;
    private readonly long _burst;
    private Moment _filledAt;
    private long _bytes;

    /// <summary>A full bucket.</summary>
    /// <param name="bytesPerSecond">More than 0.</param>
    /// <param name="burst">Bytes; more than 0.</param>
    /// <param name="now">The time.</param>
    public TokenBucket(long bytesPerSecond, long burst, Moment now)
    {
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(bytesPerSecond);
        ArgumentOutOfRangeException.ThrowIfNegativeOrZero(burst);
        (_rate, _burst, _bytes, _filledAt) = (bytesPerSecond, burst, burst, now);
    }

    /// <summary>How many bytes may pass now; 0 or less where none may.</summary>
    public long Available(Moment now)
    {
        Fill(now);
        return _bytes;
    }

    /// <summary>Takes what passes.</summary>
    public void Take(long bytes) => _bytes -= bytes;

    /// <summary>How long it is until so many bytes may pass, at most a burst.</summary>
    public TimeSpan TimeUntil(long bytes, Moment now)
    {
        var missing = Math.Min(bytes, _burst) - Available(now);
        return missing <= 0 ? TimeSpan.Zero : TimeSpan.FromTicks((missing * TimeSpan.TicksPerSecond + _rate - 1) / _rate);
    }

    private void Fill(Moment now)
    {
        var whole = (Int128)(now - _filledAt).Ticks * _rate / TimeSpan.TicksPerSecond;
        if (whole <= 0)
            return;

        var room = _burst - _bytes;
        _bytes += (long)Int128.Min(whole, room);
        // What has not made a whole byte yet counts later on.
        _filledAt = whole >= room ? now : _filledAt + TimeSpan.FromTicks((long)(whole * TimeSpan.TicksPerSecond / _rate));
    }
}
