namespace Adit.Access.Logging;

/// <summary>Where the log is kept. May be called from any thread.</summary>
public interface IAccessLog
{
    /// <summary>Adds rows, all or none.</summary>
    ValueTask AppendAsync(IReadOnlyList<AccessLogEntry> entries, CancellationToken cancellationToken);

    /// <summary>The rows that are asked for, in the order of <see cref="AccessLogQuery.After"/>.</summary>
    ValueTask<IReadOnlyList<AccessLogEntry>> ListAsync(AccessLogQuery query, CancellationToken cancellationToken);

    /// <summary>Forgets rows from before this time, and the oldest beyond <paramref name="keep"/>. Returns how many.</summary>
    ValueTask<int> PruneAsync(int keep, DateTimeOffset before, CancellationToken cancellationToken);
}
