using System.Collections.Frozen;
using System.Diagnostics.CodeAnalysis;
using System.Globalization;

namespace Adit.Diagnosis;

/// <summary>The table of Windows' error codes, and the ways people write them.</summary>
public static class WindowsCodes
{
    private const int HResultDigits = 8;

    private static readonly (WindowsCode Code, string Symbol)[] Table = [.. EmbeddedText.ReadLines("windows-codes.tsv").Select(ParseRow)];

    private static readonly FrozenDictionary<WindowsCode, string> Symbols = Table
        .GroupBy(row => row.Code, row => row.Symbol)
        .ToFrozenDictionary(rows => rows.Key, rows => string.Join(" or ", rows));

    private static readonly FrozenDictionary<string, WindowsCode> Codes =
        Table.ToFrozenDictionary(row => row.Symbol, row => row.Code, StringComparer.OrdinalIgnoreCase);

    /// <summary>Every code in the table.</summary>
    public static IReadOnlyCollection<WindowsCode> All => Symbols.Keys;

    /// <summary>
    /// Reads a symbol, signed or unsigned decimal, or hexadecimal with 0x; without 0x where it has eight digits. Where digits can be
    /// read in two ways, the reading that the table knows is taken, decimal first.
    /// </summary>
    public static bool TryParse([NotNullWhen(true)] string? text, out WindowsCode code)
    {
        var trimmed = (text ?? "").Trim();
        if (Codes.TryGetValue(trimmed, out code))
            return true;

        WindowsCode[] readings = [.. ReadDecimal(trimmed), .. ReadHex(trimmed)];
        code = readings.FirstOrDefault(reading => reading.Symbol is not null, readings.FirstOrDefault());
        return readings.Length > 0;
    }

    internal static string? FindSymbol(WindowsCode code)
    {
        if (Symbols.TryGetValue(code, out var symbol))
            return symbol;

        return code.Win32 is { } inner && Symbols.TryGetValue(inner, out symbol) ? $"HRESULT_FROM_WIN32({symbol})" : null;
    }

    private static IEnumerable<WindowsCode> ReadDecimal(string text)
    {
        if (long.TryParse(text, NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture, out var value)
            && value is >= int.MinValue and <= uint.MaxValue)
            yield return new WindowsCode(unchecked((int)value));
    }

    private static IEnumerable<WindowsCode> ReadHex(string text)
    {
        var isMarked = text.StartsWith("0x", StringComparison.OrdinalIgnoreCase);
        var digits = isMarked ? text[2..] : text;
        if ((isMarked || digits.Length == HResultDigits)
            && uint.TryParse(digits, NumberStyles.AllowHexSpecifier, CultureInfo.InvariantCulture, out var value))
            yield return new WindowsCode(unchecked((int)value));
    }

    private static (WindowsCode Code, string Symbol) ParseRow(string row)
    {
        var tab = row.IndexOf('\t', StringComparison.Ordinal);
        return (new WindowsCode(int.Parse(row.AsSpan(0, tab), NumberStyles.AllowLeadingSign, CultureInfo.InvariantCulture)), row[(tab + 1)..]);
    }
}
