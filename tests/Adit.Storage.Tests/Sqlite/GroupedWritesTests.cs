using Adit.Storage.Sqlite;
using Microsoft.Data.Sqlite;

namespace Adit.Storage.Tests.Sqlite;

public sealed class GroupedWritesTests : IDisposable
{
    private readonly DirectoryInfo _directory = Directory.CreateTempSubdirectory("adit-");
    private readonly SqliteDatabase _database;

    public GroupedWritesTests() => _database = SqliteDatabase.Open(_directory.FullName);

    [Fact]
    public async Task Writes_that_come_while_another_is_under_way_share_a_transaction_and_each_is_told_what_it_changed()
    {
        var transactions = 0;
        var (begun, gate) = (new TaskCompletionSource(), new TaskCompletionSource());
        var grouped = new GroupedWrites(async run =>
        {
            transactions++;
            begun.TrySetResult();
            await gate.Task;
            await _database.WriteAsync((writer, _) => { run(writer); return 0; }, default);
        });

        var first = grouped.WriteAsync(writer => Add(writer, "1"));
        await begun.Task;
        var others = Enumerable.Range(2, 20).Select(i => grouped.WriteAsync(writer => Add(writer, $"{i}"))).ToList();
        var nothing = grouped.WriteAsync(writer => writer.Run("UPDATE changes SET subject = ? WHERE subject = ?", values => values.Add("a").Add("none")));
        gate.SetResult();

        Assert.Equal(1, await first);
        Assert.All(await Task.WhenAll(others), changed => Assert.Equal(1, changed));
        Assert.Equal(0, await nothing);
        Assert.Equal((21, 1), (Count(), transactions));
    }

    [Fact]
    public async Task One_that_fails_takes_no_other_with_it()
    {
        var gate = new TaskCompletionSource();
        var grouped = new GroupedWrites(async run =>
        {
            await gate.Task;
            await _database.WriteAsync((writer, _) => { run(writer); return 0; }, default);
        });

        var good = grouped.WriteAsync(writer => Add(writer, "1"));
        var bad = grouped.WriteAsync(writer => Add(writer, null));
        var last = grouped.WriteAsync(writer => Add(writer, "2"));
        gate.SetResult();

        await Assert.ThrowsAsync<SqliteException>(() => bad);
        Assert.Equal((1, 1, 2), (await good, await last, Count()));
    }

    [Fact]
    public async Task A_database_that_is_away_is_told_to_everybody_who_waits()
    {
        var grouped = new GroupedWrites(_ => throw new IOException("The disk is gone."));

        var waiting = Enumerable.Range(0, 5).Select(_ => grouped.WriteAsync(writer => Add(writer, "1"))).ToList();

        foreach (var one in waiting)
            await Assert.ThrowsAsync<IOException>(() => one);
    }

    public void Dispose()
    {
        _database.Dispose();
        _directory.Delete(recursive: true);
    }

    private static int Add(SqliteWriter writer, string? subject) =>
        writer.Run("INSERT INTO changes (at, kind, subject) VALUES (?, ?, ?)", values => values.Add(1).Add("test").Add(subject));

    private int Count() => _database.Read(connection =>
    {
        using var command = new SqliteCommand("SELECT count(*) FROM changes WHERE kind = 'test'", connection);
        return (int)(long)command.ExecuteScalar()!;
    });
}
