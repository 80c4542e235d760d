using Dapper;
using Microsoft.Data.Sqlite;

namespace Adit.Storage.Sqlite;

/// <summary>
/// Writes when accounts were last let in, those of a quarter of a second in one transaction: nobody waits for it, and a crash forgets no
/// more. Any thread may call.
/// </summary>
internal sealed class EntryTimes : IDisposable
{
    private static readonly TimeSpan Soon = TimeSpan.FromMilliseconds(250);
    private static readonly TimeSpan AfterFailure = TimeSpan.FromSeconds(5);

    private readonly SqliteDatabase _database;
    private readonly Timer _timer;
    private volatile AccountCopy? _copy;
    private int _isDue;
    private volatile bool _isFinished;

    public EntryTimes(SqliteDatabase database)
    {
        _database = database;
        _timer = new Timer(entries => _ = ((EntryTimes)entries!).WriteDueAsync(), this, Timeout.InfiniteTimeSpan, Timeout.InfiniteTimeSpan);
    }

    /// <summary>There is something to write.</summary>
    public void WriteSoon(AccountCopy copy)
    {
        _copy = copy;
        if (Interlocked.Exchange(ref _isDue, 1) == 0)
            Schedule(Soon);
    }

    /// <summary>Writes what is waiting.</summary>
    public async ValueTask WriteAsync(CancellationToken cancellationToken)
    {
        if (_copy is not { } copy || copy.ListEntries() is not { Length: > 0 } entries)
            return;

        await _database.WriteAsync((connection, transaction) => Write(connection, transaction, entries), cancellationToken);
        copy.Forget(entries);
    }

    /// <summary>Writes what is waiting, as far as the database takes it, and then no more.</summary>
    public void Dispose()
    {
        _isFinished = true;
        _timer.Dispose();
        try
        {
            WriteAsync(CancellationToken.None).AsTask().GetAwaiter().GetResult();
        }
        catch (SqliteException)
        {
            // A database that is away has told others so.
        }
    }

    private async Task WriteDueAsync()
    {
        Interlocked.Exchange(ref _isDue, 0);
        try
        {
            if (!_isFinished)
                await WriteAsync(CancellationToken.None);
        }
        catch (Exception e) when (e is SqliteException or InvalidOperationException)
        {
            if (Interlocked.Exchange(ref _isDue, 1) == 0)
                Schedule(AfterFailure); // it is away, or full, or closed
        }
    }

    private void Schedule(TimeSpan after)
    {
        if (!_isFinished)
            _timer.Change(after, Timeout.InfiniteTimeSpan);
    }

    private static int Write(SqliteConnection connection, SqliteTransaction transaction, KeyValuePair<string, DateTimeOffset>[] entries) =>
        connection.Execute(
            "UPDATE accounts SET last_entry = @at WHERE name = @name AND (last_entry IS NULL OR last_entry < @at)",
            entries.Select(entry => new { name = entry.Key, at = SqliteTime.ToSql(entry.Value) }),
            transaction);
}
