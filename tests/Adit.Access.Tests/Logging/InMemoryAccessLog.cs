using Adit.Access.Logging;

namespace Adit.Access.Tests.Logging;

/// <summary>A log in memory, for tests of those who write one.</summary>
public sealed class InMemoryAccessLog : IAccessLog
{
    private readonly Lock _gate = new();
    private readonly List<AccessLogEntry> _rows = [];
    private long _lastId;

    public ValueTask AppendAsync(IReadOnlyList<AccessLogEntry> entries, CancellationToken cancellationToken)
    {
        lock (_gate)
            _rows.AddRange(entries.Select(entry => entry with { Id = ++_lastId }));
        return default;
    }

    public ValueTask<IReadOnlyList<AccessLogEntry>> ListAsync(AccessLogQuery query, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var found = _rows.Where(row => IsWanted(row, query));
            return new([.. (query.After is null ? found.Reverse() : found).Take(query.Limit)]);
        }
    }

    public ValueTask<int> PruneAsync(int keep, DateTimeOffset before, CancellationToken cancellationToken)
    {
        lock (_gate)
        {
            var first = _rows.Count > keep ? _rows[^keep].Id : 0;
            return new(_rows.RemoveAll(row => row.AtUtc < before || row.Id < first));
        }
    }

    private static bool IsWanted(AccessLogEntry row, AccessLogQuery query) =>
        row.Id > (query.After ?? 0) && row.AtUtc >= (query.SinceUtc ?? row.AtUtc) && row.Kind == (query.Kind ?? row.Kind)
        && (query.User is not { } user || KeyOf(user) == KeyOf(row.UserName) || KeyOf(user) == row.Account)
        && (query.Reason is not { } reason || row.Code.Equals(reason, StringComparison.OrdinalIgnoreCase) || $"{row.Reason}" == reason);

    private static string KeyOf(string name) => name[(name.LastIndexOf('\\') + 1)..].ToLowerInvariant();
}
