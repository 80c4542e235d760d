using Adit.Access.Auditing;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Adit.Storage.Sqlite;

/// <summary>Who changed what, in SQLite.</summary>
public sealed class SqliteAuditLog : IAuditLog
{
    private readonly SqliteDatabase _database;

    internal SqliteAuditLog(SqliteDatabase database) => _database = database;

    /// <inheritdoc/>
    public async ValueTask AppendAsync(AuditEntry entry, CancellationToken cancellationToken) =>
        await _database.WriteDurablyAsync((connection, transaction) => Append(connection, transaction, entry), cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AuditEntry>> ListAsync(AuditQuery query, CancellationToken cancellationToken) =>
        new(_database.Read<IReadOnlyList<AuditEntry>>(connection =>
        [
            .. connection.Query<Row>(
                """
                SELECT at, actor, action, subject, detail FROM audit
                WHERE (@since IS NULL OR at >= @since) AND (@Actor IS NULL OR actor = @Actor)
                ORDER BY id DESC LIMIT @Count
                """,
                new { since = query.SinceUtc is { } since ? SqliteTime.ToSql(since) : (long?)null, query.Actor, query.Count })
                .Select(row => row.ToEntry()),
        ]));

    internal static int Append(SqliteConnection connection, SqliteTransaction transaction, AuditEntry entry) => connection.Execute(
        "INSERT INTO audit (at, actor, action, subject, detail) VALUES (@at, @Actor, @Action, @Subject, @Detail)",
        new { at = SqliteTime.ToSql(entry.AtUtc), entry.Actor, entry.Action, entry.Subject, entry.Detail },
        transaction);

    private sealed record Row(long At, string Actor, string Action, string Subject, string Detail)
    {
        public AuditEntry ToEntry() => new(SqliteTime.FromSql(At), Actor, Action, Subject, Detail);
    }
}
