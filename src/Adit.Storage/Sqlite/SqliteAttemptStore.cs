using Adit.Diagnosis.Attempts;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Adit.Storage.Sqlite;

/// <summary>Attempt records, in SQLite.</summary>
public sealed class SqliteAttemptStore : IAttemptStore
{
    private readonly SqliteDatabase _database;
    private readonly RepeatedJson<AttemptStage> _stages = new(RowJson.Default.IReadOnlyListAttemptStage);
    private readonly RepeatedJson<AttemptFact> _facts = new(RowJson.Default.IReadOnlyListAttemptFact);

    internal SqliteAttemptStore(SqliteDatabase database) => _database = database;

    /// <inheritdoc/>
    public ValueTask<long> BeginAsync(AttemptRecord attempt, CancellationToken cancellationToken) =>
        _database.WriteAsync((writer, _) => Add(writer, [attempt])[0], cancellationToken);

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<long>> StoreAsync(IReadOnlyList<AttemptRecord> attempts, CancellationToken cancellationToken) =>
        _database.WriteAsync<IReadOnlyList<long>>((writer, _) => Store(writer, attempts), cancellationToken);

    /// <inheritdoc/>
    public async ValueTask<bool> UpdateAsync(AttemptRecord attempt, CancellationToken cancellationToken) =>
        await _database.WriteAsync((writer, _) => Replace(writer, attempt), cancellationToken) == 1;

    /// <inheritdoc/>
    public ValueTask<bool> CompleteAsync(AttemptRecord attempt, CancellationToken cancellationToken)
    {
        if (attempt.EndedUtc is null || attempt.Outcome is not (AttemptOutcome.Ended or AttemptOutcome.Failed))
            throw new ArgumentException("An attempt that is complete has an end and an outcome.", nameof(attempt));

        return UpdateAsync(attempt, cancellationToken);
    }

    /// <inheritdoc/>
    public ValueTask<AttemptRecord?> FindAsync(long id, CancellationToken cancellationToken) =>
        new(Query("WHERE id = @id", new { id }).SingleOrDefault());

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AttemptRecord>> ListByCorrelationIdAsync(Guid correlationId, CancellationToken cancellationToken) =>
        new(Query("WHERE correlation_id = @correlationId ORDER BY id DESC", new { correlationId = correlationId.ToString() }));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AttemptRecord>> ListByUserAsync(string userName, int count, CancellationToken cancellationToken) =>
        new(Query("WHERE user_key = @key ORDER BY id DESC LIMIT @count", new { key = AttemptRecord.KeyOf(userName), count }));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AttemptRecord>> ListNamelessFailuresAsync(
        string peerAddress, DateTimeOffset sinceUtc, int count, CancellationToken cancellationToken) => new(Query(
        """
        WHERE user_key IS NULL AND peer_address = @peerAddress AND outcome = @failed AND started >= @since
        ORDER BY id DESC LIMIT @count
        """,
        new { peerAddress, failed = (long)AttemptOutcome.Failed, since = SqliteTime.ToSql(sinceUtc), count }));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<AttemptRecord>> ListAsync(AttemptQuery query, CancellationToken cancellationToken) => new(Query(
        $"WHERE TRUE{(query.FailedOnly ? " AND outcome = @failed" : "")}{(query.SinceUtc is null ? "" : " AND started >= @since")} ORDER BY id DESC LIMIT @count",
        new { failed = (long)AttemptOutcome.Failed, since = SqliteTime.ToSql(query.SinceUtc ?? default), count = query.Count }));

    /// <inheritdoc/>
    public ValueTask<IReadOnlyList<NamelessSum>> SumNamelessAsync(DateTimeOffset sinceUtc, int count, CancellationToken cancellationToken) => new(
        _database.Read(connection => connection.Query<NamelessRow>(
            // The bare columns are those of the row that has the greatest id (SQLite's documented rule for MAX).
            """
            SELECT peer_address AS PeerAddress, COUNT(*) AS Count, MAX(id) AS LastId, started AS Started, failure_code AS FailureCode
            FROM attempts
            WHERE user_key IS NULL AND outcome = @failed AND started >= @since
            GROUP BY peer_address ORDER BY Count DESC, LastId DESC LIMIT @count
            """,
            new { failed = (long)AttemptOutcome.Failed, since = SqliteTime.ToSql(sinceUtc), count })
            .Select(row => new NamelessSum(row.PeerAddress, row.Count, SqliteTime.FromSql(row.Started), row.LastId, row.FailureCode)).ToArray()));

    /// <inheritdoc/>
    public ValueTask<int> AbandonAsync(string gateway, DateTimeOffset endedUtc, string failureCode, CancellationToken cancellationToken) =>
        _database.WriteAsync(
            (connection, transaction) => connection.Execute(
                """
                UPDATE attempts SET ended = @ended, outcome = @failed, failure_code = @failureCode
                WHERE gateway = @gateway AND ended IS NULL
                """,
                new { gateway, ended = SqliteTime.ToSql(endedUtc), failed = (long)AttemptOutcome.Failed, failureCode },
                transaction),
            cancellationToken);

    /// <inheritdoc/>
    public ValueTask<int> PruneAsync(int keep, int keepNameless, DateTimeOffset startedBefore, CancellationToken cancellationToken) =>
        _database.WriteAsync(
            (connection, transaction) =>
                connection.Execute(
                    """
                    DELETE FROM attempts
                    WHERE outcome <> @connected AND id < ifnull((SELECT id FROM attempts WHERE started >= @before ORDER BY id LIMIT 1), 1 << 62)
                    """,
                    new { before = SqliteTime.ToSql(startedBefore), connected = (long)AttemptOutcome.Connected }, transaction)
                + PruneOldest(connection, transaction, "user_key IS NOT NULL", keep)
                + PruneOldest(connection, transaction, "user_key IS NULL", keepNameless),
            cancellationToken);

    /// <summary>Counts in an index and looks at what is too much from the old end on: this runs while people log in.</summary>
    private static int PruneOldest(SqliteConnection connection, SqliteTransaction transaction, string kind, int keep)
    {
        var excess = connection.ExecuteScalar<long>($"SELECT COUNT(*) FROM attempts WHERE {kind}", transaction: transaction) - keep;
        return excess <= 0 ? 0 : connection.Execute(
            $"""
            DELETE FROM attempts
            WHERE {kind} AND outcome <> @connected AND id <= (SELECT id FROM attempts WHERE {kind} ORDER BY id LIMIT 1 OFFSET @before)
            """,
            new { before = excess - 1, connected = (long)AttemptOutcome.Connected },
            transaction);
    }

    private long[] Store(SqliteWriter writer, IReadOnlyList<AttemptRecord> attempts)
    {
        var added = new Queue<long>(Add(writer, [.. attempts.Where(attempt => attempt.Id == 0)]));
        foreach (var known in attempts.Where(attempt => attempt.Id != 0))
            Replace(writer, known);
        return [.. attempts.Select(attempt => attempt.Id == 0 ? added.Dequeue() : attempt.Id)];
    }

    private long[] Add(SqliteWriter writer, IReadOnlyList<AttemptRecord> attempts) => writer.Insert(
        """
        INSERT INTO attempts
            (started, gateway, link, peer, peer_address, correlation_id, user_name, user_key, stages, facts, failure_code, failure_facts,
            client_code, client_code_source, ended, outcome)
        VALUES (?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?, ?)
        """,
        attempts,
        (values, attempt) => Add(values, attempt.Bounded()));

    private void Add(RowValues values, AttemptRecord attempt) => AddProgress(
        values.Add(SqliteTime.ToSql(attempt.StartedUtc)).Add(attempt.Gateway).Add(attempt.Link).Add(attempt.Peer).Add(attempt.PeerAddress),
        attempt);

    private int Replace(SqliteWriter writer, AttemptRecord attempt) => writer.Run(
        """
        UPDATE attempts SET
            correlation_id = ?, user_name = ?, user_key = ?, stages = ?, facts = ?, failure_code = ?, failure_facts = ?, client_code = ?,
            client_code_source = ?, ended = ?, outcome = ?
        WHERE id = ? AND ended IS NULL
        """,
        values => AddProgress(values, attempt.Bounded()).Add(attempt.Id));

    private RowValues AddProgress(RowValues values, AttemptRecord attempt) => values
        .Add(attempt.CorrelationId?.ToString()).Add(attempt.UserName).Add(attempt.UserKey)
        .Add(_stages.Write(attempt.Stages))
        .Add(_facts.Write(attempt.Facts))
        .Add(attempt.FailureCode).Add(attempt.FailureFacts).Add(attempt.ClientCode).Add(attempt.ClientCodeSource)
        .Add(SqliteTime.ToSql(attempt.EndedUtc)).Add((long)attempt.Outcome);

    private AttemptRecord[] Query(string condition, object parameters) => _database.Read(connection =>
        connection.Query<AttemptRow>(AttemptRow.Selection + condition, parameters).Select(row => row.ToAttempt()).ToArray());
}
