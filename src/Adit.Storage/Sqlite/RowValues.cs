using System.Text;
using Microsoft.Data.Sqlite;
using SQLitePCL;

namespace Adit.Storage.Sqlite;

/// <summary>
/// Sets the values of a statement, one after another, all of them: those of the former row are still there. So what has not changed, as
/// most of a log-in's row has not, is not set again: SQLite would copy it.
/// </summary>
/// <param name="statement">Whose values; all NULL yet.</param>
internal sealed class RowValues(sqlite3_stmt statement)
{
    private const int MaxShort = 128; // characters

    private readonly Value[] _values = new Value[raw.sqlite3_bind_parameter_count(statement)];
    private int _place;

    /// <summary>What is to be run with them.</summary>
    public sqlite3_stmt Statement => statement;

    /// <summary>Begins with the first place.</summary>
    public void Begin() => _place = 0;

    /// <summary>A number, or NULL.</summary>
    public RowValues Add(long? value)
    {
        if (!Changes(new Value(Text: null, value)))
            return this;

        Check(value is { } number ? raw.sqlite3_bind_int64(statement, _place, number) : raw.sqlite3_bind_null(statement, _place));
        return Keep(new Value(Text: null, value));
    }

    /// <summary>A text, or NULL.</summary>
    public RowValues Add(string? value)
    {
        if (!Changes(new Value(value, Number: null)))
            return this;

        if (value is null)
            Check(raw.sqlite3_bind_null(statement, _place));
        else if (value.Length is 0 or > MaxShort) // no bytes would be NULL
            Check(raw.sqlite3_bind_text(statement, _place, value));
        else
            BindShort(value);
        return Keep(new Value(value, Number: null));
    }

    /// <summary>A text in UTF-8, which is not empty and never changes.</summary>
    public RowValues Add(byte[] text)
    {
        if (_values[_place++].Text is byte[] former && former.AsSpan().SequenceEqual(text))
            return this;

        Check(raw.sqlite3_bind_text(statement, _place, text.AsSpan()));
        return Keep(new Value(text, Number: null));
    }

    /// <summary>Whether the next place has another value yet.</summary>
    private bool Changes(Value value) => _values[_place++] != value;

    private RowValues Keep(Value value)
    {
        _values[_place - 1] = value;
        return this;
    }

    /// <summary>Most are short: no array is made for them.</summary>
    private void BindShort(string value)
    {
        Span<byte> text = stackalloc byte[3 * MaxShort];
        Check(raw.sqlite3_bind_text(statement, _place, text[..Encoding.UTF8.GetBytes(value, text)]));
    }

    private static void Check(int result) => SqliteException.ThrowExceptionForRC(result, null);

    /// <summary>What a place has: a text as it was given, or a number; neither is NULL.</summary>
    private readonly record struct Value(object? Text, long? Number);
}
