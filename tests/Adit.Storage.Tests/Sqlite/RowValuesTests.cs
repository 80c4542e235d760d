using Adit.Storage.Sqlite;
using Dapper;

namespace Adit.Storage.Tests.Sqlite;

public sealed class RowValuesTests : IDisposable
{
    private readonly SqliteWriter _writer;

    public RowValuesTests()
    {
        SqliteLibrary.EnsureLoaded();
        _writer = new SqliteWriter("Data Source=:memory:");
        _writer.Open();
        _writer.Execute("CREATE TABLE rows (id INTEGER PRIMARY KEY, word TEXT, number INTEGER, list TEXT) STRICT");
    }

    public void Dispose() => _writer.Dispose();

    [Fact]
    public void What_is_as_in_the_row_before_is_written_again()
    {
        Row[] rows = [new("alice", 1, "[]"), new("alice", 1, "[]"), new("alice", 2, "[1]"), new("bob", 2, "[1]")];

        Write(rows);

        Assert.Equal(rows, Read());
    }

    [Fact]
    public void Nothing_empty_and_something_may_follow_each_other_in_any_order()
    {
        string?[] words = [null, "", "a", "", null, "a", null];
        Row[] rows = [.. words.Select((word, i) => new Row(word, i % 2 == 0 ? null : 0, "[]"))];

        Write(rows);

        Assert.Equal(rows, Read());
    }

    [Fact]
    public void Rows_that_are_inserted_together_are_whole_however_many_there_are()
    {
        Row[] rows = [.. Enumerable.Range(0, 150).Select(i => new Row($"user {i / 40}", i / 7, $"[{i / 50}]"))];

        _writer.Insert("INSERT INTO rows (word, number, list) VALUES (?, ?, ?)", rows, Set);

        Assert.Equal(rows, Read());
    }

    private void Write(IEnumerable<Row> rows)
    {
        foreach (var row in rows)
            _writer.Run("INSERT INTO rows (word, number, list) VALUES (?, ?, ?)", values => Set(values, row));
    }

    private static void Set(RowValues values, Row row) => values.Add(row.Word).Add(row.Number).Add(System.Text.Encoding.UTF8.GetBytes(row.List));

    private IEnumerable<Row> Read() => _writer.Query<Row>("SELECT word, number, list FROM rows ORDER BY id");

    private sealed record Row(string? Word, long? Number, string List);
}
