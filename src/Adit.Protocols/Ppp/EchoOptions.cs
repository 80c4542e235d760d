using System.ComponentModel.DataAnnotations;

namespace Adit.Protocols.Ppp;

/// <summary>How to find out whether the peer is still there (RFC 1661 §5.8).</summary>
public sealed record EchoOptions
{
    /// <summary>How long a link may be silent before we ask. A minute is shorter than a NAT entry lives.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan Interval { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long to wait for a sign of life before asking again.</summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:01:00")]
    public TimeSpan RetryInterval { get; init; } = TimeSpan.FromSeconds(10);

    /// <summary>How many questions may go unanswered before the link is declared lost.</summary>
    [Range(1, 10)]
    public int MaxUnanswered { get; init; } = 3;
}
