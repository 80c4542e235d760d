namespace Adit.Certificates.Revocation;

/// <summary>From when on a statement about revocation holds, and when there is a newer one.</summary>
/// <param name="ThisUpdate">When it was true.</param>
/// <param name="NextUpdate">By when there is a newer one; null where there always is.</param>
public readonly record struct Lifespan(DateTimeOffset ThisUpdate, DateTimeOffset? NextUpdate)
{
    /// <summary>How far two clocks may be apart.</summary>
    public static readonly TimeSpan ClockMargin = TimeSpan.FromMinutes(5);

    /// <summary>How old a statement without a next one may be (RFC 6960 §4.2.2.1: newer information is always available).</summary>
    public static readonly TimeSpan AgeWithoutNext = TimeSpan.FromHours(1);

    /// <summary>When it ends.</summary>
    public DateTimeOffset End => NextUpdate ?? (ThisUpdate > DateTimeOffset.MaxValue - AgeWithoutNext ? DateTimeOffset.MaxValue : ThisUpdate + AgeWithoutNext);

    /// <summary>Why it does not hold now, as the end of a sentence; null where it does.</summary>
    public string? FaultAt(DateTimeOffset now) =>
        now < ThisUpdate - Margin(ThisUpdate) ? $"is of {ThisUpdate:u}, which is in the future"
        : now - ClockMargin > End ? $"ended on {End:u}"
        : null;

    /// <summary>When a newer one is to be looked for: with a fifth of its life left.</summary>
    public DateTimeOffset RefreshAt => End - ((End > ThisUpdate ? End - ThisUpdate : TimeSpan.Zero) / 5);

    /// <summary>A peer may write the year 1.</summary>
    private static TimeSpan Margin(DateTimeOffset time) => time - DateTimeOffset.MinValue < ClockMargin ? TimeSpan.Zero : ClockMargin;
}
