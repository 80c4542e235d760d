using System.ComponentModel.DataAnnotations;

namespace Adit.Protocols.Ppp;

/// <summary>The timers and counters of CHAP (RFC 1994 §4.1), which leaves their values open, and of PAP.</summary>
public sealed record ChapOptions
{
    /// <summary>How long to wait before a Challenge, a Response or a PAP request is sent again. 3 s as the restart timer has it.</summary>
    [Range(typeof(TimeSpan), "00:00:00.5", "00:00:30")]
    public TimeSpan RetransmitInterval { get; init; } = TimeSpan.FromSeconds(3);

    /// <summary>How often a Challenge, or a Response, is sent in all. 10 as Max-Configure has it.</summary>
    [Range(1, 50)]
    public int MaxTransmissions { get; init; } = 10;

    /// <summary>How many responses a client may give before the call ends. Three, as people mistype twice.</summary>
    [Range(1, 10)]
    public int MaxAttempts { get; init; } = 3;

    /// <summary>
    /// How long our own side may take to answer: the authority to judge, the user to type. Also how long a client waits for a Challenge.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan AnswerTimeout { get; init; } = TimeSpan.FromSeconds(60);

    /// <summary>How long a refused client may take to ask its user again.</summary>
    [Range(typeof(TimeSpan), "00:00:05", "00:10:00")]
    public TimeSpan RetryTimeout { get; init; } = TimeSpan.FromSeconds(120);

    /// <summary>The words that come with a Success; at most 128 characters.</summary>
    [StringLength(128)]
    public string SuccessMessage { get; init; } = "Access granted";

    /// <summary>The words that come with a Failure; at most 128 characters. They say nothing an attacker could use.</summary>
    [StringLength(128)]
    public string FailureMessage { get; init; } = "Access denied";
}
