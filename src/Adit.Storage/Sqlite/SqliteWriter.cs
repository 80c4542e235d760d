using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Adit.Storage.Sqlite;

/// <summary>
/// The connection that writes. What is written again and again it has SQLite read once, for as long as it is open. One thread at a time.
/// </summary>
/// <param name="connectionString">Which database.</param>
internal sealed class SqliteWriter(string connectionString) : SqliteConnection(connectionString)
{
    /// <summary>Rows that one insertion takes: what SQLite does around each, such as looking up the last id, is half of the work for one.</summary>
    private const int AtOnce = 8;

    private readonly Dictionary<(string Sql, int Rows), sqlite3_stmt> _statements = [];

    /// <summary>Runs a statement with these values, set by their places, within the transaction that is open; how many rows it has changed.</summary>
    public int Run(string sql, Action<RowValues> set)
    {
        Step(sql, rows: 1, set, static (values, set) => set(values));
        return raw.sqlite3_changes(Handle!);
    }

    /// <summary>Inserts rows; their ids.</summary>
    /// <param name="sql">Ends with the places of one row: <c>VALUES (?, ?)</c>.</param>
    /// <param name="rows">The rows.</param>
    /// <param name="set">Sets the values of one.</param>
    public long[] Insert<T>(string sql, IReadOnlyList<T> rows, Action<RowValues, T> set)
    {
        var ids = new long[rows.Count];
        for (var at = 0; at < ids.Length;)
        {
            var count = ids.Length - at < AtOnce ? 1 : AtOnce;
            Step(sql, count, (rows, at, count, set), static (values, given) =>
            {
                for (var i = 0; i < given.count; i++)
                    given.set(values, given.rows[given.at + i]);
            });
            for (var last = raw.sqlite3_last_insert_rowid(Handle!); count > 0; count--)
                ids[at++] = last - count + 1;
        }

        return ids;
    }

    /// <inheritdoc/>
    protected override void Dispose(bool disposing)
    {
        foreach (var statement in _statements.Values)
            statement.Dispose();
        _statements.Clear();
        base.Dispose(disposing);
    }

    private void Step<T>(string sql, int rows, T given, Action<RowValues, T> set)
    {
        var statement = Find(sql, rows);
        set(new RowValues(statement), given);
        var result = raw.sqlite3_step(statement);
        _ = raw.sqlite3_reset(statement); // tells the step's failure again
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, Handle);
    }

    private sqlite3_stmt Find(string sql, int rows)
    {
        if (!_statements.TryGetValue((sql, rows), out var statement))
        {
            var more = rows == 1 ? "" : string.Concat(Enumerable.Repeat($", {sql[sql.LastIndexOf('(')..]}", rows - 1));
            SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(Handle, sql + more, out statement), Handle);
            _statements.Add((sql, rows), statement);
        }

        return statement;
    }
}

/// <summary>Sets the values of a statement, one after another, all of them: those of the former row are still there.</summary>
/// <param name="statement">Whose values.</param>
internal sealed class RowValues(sqlite3_stmt statement)
{
    private const int MaxShort = 128; // characters

    private int _place;

    /// <summary>A number, or NULL.</summary>
    public RowValues Add(long? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_int64(statement, ++_place, number) : raw.sqlite3_bind_null(statement, ++_place));
        return this;
    }

    /// <summary>A text, or NULL.</summary>
    public RowValues Add(string? value)
    {
        if (value is null)
            Check(raw.sqlite3_bind_null(statement, ++_place));
        else if (value.Length is 0 or > MaxShort) // no bytes would be NULL
            Check(raw.sqlite3_bind_text(statement, ++_place, value));
        else
            AddShort(value);
        return this;
    }

    /// <summary>A text in UTF-8, which is not empty.</summary>
    public RowValues Add(ReadOnlySpan<byte> text)
    {
        Check(raw.sqlite3_bind_text(statement, ++_place, text));
        return this;
    }

    /// <summary>Most are short: no array is made for them.</summary>
    private void AddShort(string value)
    {
        Span<byte> text = stackalloc byte[3 * MaxShort];
        Add(text[..Encoding.UTF8.GetBytes(value, text)]);
    }

    private static void Check(int result) => SqliteException.ThrowExceptionForRC(result, null);
}
