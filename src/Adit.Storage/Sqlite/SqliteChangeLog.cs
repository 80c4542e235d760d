using Adit.Access.Changes;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Adit.Storage.Sqlite;

/// <summary>The numbered changes, in SQLite.</summary>
public sealed class SqliteChangeLog : IChangeLog
{
    private readonly SqliteDatabase _database;

    internal SqliteChangeLog(SqliteDatabase database) => _database = database;

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<Change>> ListAfterAsync(long number, int limit, CancellationToken cancellationToken) =>
        new(_database.Read<IReadOnlyList<Change>>(connection =>
        [
            .. connection.Query<Row>(
                    "SELECT number, at, kind, subject FROM changes WHERE number > @number ORDER BY number LIMIT @limit", new { number, limit })
                .Select(row => row.ToChange()),
        ]));

    internal static int Append(SqliteConnection connection, SqliteTransaction transaction, DateTimeOffset at, string kind, string subject) =>
        connection.Execute(
            "INSERT INTO changes (at, kind, subject) VALUES (@at, @kind, @subject)",
            new { at = SqliteTime.ToSql(at), kind, subject },
            transaction);

    private sealed record Row(long Number, long At, string Kind, string Subject)
    {
        public Change ToChange() => new(Number, SqliteTime.FromSql(At), Kind, Subject);
    }
}
