using System.Globalization;

namespace Adit.Access.Logging;

/// <summary>Gathers what a row tells beside its columns: what is not known is left out, and what is too long is cut.</summary>
internal sealed class AccessLogAttributes
{
    private const int Usual = 12; // most rows have no more: the table need not grow

    private readonly Dictionary<string, string> _values = new(Usual, StringComparer.Ordinal);

    public IReadOnlyDictionary<string, string> Values => _values;

    public AccessLogAttributes Add(string name, string? value)
    {
        if (value is { Length: > 0 })
            _values[name] = Cut(value);
        return this;
    }

    public AccessLogAttributes Add(string name, IFormattable? value) => Add(name, value?.ToString(null, CultureInfo.InvariantCulture));

    public AccessLogAttributes AddSeconds(string name, TimeSpan? span) => Add(name, span is { } value ? (long)value.TotalSeconds : null);

    public static string Cut(string text) => text[..Math.Min(text.Length, AccessLogEntry.MaxTextLength)];
}
