using System.Globalization;
using System.Text.Json;
using Adit.Access.Logging;
using Dapper;

namespace Adit.Storage.Sqlite;

/// <summary>The log of decisions and reports, in SQLite.</summary>
public sealed class SqliteAccessLog : IAccessLog
{
    private readonly SqliteDatabase _database;

    internal SqliteAccessLog(SqliteDatabase database) => _database = database;

    /// <inheritdoc/>
    public async ValueTask AppendAsync(IReadOnlyList<AccessLogEntry> entries, CancellationToken cancellationToken) => await _database.WriteAsync(
        (writer, _) => writer.Insert(
            """
            INSERT INTO access_log
                (at, kind, code, reason, count, user_name, user_key, account, client, calling_station, connection_policy, network_policy,
                session_id, correlation_id, attributes)
            VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
            """,
            entries,
            Add),
        cancellationToken);

    private static void Add(RowValues values, AccessLogEntry entry) => values
        .Add(SqliteTime.ToSql(entry.AtUtc)).Add((long)entry.Kind).Add(entry.Code).Add(entry.Reason).Add(entry.Count).Add(entry.UserName)
        .Add(KeyOf(entry.UserName)).Add(entry.Account).Add(entry.Client).Add(entry.CallingStationId).Add(entry.ConnectionPolicy)
        .Add(entry.NetworkPolicy).Add(entry.SessionId).Add(entry.CorrelationId?.ToString())
        .Add(JsonSerializer.SerializeToUtf8Bytes(entry.Attributes, RowJson.Default.IReadOnlyDictionaryStringString));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AccessLogEntry>> ListAsync(AccessLogQuery query, CancellationToken cancellationToken) =>
        new(_database.Read<IReadOnlyList<AccessLogEntry>>(connection =>
        [
            .. connection.Query<Row>(
                $"""
                SELECT id, at, kind, code, reason, count, user_name AS UserName, account, client,
                    calling_station AS CallingStation, connection_policy AS ConnectionPolicy, network_policy AS NetworkPolicy,
                    session_id AS SessionId, correlation_id AS CorrelationId, attributes
                FROM access_log
                WHERE (@After IS NULL OR id > @After) AND (@since IS NULL OR at >= @since) AND (@kind IS NULL OR kind = @kind)
                    AND (@user IS NULL OR user_key = @user OR account = @user)
                    AND (@Reason IS NULL OR code = upper(@Reason) OR reason = @number)
                ORDER BY id {(query.After is null ? "DESC" : "ASC")} LIMIT @Limit
                """,
                new
                {
                    query.After, query.Reason, query.Limit,
                    since = SqliteTime.ToSql(query.SinceUtc),
                    kind = (long?)query.Kind,
                    user = query.User is { } user ? KeyOf(user) : null,
                    number = int.TryParse(query.Reason, NumberStyles.None, CultureInfo.InvariantCulture, out var number) ? number : -1,
                })
                .Select(row => row.ToEntry()),
        ]));

    /// <inheritdoc/>
    public ValueTask<int> PruneAsync(int keep, DateTimeOffset before, CancellationToken cancellationToken) => _database.WriteAsync(
        (connection, transaction) => connection.Execute(
            """
            DELETE FROM access_log
            WHERE id < ifnull((SELECT id FROM access_log WHERE at >= @before ORDER BY id LIMIT 1), 1 << 62)
                OR id <= (SELECT id FROM access_log ORDER BY id DESC LIMIT 1 OFFSET @keep)
            """,
            new { before = SqliteTime.ToSql(before), keep }, transaction),
        cancellationToken);

    /// <summary>Neither a domain nor capitals count.</summary>
    private static string KeyOf(string userName) => userName[(userName.LastIndexOf('\\') + 1)..].ToLowerInvariant();

    private sealed record Row(
        long Id, long At, long Kind, string Code, long Reason, long Count, string UserName, string Account, string Client,
        string CallingStation, string ConnectionPolicy, string NetworkPolicy, string SessionId, string? CorrelationId, string Attributes)
    {
        public AccessLogEntry ToEntry() => new(SqliteTime.FromSql(At), (AccessLogKind)Kind)
        {
            Id = Id, Code = Code, Reason = (int)Reason, Count = (int)Count, UserName = UserName, Account = Account, Client = Client,
            CallingStationId = CallingStation, ConnectionPolicy = ConnectionPolicy, NetworkPolicy = NetworkPolicy, SessionId = SessionId,
            CorrelationId = Guid.TryParse(CorrelationId, out var id) ? id : null,
            Attributes = JsonSerializer.Deserialize(Attributes, RowJson.Default.IReadOnlyDictionaryStringString)!,
        };
    }
}
