namespace Adit.Server.Control;

/// <summary>A row of the log: a decision, a report on a session, a lock, or what was dropped in a minute.</summary>
/// <param name="Id">Its number, which rises.</param>
/// <param name="AtUtc">When.</param>
/// <param name="Kind">What it tells of.</param>
/// <param name="Event">The number of Windows' event; 0 for a report, which has none.</param>
/// <param name="Code">The failure's code; null where nothing failed.</param>
/// <param name="Reason">The reason by the numbers of a Windows policy server.</param>
/// <param name="Count">How many it stands for; more than 1 only for what was dropped.</param>
/// <param name="User">The name as it was given; null where none was.</param>
/// <param name="Account">The account that it means; null where there is none.</param>
/// <param name="Client">The gateway, the RADIUS client, or the address of a stranger.</param>
/// <param name="CallingStationId">From where the user called; null where nobody said.</param>
/// <param name="ConnectionPolicy">The connection request policy that matched; null for none.</param>
/// <param name="NetworkPolicy">The network policy that matched; null for none.</param>
/// <param name="Session">The gateway's name for the session; null where nobody said.</param>
/// <param name="CorrelationId">The client's own name for its attempt, where it gave one.</param>
/// <param name="Attributes">All else.</param>
public sealed record LogView(
    long Id, DateTimeOffset AtUtc, LogKind Kind, int Event, string? Code, int Reason, int Count, string? User, string? Account, string Client,
    string? CallingStationId, string? ConnectionPolicy, string? NetworkPolicy, string? Session, string? CorrelationId,
    IReadOnlyList<LogAttributeView> Attributes);

/// <summary>What a row tells beside its fields, as a Windows policy server's file names it.</summary>
/// <param name="Name">Such as Framed-IP-Address.</param>
/// <param name="Value">As text.</param>
public sealed record LogAttributeView(string Name, string Value);

/// <summary>What a row of the log tells of.</summary>
public enum LogKind
{
    /// <summary>Somebody was let in.</summary>
    Granted,

    /// <summary>Somebody was refused.</summary>
    Denied,

    /// <summary>Packets were dropped without an answer.</summary>
    Discarded,

    /// <summary>A gateway reported on a session.</summary>
    Accounting,

    /// <summary>Reports on sessions were dropped without an answer.</summary>
    AccountingDiscarded,

    /// <summary>Wrong passwords have locked an account.</summary>
    Locked,

    /// <summary>The lock of an account has ended.</summary>
    Unlocked,
}

/// <summary>Which rows are wanted; null for all.</summary>
public sealed record LogFilter
{
    /// <summary>Only those of this user or account.</summary>
    public string? User { get; init; }

    /// <summary>Only those with this failure code, or with this reason's number.</summary>
    public string? Reason { get; init; }

    /// <summary>Only those of this kind.</summary>
    public LogKind? Kind { get; init; }

    /// <summary>Only from then on.</summary>
    public DateTimeOffset? SinceUtc { get; init; }

    /// <summary>Only those behind the row of this number, the oldest first; without it the newest come first.</summary>
    public long? After { get; init; }

    /// <summary>At most so many, 1 to 10000.</summary>
    public int Limit { get; init; } = 100;
}
