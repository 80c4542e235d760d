using Adit.Protocols.Radius;

namespace Adit.Access.Accounting;

/// <summary>
/// Keeps one row per session from the gateways' reports. Reports may come twice, late or out of order: a session that has ended stays
/// as it ended, and one whose start was lost begins with its first report. May be called from any thread.
/// </summary>
public interface ISessionStore
{
    /// <summary>Takes a report that came at <paramref name="now"/>.</summary>
    ValueTask RecordAsync(AccountingRequest report, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>The session of this name, or null.</summary>
    ValueTask<SessionRecord?> FindAsync(string gateway, string sessionId, CancellationToken cancellationToken);

    /// <summary>The sessions that have not ended, oldest first.</summary>
    ValueTask<IReadOnlyList<SessionRecord>> ListOpenAsync(CancellationToken cancellationToken);

    /// <summary>The last sessions to begin, newest first.</summary>
    ValueTask<IReadOnlyList<SessionRecord>> ListLastAsync(int count, CancellationToken cancellationToken);

    /// <summary>Ends what a gateway left open, with <see cref="TerminateCause.NasReboot"/>: a restarted process has no sessions.</summary>
    ValueTask<int> CloseOpenAsync(string gateway, DateTimeOffset now, CancellationToken cancellationToken);

    /// <summary>Forgets sessions that ended before this time. Returns how many.</summary>
    ValueTask<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken);
}
