using Adit.Client.Load;
using Adit.Diagnosis;

namespace Adit.Cli.Output;

/// <summary>What has come of a load.</summary>
/// <param name="Asked">Clients that were to come.</param>
/// <param name="Opened">Those that had a session.</param>
/// <param name="Failed">Those that got none.</param>
/// <param name="Lost">Sessions that ended before they were to.</param>
/// <param name="SettledSeconds">From the first client until the last one was open or had failed; null where it did not come to that.</param>
/// <param name="Link">From the first SYN until the server has taken the call.</param>
/// <param name="Connect">From the first SYN until packets pass.</param>
/// <param name="Echo">From an echo until its answer.</param>
/// <param name="Sent">What the sessions sent.</param>
/// <param name="Received">What they received.</param>
/// <param name="Failures">What went wrong, the most frequent first.</param>
internal sealed record LoadView(
    int Asked, int Opened, int Failed, int Lost, double? SettledSeconds, LoadTimes Link, LoadTimes Connect, LoadTimes Echo,
    LoadPackets Sent, LoadPackets Received, IReadOnlyList<LoadFailure> Failures)
{
    /// <summary>The view of a load that is over.</summary>
    public static LoadView Of(LoadRun load, int asked)
    {
        var tally = load.Tally;
        return new LoadView(
            asked, tally.Opened, tally.Failed, tally.Lost, load.SettledAfter?.TotalSeconds,
            LoadTimes.Of(tally.Links), LoadTimes.Of(tally.Connects), LoadTimes.Of(tally.Echoes),
            new LoadPackets(tally.Sent.Packets, tally.Sent.Bytes), new LoadPackets(tally.Received.Packets, tally.Received.Bytes),
            [.. tally.Failures.OrderByDescending(failure => failure.Value).Select(
                failure => new LoadFailure(failure.Key, failure.Value, FailureCatalogue.Find(failure.Key)?.Title ?? ""))]);
    }
}

/// <summary>How long something took, in milliseconds, to within 2 percent but for the longest.</summary>
/// <param name="Count">How many there were.</param>
/// <param name="P50">Half of them took no longer.</param>
/// <param name="P90">Nine of ten took no longer.</param>
/// <param name="P99">99 of 100 took no longer.</param>
/// <param name="Max">The longest.</param>
internal sealed record LoadTimes(long Count, double P50, double P90, double P99, double Max)
{
    public static LoadTimes Of(Histogram histogram) => new(
        histogram.Count, At(histogram, 0.5), At(histogram, 0.9), At(histogram, 0.99), Math.Round(histogram.Longest.TotalMilliseconds, 3));

    private static double At(Histogram histogram, double share) => Math.Round(histogram.Percentile(share).TotalMilliseconds, 3);
}

/// <summary>Packets, and the bytes in them.</summary>
internal sealed record LoadPackets(long Packets, long Bytes);

/// <summary>Something that went wrong.</summary>
internal sealed record LoadFailure(string Code, int Count, string Title);
