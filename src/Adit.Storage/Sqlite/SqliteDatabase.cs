using Dapper;
using Microsoft.Data.Sqlite;

namespace Adit.Storage.Sqlite;

/// <summary>
/// The database of one state directory, and its stores. One connection writes, in the order of asking; readers have connections of their
/// own and, thanks to the write-ahead log, never wait for it. May be used from any thread. Dispose it last.
/// </summary>
public sealed class SqliteDatabase : IDisposable
{
    /// <summary>The file's name in the state directory.</summary>
    public const string FileName = "adit.db";

    private readonly SemaphoreSlim _writing = new(1);
    private readonly SqliteWriter _writer;
    private readonly GroupedWrites _grouped;
    private readonly string _readers;

    private SqliteDatabase(string path)
    {
        _readers = SqliteDatabaseFile.ConnectionString(path, SqliteOpenMode.ReadOnly, pooling: true);
        _writer = new SqliteWriter(SqliteDatabaseFile.ConnectionString(path, SqliteOpenMode.ReadWrite, pooling: false));
        _writer.Open();
        _writer.Execute("PRAGMA journal_mode = WAL; PRAGMA synchronous = NORMAL; PRAGMA foreign_keys = ON; PRAGMA busy_timeout = 5000");
        _grouped = new GroupedWrites(async run => await WriteAsync((writer, _) => { run(writer); return 0; }, CancellationToken.None));
        Accounts = new SqliteAccountStore(this);
        Denials = new SqliteDenialStore(this);
        Audit = new SqliteAuditLog(this);
        Changes = new SqliteChangeLog(this);
        Leases = new SqliteLeaseStore(this);
        Sessions = new SqliteSessionStore(this);
        Attempts = new SqliteAttemptStore(this);
        Recordings = new SqliteRecordingStore(this);
        Certificates = new SqliteIssuedCertificates(this);
        AccessLog = new SqliteAccessLog(this);
    }

    /// <summary>Who may enter.</summary>
    public SqliteAccountStore Accounts { get; }

    /// <summary>Who is denied.</summary>
    public SqliteDenialStore Denials { get; }

    /// <summary>Who changed what.</summary>
    public SqliteAuditLog Audit { get; }

    /// <summary>The numbered changes.</summary>
    public SqliteChangeLog Changes { get; }

    /// <summary>Who has which address.</summary>
    public SqliteLeaseStore Leases { get; }

    /// <summary>The sessions, as accounting reports them.</summary>
    public SqliteSessionStore Sessions { get; }

    /// <summary>The attempt records.</summary>
    public SqliteAttemptStore Attempts { get; }

    /// <summary>What calls were told and said.</summary>
    public SqliteRecordingStore Recordings { get; }

    /// <summary>What our CA has issued.</summary>
    public SqliteIssuedCertificates Certificates { get; }

    /// <summary>Who was let in, who was not, and what gateways reported.</summary>
    public SqliteAccessLog AccessLog { get; }

    /// <summary>
    /// Opens the database of a state directory, makes it at the first start and brings it to the current schema. Throws
    /// <see cref="StorageException"/>, with nothing touched, where the file is not ours, newer than we are, damaged or open to others.
    /// </summary>
    public static SqliteDatabase Open(string directory) => Open(directory, SqliteSchema.Steps);

    /// <inheritdoc/>
    public void Dispose()
    {
        Accounts.Dispose();
        using (var reader = new SqliteConnection(_readers))
            SqliteConnection.ClearPool(reader);

        _writer.Dispose();
        _writing.Dispose();
    }

    internal static SqliteDatabase Open(string directory, IReadOnlyList<string> steps)
    {
        var path = Path.Combine(directory, FileName);
        try
        {
            SqliteLibrary.EnsureLoaded();
            SqliteDatabaseFile.Prepare(path, steps);
            return new SqliteDatabase(path);
        }
        catch (Exception exception) when (exception is SqliteException or IOException or UnauthorizedAccessException or DllNotFoundException)
        {
            throw new StorageException(new StorageFailure.Unusable(path, exception.Message), exception);
        }
    }

    /// <summary>Reads on a connection of its own.</summary>
    internal T Read<T>(Func<SqliteConnection, T> query)
    {
        using var connection = new SqliteConnection(_readers);
        connection.Open();
        return query(connection);
    }

    /// <summary>
    /// Writes in one transaction, which is rolled back where <paramref name="command"/> throws. It waits for no disk: a power cut may undo
    /// the last ones, never a part of one.
    /// </summary>
    /// <param name="command">What is written.</param>
    /// <param name="cancellationToken">Ends the wait for others who write.</param>
    /// <param name="committed">Called with the result when it is committed, and before anybody else writes.</param>
    internal async ValueTask<T> WriteAsync<T>(
        Func<SqliteWriter, SqliteTransaction, T> command, CancellationToken cancellationToken, Action<T>? committed = null)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            return Write(command, committed);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>Writes a statement in a transaction that others may share; how many rows it has changed.</summary>
    internal Task<int> WriteGroupedAsync(Func<SqliteWriter, int> statement) => _grouped.WriteAsync(statement);

    /// <summary>Reads while nobody writes.</summary>
    internal async ValueTask<T> ReadAloneAsync<T>(Func<SqliteConnection, T> query, CancellationToken cancellationToken)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            return query(_writer);
        }
        finally
        {
            _writing.Release();
        }
    }

    /// <summary>The same, but on disk when it returns: what an administrator has done must not come undone.</summary>
    internal async ValueTask<T> WriteDurablyAsync<T>(
        Func<SqliteWriter, SqliteTransaction, T> command, CancellationToken cancellationToken, Action<T>? committed = null)
    {
        await _writing.WaitAsync(cancellationToken);
        try
        {
            _writer.Execute("PRAGMA synchronous = FULL");
            return Write(command, committed);
        }
        finally
        {
            _writer.Execute("PRAGMA synchronous = NORMAL");
            _writing.Release();
        }
    }

    private T Write<T>(Func<SqliteWriter, SqliteTransaction, T> command, Action<T>? committed)
    {
        using var transaction = _writer.BeginTransaction();
        var result = command(_writer, transaction);
        transaction.Commit();
        committed?.Invoke(result);
        return result;
    }
}
