namespace Adit.Access.Logging;

/// <summary>What a row of the log tells of, by the numbers of Windows' events.</summary>
public enum AccessLogKind
{
    /// <summary>No row has this kind.</summary>
    None = 0,

    /// <summary>Somebody was let in (event 6272).</summary>
    Granted = 6272,

    /// <summary>Somebody was refused (event 6273).</summary>
    Denied = 6273,

    /// <summary>Packets were dropped without an answer (event 6274): those of one source, cause and minute in one row.</summary>
    Discarded = 6274,

    /// <summary>The same of reports on sessions (event 6275).</summary>
    AccountingDiscarded = 6275,

    /// <summary>Wrong passwords have locked an account (event 6279).</summary>
    Locked = 6279,

    /// <summary>The lock of an account has ended (event 6280).</summary>
    Unlocked = 6280,

    /// <summary>A gateway reported on a session. Windows has no event for it, but writes it into its file.</summary>
    Accounting = 1813,
}
