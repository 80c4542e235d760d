using Adit.Access.Auditing;
using Adit.Access.Tests;
using Adit.Storage.Sqlite;
using Dapper;
using Microsoft.Data.Sqlite;

namespace Adit.Storage.Tests.Sqlite;

public sealed class SqliteDatabaseTests : IDisposable
{
    private static readonly AuditEntry Entry = new(new DateTimeOffset(2026, 3, 1, 12, 0, 0, TimeSpan.Zero), "root", "test", "it", "");

    private readonly TemporaryDirectory _directory = new();

    private string DatabaseFile => _directory.File(SqliteDatabase.FileName);

    public void Dispose() => _directory.Dispose();

    [Fact]
    public void The_first_opening_makes_a_database_that_only_its_owner_can_read()
    {
        using var database = Open();

        Assert.All(Directory.GetFiles(_directory.Path), file =>
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file)));
        Assert.Equal(
            (SqliteSchema.ApplicationId, SqliteSchema.Steps.Count, "wal"),
            (Pragma<int>(database, "application_id"), Pragma<int>(database, "user_version"), Pragma<string>(database, "journal_mode")));
    }

    [Fact]
    public void Nothing_but_the_database_is_left_when_it_is_closed()
    {
        Open().Dispose();

        Assert.Equal([DatabaseFile], Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public void SQLite_is_the_distribution_s()
    {
        using var database = Open();

        Assert.Contains("/libsqlite3.so.0", File.ReadAllText("/proc/self/maps"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_was_written_is_there_at_the_next_opening()
    {
        using (var database = Open())
            await database.Audit.AppendAsync(Entry, default);

        using var again = Open();
        Assert.Equal([Entry], await again.Audit.ListAsync(new AuditQuery(null, null, 10), default));
    }

    [Fact]
    public async Task What_was_written_survives_a_process_that_died()
    {
        using var survivor = new TemporaryDirectory();
        using (var database = Open())
        {
            await database.Audit.AppendAsync(Entry, default);
            foreach (var file in Directory.GetFiles(_directory.Path).Where(file => !file.EndsWith("-shm", StringComparison.Ordinal)))
                File.Copy(file, survivor.File(Path.GetFileName(file)));
        }

        using var again = SqliteDatabase.Open(survivor.Path);
        Assert.Equal([Entry], await again.Audit.ListAsync(new AuditQuery(null, null, 10), default));
    }

    [Theory]
    [InlineData("")]
    [InlineData("some notes of somebody's")]
    public void A_file_that_is_no_database_is_refused_and_left_alone(string content)
    {
        WriteFile(content);

        AssertRefusedUntouched(new StorageFailure.NotOurs(DatabaseFile));
    }

    [Fact]
    public void Another_program_s_database_is_refused_and_left_alone()
    {
        Open().Dispose();
        Alter("PRAGMA journal_mode = DELETE; PRAGMA application_id = 7");

        AssertRefusedUntouched(new StorageFailure.NotOurs(DatabaseFile));
    }

    [Fact]
    public void A_newer_schema_is_refused_and_left_alone()
    {
        Open().Dispose();
        Alter("PRAGMA user_version = 1000");

        AssertRefusedUntouched(new StorageFailure.NewerSchema(DatabaseFile, 1000, SqliteSchema.Steps.Count));
    }

    [Fact]
    public void A_damaged_database_is_refused_and_left_alone()
    {
        Open().Dispose();
        using (var file = File.OpenWrite(DatabaseFile))
        {
            file.Position = 4096;
            file.Write(Enumerable.Repeat((byte)0xa5, 8192).ToArray());
        }

        Assert.IsType<StorageFailure.Damaged>(AssertRefusedUntouched());
    }

    [Fact]
    public void A_database_cut_short_is_refused_and_left_alone()
    {
        Open().Dispose();
        using (var file = File.OpenWrite(DatabaseFile))
            file.SetLength(5000);

        Assert.IsType<StorageFailure.Damaged>(AssertRefusedUntouched());
    }

    [Fact]
    public void A_database_that_others_may_read_is_refused()
    {
        Open().Dispose();
        File.SetUnixFileMode(DatabaseFile, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.GroupRead);

        Assert.IsType<StorageFailure.TooOpen>(AssertRefusedUntouched());
    }

    [Fact]
    public void A_directory_that_is_not_there_is_told_as_such()
    {
        var refused = Assert.Throws<StorageException>(() => SqliteDatabase.Open(_directory.File("nowhere")));

        Assert.IsType<StorageFailure.Unusable>(refused.Failure);
    }

    [Fact]
    public void A_database_left_half_made_by_a_crash_does_not_hinder_the_next_opening()
    {
        File.WriteAllText(DatabaseFile + ".new", "half");

        Open().Dispose();

        Assert.Equal([DatabaseFile], Directory.GetFiles(_directory.Path));
    }

    [Fact]
    public async Task An_older_schema_is_brought_up_to_date_with_its_rows()
    {
        using (var older = Open())
            await older.Audit.AppendAsync(Entry, default);

        using var newer = SqliteDatabase.Open(_directory.Path, [.. SqliteSchema.Steps, "CREATE TABLE added (id INTEGER)"]);

        Assert.Equal(SqliteSchema.Steps.Count + 1, Pragma<int>(newer, "user_version"));
        Assert.Equal(0, newer.Read(connection => connection.ExecuteScalar<int>("SELECT count(*) FROM added")));
        Assert.Equal([Entry], await newer.Audit.ListAsync(new AuditQuery(null, null, 10), default));
    }

    [Fact]
    public void A_step_that_fails_leaves_the_schema_as_it_was()
    {
        Open().Dispose();

        Assert.Throws<StorageException>(() => SqliteDatabase.Open(
            _directory.Path, [.. SqliteSchema.Steps, "CREATE TABLE added (id INTEGER)", "CREATE TABLE accounts (twice TEXT)"]));

        using var database = Open();
        Assert.Equal(SqliteSchema.Steps.Count, Pragma<int>(database, "user_version"));
        Assert.Equal(0, database.Read(connection => connection.ExecuteScalar<int>("SELECT count(*) FROM sqlite_master WHERE name = 'added'")));
    }

    [Fact]
    public async Task A_write_that_fails_half_way_leaves_nothing()
    {
        using var database = Open();

        await Assert.ThrowsAsync<SqliteException>(async () => await database.WriteAsync(
            (connection, transaction) =>
            {
                SqliteAuditLog.Append(connection, transaction, Entry);
                return connection.Execute("INSERT INTO nowhere VALUES (1)", transaction: transaction);
            },
            default));

        Assert.Empty(await database.Audit.ListAsync(new AuditQuery(null, null, 10), default));
        await database.Audit.AppendAsync(Entry, default);
        Assert.Single(await database.Audit.ListAsync(new AuditQuery(null, null, 10), default));
    }

    [Fact]
    public async Task A_reader_does_not_wait_for_a_writer_and_sees_what_was_committed()
    {
        using var database = Open();
        await database.Audit.AppendAsync(Entry, default);

        var seen = await database.WriteAsync(
            (connection, transaction) =>
            {
                SqliteAuditLog.Append(connection, transaction, Entry);
                return database.Read(reader => reader.ExecuteScalar<int>("SELECT count(*) FROM audit"));
            },
            default);

        Assert.Equal(1, seen);
    }

    [Fact]
    public void A_reader_cannot_write()
    {
        using var database = Open();

        Assert.Throws<SqliteException>(() => database.Read(reader => reader.Execute("DELETE FROM audit")));
    }

    [Fact]
    public void A_directory_s_name_may_hold_anything()
    {
        var odd = Directory.CreateDirectory(_directory.File("a b?c#d%20;e='f'"));

        SqliteDatabase.Open(odd.FullName).Dispose();
        using var again = SqliteDatabase.Open(odd.FullName);

        Assert.Equal(SqliteSchema.ApplicationId, Pragma<int>(again, "application_id"));
    }

    private static T Pragma<T>(SqliteDatabase database, string name) =>
        database.Read(connection => connection.ExecuteScalar<T>($"PRAGMA {name}")!);

    private SqliteDatabase Open() => SqliteDatabase.Open(_directory.Path);

    private void WriteFile(string content)
    {
        File.WriteAllText(DatabaseFile, content);
        File.SetUnixFileMode(DatabaseFile, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    private void Alter(string sql)
    {
        using var connection = new SqliteConnection($"Data Source={DatabaseFile};Pooling=False");
        connection.Open();
        connection.Execute(sql);
    }

    private void AssertRefusedUntouched(StorageFailure expected) => Assert.Equal(expected, AssertRefusedUntouched());

    private StorageFailure AssertRefusedUntouched()
    {
        var before = File.ReadAllBytes(DatabaseFile);

        var refused = Assert.Throws<StorageException>(Open);

        Assert.Equal(before, File.ReadAllBytes(DatabaseFile));
        Assert.Equal([DatabaseFile], Directory.GetFiles(_directory.Path));
        return refused.Failure;
    }
}
