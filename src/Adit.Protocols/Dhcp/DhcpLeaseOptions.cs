using System.ComponentModel.DataAnnotations;

namespace Adit.Protocols.Dhcp;

/// <summary>Timers and counters of a <see cref="DhcpLease"/> (RFC 2131 §4.1, §4.4.5).</summary>
public sealed record DhcpLeaseOptions
{
    /// <summary>How long the first Discover or Request waits for an answer; each further one waits twice as long, give or take a fourth.</summary>
    [Range(typeof(TimeSpan), "00:00:00.1", "00:00:10")]
    public TimeSpan FirstRetry { get; init; } = TimeSpan.FromSeconds(4);

    /// <summary>What that doubling ends at.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan LongestRetry { get; init; } = TimeSpan.FromSeconds(64);

    /// <summary>How many Discovers, and how many Requests for an offer, are sent before we give up.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; init; } = 4;

    /// <summary>How often we begin anew after a server refused the address that it had offered, or another turned out to have it.</summary>
    [Range(0, 10)]
    public int MaxRestarts { get; init; } = 3;

    /// <summary>How long we wait before we begin anew after an address turned out to be in use (§3.1 step 5: at least 10 s).</summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:01:00")]
    public TimeSpan DeclinePause { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>The shortest lease that is taken: less would have us ask all the time.</summary>
    [Range(typeof(TimeSpan), "00:00:02", "01:00:00")]
    public TimeSpan ShortestLease { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>How long a renewal at least waits before it is sent again (§4.4.5).</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:10:00")]
    public TimeSpan ShortestRenewalRetry { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>
    /// Whether the address is for another, who is reached through us: a unicast answer would go to them. Then every answer is asked for
    /// as a broadcast, and a renewal names the address in option 50, as after a restart (§4.3.2), instead of claiming it in ciaddr.
    /// </summary>
    public bool IsForAnother { get; init; } = true;
}
