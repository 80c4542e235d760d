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
    private const int AtOnce = 32;

    private readonly Dictionary<(string Sql, int Rows), RowValues> _statements = [];

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
        foreach (var values in _statements.Values)
            values.Statement.Dispose();
        _statements.Clear();
        base.Dispose(disposing);
    }

    private void Step<T>(string sql, int rows, T given, Action<RowValues, T> set)
    {
        var values = Find(sql, rows);
        values.Begin();
        set(values, given);
        var result = raw.sqlite3_step(values.Statement);
        _ = raw.sqlite3_reset(values.Statement); // tells the step's failure again
        if (result != raw.SQLITE_DONE)
            SqliteException.ThrowExceptionForRC(result, Handle);
    }

    private RowValues Find(string sql, int rows)
    {
        if (!_statements.TryGetValue((sql, rows), out var values))
        {
            var more = rows == 1 ? "" : string.Concat(Enumerable.Repeat($", {sql[sql.LastIndexOf('(')..]}", rows - 1));
            SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(Handle, sql + more, out var statement), Handle);
            values = new RowValues(statement);
            _statements.Add((sql, rows), values);
        }

        return values;
    }
}
