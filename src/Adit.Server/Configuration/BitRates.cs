using System.Globalization;
using Adit.Protocols.Radius;

namespace Adit.Server.Configuration;

/// <summary>Rates as people write them: 512k, 20M, 1.5G, in bits a second and powers of 1000.</summary>
internal static class BitRates
{
    private static readonly (char Letter, decimal Factor)[] _units = [('k', 1e3m), ('M', 1e6m), ('G', 1e9m)];

    /// <summary>The rate; null where it is none, or less than anyone could use or more than 32 bits hold.</summary>
    public static uint? Parse(string text)
    {
        var unit = Array.FindIndex(_units, unit => text.EndsWith(unit.Letter));
        return decimal.TryParse(unit < 0 ? text : text[..^1], NumberStyles.AllowDecimalPoint, CultureInfo.InvariantCulture, out var number)
            && number <= uint.MaxValue && number * (unit < 0 ? 1 : _units[unit].Factor) is >= SessionSettings.MinRate and <= uint.MaxValue and var rate
                ? (uint)rate
                : null;
    }

    /// <summary>The shortest form that means the same.</summary>
    public static string Write(uint rate)
    {
        var unit = Array.FindLastIndex(_units, unit => rate >= unit.Factor);
        return unit < 0 ? $"{rate}" : string.Create(CultureInfo.InvariantCulture, $"{rate / _units[unit].Factor:0.#########}{_units[unit].Letter}");
    }
}
