namespace Adit.Diagnosis.Attempts;

/// <summary>Which attempts are wanted.</summary>
public sealed record AttemptQuery
{
    /// <summary>At most so many.</summary>
    public required int Count { get; init; }

    /// <summary>Only those that failed.</summary>
    public bool FailedOnly { get; init; }

    /// <summary>Only those that began then or later; null for all.</summary>
    public DateTimeOffset? SinceUtc { get; init; }
}
