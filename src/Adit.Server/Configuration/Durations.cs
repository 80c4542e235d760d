using System.Globalization;

namespace Adit.Server.Configuration;

/// <summary>Times as people write them: a whole number with ms, s, m, h or d.</summary>
internal static class Durations
{
    private static readonly (string Name, long Ticks)[] Units =
    [
        ("ms", TimeSpan.TicksPerMillisecond),
        ("s", TimeSpan.TicksPerSecond),
        ("m", TimeSpan.TicksPerMinute),
        ("h", TimeSpan.TicksPerHour),
        ("d", TimeSpan.TicksPerDay),
    ];

    public static bool TryParse(string text, out TimeSpan time)
    {
        time = default;
        var digits = text.AsSpan().TrimEnd("abcdefghijklmnopqrstuvwxyz");
        var name = text[digits.Length..];
        var unit = Units.FirstOrDefault(known => known.Name == name).Ticks;
        if (unit == 0 || !long.TryParse(digits, NumberStyles.None, CultureInfo.InvariantCulture, out var count)
            || count > TimeSpan.MaxValue.Ticks / unit)
            return false;

        time = new TimeSpan(count * unit);
        return true;
    }

    /// <summary>In the largest unit that leaves no rest; less than a millisecond is cut off.</summary>
    public static string Write(TimeSpan time)
    {
        var (name, ticks) = time == TimeSpan.Zero ? Units[1] : Units.Last(unit => unit == Units[0] || time.Ticks % unit.Ticks == 0);
        return string.Create(CultureInfo.InvariantCulture, $"{time.Ticks / ticks}{name}");
    }
}
