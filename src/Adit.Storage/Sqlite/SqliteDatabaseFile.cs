using System.Buffers.Binary;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Adit.Storage.Sqlite;

/// <summary>
/// The database file before it is used: made if missing, looked at before it is written. Everything is checked through a read-only
/// connection first, so a file that must not be used stays as it is.
/// </summary>
internal static class SqliteDatabaseFile
{
    private const UnixFileMode OwnerOnly = UnixFileMode.UserRead | UnixFileMode.UserWrite;
    private const int HeaderLength = 100; // SQLite's file format, §1.3
    private const int ApplicationIdOffset = 68;

    public static void Prepare(string path, IReadOnlyList<string> steps)
    {
        if (!File.Exists(path))
            Create(path, steps);

        CheckMode(path);
        CheckHeader(path);
        var version = Check(path, steps.Count);
        if (version < steps.Count)
            Upgrade(path, version, steps);
    }

    public static string ConnectionString(string source, SqliteOpenMode mode, bool pooling) =>
        new SqliteConnectionStringBuilder { DataSource = source, Mode = mode, Pooling = pooling, DefaultTimeout = 5 }.ToString();

    /// <summary>Made whole beside its place and then moved, so that no crash leaves half a database.</summary>
    private static void Create(string path, IReadOnlyList<string> steps)
    {
        var temporary = path + ".new";
        File.Delete(temporary);
        var options = new FileStreamOptions { Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = OwnerOnly };
        new FileStream(temporary, options).Dispose();
        using (var connection = Open(temporary, SqliteOpenMode.ReadWrite))
            connection.Execute($"PRAGMA application_id = {SqliteSchema.ApplicationId}");

        Upgrade(temporary, version: 0, steps);
        File.Move(temporary, path, overwrite: false);
    }

    private static void CheckMode(string path)
    {
        var mode = File.GetUnixFileMode(path);
        if ((mode & ~OwnerOnly) != UnixFileMode.None)
            throw new StorageException(new StorageFailure.TooOpen(path, mode));
    }

    /// <summary>Read without SQLite, which might already write a journal's rest into a file that is not ours.</summary>
    private static void CheckHeader(string path)
    {
        var header = new byte[HeaderLength];
        using var file = File.OpenRead(path);
        var length = file.ReadAtLeast(header, HeaderLength, throwOnEndOfStream: false);
        if (length < HeaderLength || !header.AsSpan().StartsWith("SQLite format 3\0"u8)
            || BinaryPrimitives.ReadInt32BigEndian(header.AsSpan(ApplicationIdOffset)) != SqliteSchema.ApplicationId)
            throw new StorageException(new StorageFailure.NotOurs(path));
    }

    private static int Check(string path, int knownVersion)
    {
        try
        {
            using var connection = Open(UntouchedSource(path), SqliteOpenMode.ReadOnly);
            var version = connection.ExecuteScalar<int>("PRAGMA user_version");
            if (version > knownVersion)
                throw new StorageException(new StorageFailure.NewerSchema(path, version, knownVersion));

            var verdict = connection.ExecuteScalar<string>("PRAGMA quick_check(1)");
            return string.Equals(verdict, "ok", StringComparison.Ordinal)
                ? version
                : throw new StorageException(new StorageFailure.Damaged(path, verdict ?? "no verdict"));
        }
        catch (SqliteException exception)
        {
            throw new StorageException(new StorageFailure.Damaged(path, exception.Message), exception);
        }
    }

    /// <summary>
    /// Without a log beside it the file is complete, and SQLite may be told that nobody writes it, so that not even a lock file appears.
    /// A log means that a process died; only SQLite can read both together.
    /// </summary>
    private static string UntouchedSource(string path) =>
        File.Exists(path + "-wal") ? path : new Uri(Path.GetFullPath(path)).AbsoluteUri + "?immutable=1";

    /// <summary>All missing steps in one transaction: a failed upgrade leaves the old schema.</summary>
    private static void Upgrade(string path, int version, IReadOnlyList<string> steps)
    {
        using var connection = Open(path, SqliteOpenMode.ReadWrite);
        using var transaction = connection.BeginTransaction();
        foreach (var step in steps.Skip(version))
            connection.Execute(step, transaction: transaction);

        connection.Execute($"PRAGMA user_version = {steps.Count}", transaction: transaction);
        transaction.Commit();
    }

    private static SqliteConnection Open(string source, SqliteOpenMode mode)
    {
        var connection = new SqliteConnection(ConnectionString(source, mode, pooling: false));
        connection.Open();
        return connection;
    }
}
