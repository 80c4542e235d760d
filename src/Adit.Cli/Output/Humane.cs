using System.Globalization;

namespace Adit.Cli.Output;

/// <summary>Times and amounts as people read them.</summary>
internal static class Humane
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    /// <summary>A time in UTC, to the second.</summary>
    public static string Time(DateTimeOffset time) => time.ToUniversalTime().ToString("yyyy-MM-dd HH:mm:ss'Z'", CultureInfo.InvariantCulture);

    /// <summary>A number of bytes in the largest unit that leaves at least one.</summary>
    public static string Bytes(long bytes)
    {
        var amount = (double)bytes;
        var unit = 0;
        for (; amount >= 1024 && unit < Units.Length - 1; unit++)
            amount /= 1024;

        return string.Create(CultureInfo.InvariantCulture, $"{amount:0.#} {Units[unit]}");
    }

    /// <summary>A number of seconds as hours, minutes and seconds, without leading zeros.</summary>
    public static string Seconds(long seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        return time.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}h{time.Minutes:00}m")
            : time.TotalMinutes >= 1 ? $"{time.Minutes}m{time.Seconds:00}s"
            : $"{time.Seconds}s";
    }
}
