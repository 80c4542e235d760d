namespace Adit.Client.Load;

/// <summary>
/// Counts how long things took, in steps of 2 percent: a fixed size however many there are, from a microsecond to twenty minutes. Any
/// thread may add.
/// </summary>
public sealed class Histogram
{
    private const double Step = 1.02;
    private const int Buckets = 1060;
    private static readonly double PerStep = 1 / Math.Log(Step);

    private readonly long[] _counts = new long[Buckets];
    private long _longest;

    /// <summary>How many were added.</summary>
    public long Count => _counts.Sum();

    /// <summary>The longest of them, exactly.</summary>
    public TimeSpan Longest => TimeSpan.FromTicks(Volatile.Read(ref _longest));

    /// <summary>Adds one.</summary>
    public void Add(TimeSpan time)
    {
        Interlocked.Increment(ref _counts[BucketOf(time)]);
        for (var longest = _longest; time.Ticks > longest;)
            longest = Interlocked.CompareExchange(ref _longest, time.Ticks, longest);
    }

    /// <summary>The time that this share of them did not exceed, to within 2 percent; zero where there are none.</summary>
    /// <param name="share">0 to 1.</param>
    public TimeSpan Percentile(double share)
    {
        var wanted = (long)Math.Ceiling(Count * share);
        for (var bucket = 0; wanted > 0; bucket++)
            if ((wanted -= _counts[bucket]) <= 0)
                return TimeOf(bucket);
        return TimeSpan.Zero;
    }

    private static int BucketOf(TimeSpan time) => Math.Clamp((int)(Math.Log(Math.Max(1, time.TotalMicroseconds)) * PerStep), 0, Buckets - 1);

    private static TimeSpan TimeOf(int bucket) => TimeSpan.FromMicroseconds(Math.Pow(Step, bucket + 0.5));
}
