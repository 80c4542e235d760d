namespace Adit.Server.Monitoring;

/// <summary>How often something took how long. Any thread may observe and read.</summary>
internal sealed class Histogram
{
    /// <summary>Upper bounds in seconds: a call on a good line opens within some 100 ms, and is given up after 90 s.</summary>
    public static IReadOnlyList<double> Bounds { get; } = [0.005, 0.01, 0.025, 0.05, 0.1, 0.25, 0.5, 1, 2.5, 5, 10, 30, 60, 120];

    private readonly Lock _gate = new();
    private readonly long[] _counts = new long[Bounds.Count + 1];
    private double _sum;

    /// <summary>Counts one.</summary>
    public void Observe(double seconds)
    {
        var bucket = 0;
        while (bucket < Bounds.Count && seconds > Bounds[bucket])
            bucket++;
        lock (_gate)
        {
            _counts[bucket]++;
            _sum += seconds;
        }
    }

    /// <summary>For each bound, and for none, how many took at most that long; and the sum of all.</summary>
    public (IReadOnlyList<long> Cumulative, double Sum) Read()
    {
        lock (_gate)
        {
            var cumulative = new long[_counts.Length];
            for (var bucket = 0; bucket < cumulative.Length; bucket++)
                cumulative[bucket] = _counts[bucket] + (bucket > 0 ? cumulative[bucket - 1] : 0);
            return (cumulative, _sum);
        }
    }
}
