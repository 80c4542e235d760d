using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Adit.Storage.Sqlite;

/// <summary>
/// One statement for many rows: read by SQLite once, its values set by their places. For rows that every log-in leaves; all else is
/// written by name.
/// </summary>
internal static class ManyRows
{
    /// <summary>Runs the statement for each row, within the transaction that the connection is in; gives the ids of rows that it inserts.</summary>
    public static long[] Insert<T>(SqliteConnection connection, string sql, IReadOnlyList<T> rows, Action<RowValues, T> set)
    {
        var database = connection.Handle!;
        SqliteException.ThrowExceptionForRC(raw.sqlite3_prepare_v2(database, sql, out var statement), database);
        using (statement)
        {
            var ids = new long[rows.Count];
            var values = new RowValues(statement);
            for (var i = 0; i < ids.Length; i++)
            {
                set(values.Begin(), rows[i]);
                var result = raw.sqlite3_step(statement);
                if (result != raw.SQLITE_DONE)
                    SqliteException.ThrowExceptionForRC(result, database);
                ids[i] = raw.sqlite3_last_insert_rowid(database);
                _ = raw.sqlite3_reset(statement); // tells the step's failure again, of which there was none
            }

            return ids;
        }
    }
}

/// <summary>Sets the values of a statement, one after another.</summary>
internal sealed class RowValues(sqlite3_stmt statement)
{
    private int _place;

    /// <summary>A new row: all its values must be set, the former are still there.</summary>
    public RowValues Begin()
    {
        _place = 0;
        return this;
    }

    /// <summary>A number, or NULL.</summary>
    public RowValues Add(long? value)
    {
        Check(value is { } number ? raw.sqlite3_bind_int64(statement, ++_place, number) : raw.sqlite3_bind_null(statement, ++_place));
        return this;
    }

    /// <summary>A text, or NULL.</summary>
    public RowValues Add(string? value)
    {
        Check(value is null ? raw.sqlite3_bind_null(statement, ++_place) : raw.sqlite3_bind_text(statement, ++_place, value));
        return this;
    }

    private static void Check(int result) => SqliteException.ThrowExceptionForRC(result, null);
}
