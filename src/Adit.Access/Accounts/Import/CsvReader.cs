using System.Text;

namespace Adit.Access.Accounts.Import;

/// <summary>
/// Reads comma-separated values (RFC 4180), with any kind of line end and a byte order mark before them. A problem belongs to its row, and
/// reading goes on with the next line; only a quote that never closes takes the rest with it.
/// </summary>
internal sealed class CsvReader(string text)
{
    public const int MaxFields = 32;
    public const int MaxFieldLength = 2048;

    private int _position = text.StartsWith('\uFEFF') ? 1 : 0;
    private int _line = 1;
    private string? _problem;

    private bool IsAtEnd => _position >= text.Length;

    private char Next => IsAtEnd ? '\0' : text[_position];

    private bool IsAtLineEnd => IsAtEnd || Next is '\r' or '\n';

    /// <summary>The next row; null behind the last.</summary>
    public CsvRow? Read()
    {
        if (IsAtEnd)
            return null;

        var (line, fields) = (_line, new List<string>());
        _problem = null;
        do
            fields.Add(ReadField());
        while (TakeComma(fields.Count));

        SkipLine();
        return new CsvRow(line, fields, _problem);
    }

    /// <summary>A row as it is read back: quoted where it must be.</summary>
    public static string Write(IEnumerable<string> fields) => string.Join(',', fields.Select(Quote));

    private static string Quote(string field) =>
        field.AsSpan().IndexOfAny("\",\r\n") < 0 && !field.StartsWith('\uFEFF') ? field : $"\"{field.Replace("\"", "\"\"", StringComparison.Ordinal)}\"";

    private bool TakeComma(int fields)
    {
        if (_problem is not null || Next != ',')
            return false;
        if (fields == MaxFields)
            Fail($"it has more than {MaxFields} fields");

        _position++;
        return _problem is null;
    }

    private string ReadField() => Next == '"' ? ReadQuoted() : ReadPlain();

    private string ReadPlain()
    {
        var start = _position;
        while (!IsAtLineEnd && Next != ',')
        {
            if (Next == '"')
                Fail("a quote stands inside of a field that does not begin with one");
            _position++;
        }

        return Bounded(text[start.._position]);
    }

    private string ReadQuoted()
    {
        var field = new StringBuilder();
        for (_position++; !IsAtEnd; _position++)
        {
            if (Next == '"' && !IsEscaped())
            {
                _position++;
                if (!IsAtLineEnd && Next != ',')
                    Fail("something stands behind a closing quote");
                return Bounded(field.ToString());
            }

            _line += Next == '\n' || (Next == '\r' && !IsBeforeNewLine) ? 1 : 0;
            field.Append(Next);
        }

        Fail("a quote is not closed");
        return "";
    }

    private bool IsBeforeNewLine => _position + 1 < text.Length && text[_position + 1] == '\n';

    /// <summary>Two quotes are one, and the second is stepped to.</summary>
    private bool IsEscaped()
    {
        if (_position + 1 >= text.Length || text[_position + 1] != '"')
            return false;

        _position++;
        return true;
    }

    private string Bounded(string field)
    {
        if (field.Length <= MaxFieldLength)
            return field;

        Fail($"a field has more than {MaxFieldLength} characters");
        return "";
    }

    private void SkipLine()
    {
        while (!IsAtLineEnd)
            _position++;
        if (IsAtEnd)
            return;

        _position += Next == '\r' && IsBeforeNewLine ? 2 : 1;
        _line++;
    }

    private void Fail(string problem) => _problem ??= problem;
}
