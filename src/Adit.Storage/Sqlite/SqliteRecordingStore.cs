using Adit.Diagnosis.Attempts;
using Dapper;

namespace Adit.Storage.Sqlite;

/// <summary>Recordings of calls, in SQLite.</summary>
public sealed class SqliteRecordingStore : IRecordingStore
{
    private readonly SqliteDatabase _database;

    internal SqliteRecordingStore(SqliteDatabase database) => _database = database;

    /// <inheritdoc/>
    public async ValueTask AddAsync(IReadOnlyList<AttemptRecording> recordings, CancellationToken cancellationToken) => await _database.WriteAsync(
        (connection, transaction) => connection.Execute(
            "INSERT OR REPLACE INTO recordings (attempt, made, text) VALUES (@Attempt, @made, @Text)",
            recordings.Select(recording => new { recording.Attempt, made = SqliteTime.ToSql(recording.MadeUtc), recording.Text }),
            transaction),
        cancellationToken);

    /// <inheritdoc/>
    public ValueTask<AttemptRecording?> FindAsync(long attempt, CancellationToken cancellationToken) => new(_database.Read(connection =>
        connection.Query<RecordingRow>("SELECT attempt AS Attempt, made AS Made, text AS Text FROM recordings WHERE attempt = @attempt", new { attempt })
            .Select(row => new AttemptRecording(row.Attempt, SqliteTime.FromSql(row.Made), row.Text)).SingleOrDefault()));

    /// <inheritdoc/>
    public ValueTask<int> PruneAsync(int keep, DateTimeOffset madeBefore, CancellationToken cancellationToken) => _database.WriteAsync(
        (connection, transaction) => connection.Execute(
            """
            DELETE FROM recordings
            WHERE made < @before OR attempt <= (SELECT attempt FROM recordings ORDER BY attempt DESC LIMIT 1 OFFSET @keep)
            """,
            new { keep, before = SqliteTime.ToSql(madeBefore) },
            transaction),
        cancellationToken);

    private sealed class RecordingRow
    {
        public long Attempt { get; init; }

        public long Made { get; init; }

        public string Text { get; init; } = "";
    }
}
