namespace Adit.Protocols.Radius;

/// <summary>Acct-Status-Type (RFC 2866 §5.1).</summary>
public enum AccountingStatus
{
    /// <summary>No report has this status.</summary>
    None = 0,

    /// <summary>A session has begun.</summary>
    Start = 1,

    /// <summary>A session has ended.</summary>
    Stop = 2,

    /// <summary>A session goes on, with these counters so far.</summary>
    InterimUpdate = 3,

    /// <summary>The gateway has begun, and has no sessions.</summary>
    AccountingOn = 7,

    /// <summary>The gateway ends, and has no sessions any more.</summary>
    AccountingOff = 8,
}
