namespace Adit.Access.Logging;

/// <summary>Which rows are wanted; null for all.</summary>
public sealed record AccessLogQuery
{
    /// <summary>Only those with this user, as the name was given or as the account is called, in any case.</summary>
    public string? User { get; init; }

    /// <summary>Only those with this failure code, or with this reason's number.</summary>
    public string? Reason { get; init; }

    /// <summary>Only those of this kind.</summary>
    public AccessLogKind? Kind { get; init; }

    /// <summary>Only from then on.</summary>
    public DateTimeOffset? SinceUtc { get; init; }

    /// <summary>Only those with greater numbers, the smallest first; without it the newest come first.</summary>
    public long? After { get; init; }

    /// <summary>At most so many, at least 1.</summary>
    public int Limit { get; init; } = 100;
}
