using System.ComponentModel.DataAnnotations;

namespace Adit.Client;

/// <summary>How a lost connection is made again: after growing pauses with jitter, so that many clients do not come together.</summary>
public sealed record ReconnectOptions
{
    /// <summary>Whether a connection that was open once is made again.</summary>
    public bool IsEnabled { get; init; } = true;

    /// <summary>The first pause; each further one is twice as long.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:01:00")]
    public TimeSpan FirstPause { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The longest pause.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "01:00:00")]
    public TimeSpan LongestPause { get; init; } = TimeSpan.FromMinutes(1);

    /// <summary>How long a connection must have been open for its loss to begin with the first pause again; else a server that throws
    /// everybody out at once would be asked every second.</summary>
    [Range(typeof(TimeSpan), "00:00:00", "01:00:00")]
    public TimeSpan SteadyTime { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>The pause before this attempt (0 for the first), with up to half of it taken off by <paramref name="jitter"/> from 0 to 1.</summary>
    public TimeSpan PauseBefore(int attempt, double jitter)
    {
        var longest = Math.Min(LongestPause.TotalSeconds, FirstPause.TotalSeconds * Math.Pow(2, Math.Min(attempt, 30)));
        return TimeSpan.FromSeconds(longest * (1 - (jitter / 2)));
    }
}
