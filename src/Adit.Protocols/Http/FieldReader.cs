using System.Diagnostics.CodeAnalysis;
using System.Text;

namespace Adit.Protocols.Http;

/// <summary>Reads tokens, quoted strings and lists of a field value (RFC 9110 §5.6) from left to right.</summary>
internal ref struct FieldReader(ReadOnlySpan<char> field)
{
    private ReadOnlySpan<char> _rest = field;

    /// <summary>The next token, past white space and commas; false at the end, and at what is no token.</summary>
    public bool TryReadListed([NotNullWhen(true)] out string? token)
    {
        _rest = _rest.TrimStart(" \t,");
        return TryReadToken(out token);
    }

    /// <summary>Takes a character, with white space on either side of it.</summary>
    public bool TryTake(char wanted)
    {
        _rest = _rest.TrimStart(" \t");
        if (_rest.IsEmpty || _rest[0] != wanted)
            return false;

        _rest = _rest[1..].TrimStart(" \t");
        return true;
    }

    /// <summary>A token or a quoted string.</summary>
    public bool TryReadValue([NotNullWhen(true)] out string? value) =>
        _rest is ['"', ..] ? TryReadQuoted(out value) : TryReadToken(out value);

    /// <summary>Goes on to the next comma, or to the end.</summary>
    public void SkipItem()
    {
        var comma = _rest.IndexOf(',');
        _rest = comma < 0 ? default : _rest[comma..];
    }

    private bool TryReadToken([NotNullWhen(true)] out string? token)
    {
        var length = 0;
        while (length < _rest.Length && IsTokenChar(_rest[length]))
            length++;

        token = length > 0 ? _rest[..length].ToString() : null;
        _rest = _rest[length..];
        return token is not null;
    }

    private bool TryReadQuoted([NotNullWhen(true)] out string? value)
    {
        var text = new StringBuilder();
        for (var i = 1; i < _rest.Length; i++)
        {
            if (_rest[i] == '"')
            {
                value = text.ToString();
                _rest = _rest[(i + 1)..];
                return true;
            }

            if (_rest[i] == '\\' && ++i == _rest.Length)
                break;
            text.Append(_rest[i]);
        }

        value = null;
        _rest = default;
        return false;
    }

    private static bool IsTokenChar(char c) => char.IsAsciiLetterOrDigit(c) || "!#$%&'*+-.^_`|~".Contains(c, StringComparison.Ordinal);
}
