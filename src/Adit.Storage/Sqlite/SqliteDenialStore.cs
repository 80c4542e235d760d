using Adit.Access.Auditing;
using Adit.Access.Denials;
using Dapper;

namespace Adit.Storage.Sqlite;

/// <summary>Who is denied, in SQLite.</summary>
public sealed class SqliteDenialStore : IDenialStore
{
    private const string ChangeKind = "denial";

    private readonly SqliteDatabase _database;

    internal SqliteDenialStore(SqliteDatabase database) => _database = database;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Denial>> ListAsync(CancellationToken cancellationToken) =>
        new(_database.Read<IReadOnlyList<Denial>>(connection =>
        [
            .. connection.Query<Row>("SELECT kind, subject, at, actor, reason FROM denials ORDER BY at, kind, subject").Select(row => row.ToDenial()),
        ]));

    /// <inheritdoc/>
    public async ValueTask PutAsync(Denial denial, AuditEntry audit, CancellationToken cancellationToken) => await _database.WriteDurablyAsync(
        (connection, transaction) =>
        {
            connection.Execute(
                """
                INSERT INTO denials (kind, subject, at, actor, reason) VALUES (@kind, @Subject, @at, @Actor, @Reason)
                ON CONFLICT (kind, subject) DO UPDATE SET at = excluded.at, actor = excluded.actor, reason = excluded.reason
                """,
                new { kind = (long)denial.Kind, denial.Subject, at = SqliteTime.ToSql(denial.AtUtc), denial.Actor, denial.Reason },
                transaction);
            SqliteAuditLog.Append(connection, transaction, audit);
            return SqliteChangeLog.Append(connection, transaction, audit.AtUtc, ChangeKind, denial.Subject);
        },
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<bool> RemoveAsync(DenialKind kind, string subject, AuditEntry audit, CancellationToken cancellationToken) =>
        _database.WriteDurablyAsync(
            (connection, transaction) =>
            {
                if (connection.Execute("DELETE FROM denials WHERE kind = @kind AND subject = @subject", new { kind = (long)kind, subject }, transaction) == 0)
                    return false;

                SqliteAuditLog.Append(connection, transaction, audit);
                return SqliteChangeLog.Append(connection, transaction, audit.AtUtc, ChangeKind, subject) == 1;
            },
            cancellationToken);

    private sealed record Row(long Kind, string Subject, long At, string Actor, string Reason)
    {
        public Denial ToDenial() => new((DenialKind)Kind, Subject, SqliteTime.FromSql(At), Actor, Reason);
    }
}
