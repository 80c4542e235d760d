using System.ComponentModel.DataAnnotations;

namespace Adit.Protocols.Ppp;

/// <summary>The timers and counters of the option negotiation automaton (RFC 1661 §4.6).</summary>
public sealed record AutomatonOptions
{
    /// <summary>How long to wait for an answer before asking again. 3 s is RFC 1661's.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:00:30")]
    public TimeSpan RestartTimer { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How many Configure-Requests may go unanswered. 10 is RFC 1661's.</summary>
    [Range(1, 50)]
    public int MaxConfigure { get; init; } = 10;

    /// <summary>How many Terminate-Requests may go unanswered. 2 is RFC 1661's.</summary>
    [Range(1, 10)]
    public int MaxTerminate { get; init; } = 2;

    /// <summary>
    /// How many Configure-Naks we send before we reject instead, and twice as many refusals either way end it. 5 is RFC 1661's.
    /// </summary>
    [Range(1, 20)]
    public int MaxFailure { get; init; } = 5;

    /// <summary>
    /// How often a peer may begin anew once the layer was open. Two or three happen with crossing frames; more is a peer gone wrong.
    /// </summary>
    [Range(0, 100)]
    public int MaxRenegotiations { get; init; } = 10;
}
