using Adit.Access.Accounting;
using Adit.Protocols.Radius;
using Dapper;

namespace Adit.Storage.Sqlite;

/// <summary>Sessions as accounting reports them, in SQLite.</summary>
public sealed class SqliteSessionStore : ISessionStore
{
    private readonly SqliteDatabase _database;

    internal SqliteSessionStore(SqliteDatabase database) => _database = database;

    /// <inheritdoc/>
    public async ValueTask RecordAsync(AccountingRequest report, DateTimeOffset now, CancellationToken cancellationToken) =>
        await _database.WriteGroupedAsync(writer => writer.Run(
            """
            INSERT INTO sessions
                (gateway, session_id, user_name, calling_station, address, ipv6_prefix, correlation_id, started, updated, ended, input_octets,
                output_octets, input_packets, output_packets, terminate_cause)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            ON CONFLICT (gateway, session_id) DO UPDATE SET
                updated = excluded.updated, ended = excluded.ended, terminate_cause = excluded.terminate_cause,
                address = coalesce(excluded.address, address),
                ipv6_prefix = coalesce(excluded.ipv6_prefix, ipv6_prefix),
                correlation_id = coalesce(excluded.correlation_id, correlation_id),
                input_octets = max(input_octets, excluded.input_octets),
                output_octets = max(output_octets, excluded.output_octets),
                input_packets = max(input_packets, excluded.input_packets),
                output_packets = max(output_packets, excluded.output_packets)
            WHERE ended IS NULL
            """,
            values => Set(values, SessionRow.Of(report, now))));

    /// <inheritdoc/>
    public ValueTask<SessionRecord?> FindAsync(string gateway, string sessionId, CancellationToken cancellationToken) =>
        new(Query("WHERE gateway = @gateway AND session_id = @sessionId", new { gateway, sessionId }).SingleOrDefault());

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SessionRecord>> ListOpenAsync(CancellationToken cancellationToken) =>
        new(Query("WHERE ended IS NULL ORDER BY started", null));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<SessionRecord>> ListLastAsync(int count, CancellationToken cancellationToken) =>
        new(Query("ORDER BY started DESC LIMIT @count", new { count }));

    /// <inheritdoc/>
    public ValueTask<int> CloseOpenAsync(string gateway, DateTimeOffset now, CancellationToken cancellationToken) => _database.WriteAsync(
        (connection, transaction) => connection.Execute(
            "UPDATE sessions SET ended = @ended, terminate_cause = @cause WHERE gateway = @gateway AND ended IS NULL",
            new { gateway, ended = SqliteTime.ToSql(now), cause = (long)TerminateCause.NasReboot },
            transaction),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> PruneAsync(DateTimeOffset endedBefore, CancellationToken cancellationToken) => _database.WriteAsync(
        (connection, transaction) => connection.Execute(
            "DELETE FROM sessions WHERE ended < @before", new { before = SqliteTime.ToSql(endedBefore) }, transaction),
        cancellationToken);

    private static void Set(RowValues values, SessionRow row) => values
        .Add(row.Gateway).Add(row.SessionId).Add(row.UserName).Add(row.CallingStation).Add(row.Address).Add(row.Ipv6Prefix)
        .Add(row.CorrelationId).Add(row.Started).Add(row.Updated).Add(row.Ended).Add(row.InputOctets).Add(row.OutputOctets)
        .Add(row.InputPackets).Add(row.OutputPackets).Add(row.TerminateCause);

    private SessionRecord[] Query(string condition, object? parameters) => _database.Read(connection =>
        connection.Query<SessionRow>(SessionRow.Selection + condition, parameters).Select(row => row.ToSession()).ToArray());
}
