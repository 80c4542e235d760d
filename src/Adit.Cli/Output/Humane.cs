using System.Globalization;

namespace Adit.Cli.Output;

/// <summary>Times and amounts as people read them.</summary>
internal static class Humane
{
    private static readonly string[] Units = ["B", "KiB", "MiB", "GiB", "TiB"];

    private static readonly string[] ShortUnits = ["", "K", "M", "G", "T", "P"];

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

    /// <summary>A number of bytes in at most four characters: <c>1.4M</c> is 1.4 MiB.</summary>
    public static string ShortBytes(long bytes) => Short(bytes, 1024);

    /// <summary>A number in at most four characters: <c>1.4M</c> is 1.4 million.</summary>
    public static string ShortCount(long count) => Short(count, 1000);

    /// <summary>How long ago a time was, in at most three figures and a unit: <c>90s</c>, <c>12h</c>, <c>3d</c>.</summary>
    public static string Since(DateTimeOffset time) => (DateTimeOffset.UtcNow - time) switch
    {
        { TotalSeconds: < 100 } ago => string.Create(CultureInfo.InvariantCulture, $"{Math.Max(0, (long)ago.TotalSeconds)}s"),
        { TotalMinutes: < 100 } ago => string.Create(CultureInfo.InvariantCulture, $"{(long)ago.TotalMinutes}m"),
        { TotalHours: < 100 } ago => string.Create(CultureInfo.InvariantCulture, $"{(long)ago.TotalHours}h"),
        var ago => string.Create(CultureInfo.InvariantCulture, $"{(long)ago.TotalDays}d"),
    };

    /// <summary>A text of at most so many characters; the middle of a longer one is left out.</summary>
    public static string Cut(string text, int width) =>
        text.Length <= width ? text : $"{text[..(width / 2)]}…{text[^(width - (width / 2) - 1)..]}";

    /// <summary>A number of seconds as hours, minutes and seconds, without leading zeros.</summary>
    public static string Seconds(long seconds)
    {
        var time = TimeSpan.FromSeconds(seconds);
        return time.TotalHours >= 1 ? string.Create(CultureInfo.InvariantCulture, $"{(long)time.TotalHours}h{time.Minutes:00}m")
            : time.TotalMinutes >= 1 ? $"{time.Minutes}m{time.Seconds:00}s"
            : $"{time.Seconds}s";
    }

    private static string Short(long number, int step)
    {
        var amount = (double)number;
        var unit = 0;
        for (; amount >= 999.5 && unit < ShortUnits.Length - 1; unit++)
            amount /= step;

        return string.Create(CultureInfo.InvariantCulture, $"{Math.Round(amount, amount < 9.95 && unit > 0 ? 1 : 0)}{ShortUnits[unit]}");
    }
}
