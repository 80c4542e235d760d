using System.Globalization;

namespace Adit.Access.Accounts;

/// <summary>Days with hours: <c>mon-fri 08:00-18:00</c>, or days alone for all of them.</summary>
/// <param name="Days">A bit for each day.</param>
/// <param name="Start">The minute of the day from which on.</param>
/// <param name="End">The minute until which, of the next day where it is not after the start.</param>
internal sealed record WeekRule(int Days, int Start, int End)
{
    private const int WeekLength = WeekDays.Count * WeekDays.DayLength;

    public IEnumerable<WeekSpan> Spans => Enumerable.Range(0, WeekDays.Count).Where(day => (Days & (1 << day)) != 0).SelectMany(SpansOf);

    /// <summary>Null where the text is none.</summary>
    public static WeekRule? Parse(string text)
    {
        var words = text.Split(' ', StringSplitOptions.RemoveEmptyEntries);
        if (words.Length is 0 or > 2 || WeekDays.Parse(words[0]) is var days && days == 0)
            return null;
        if (words.Length == 1)
            return new WeekRule(days, 0, WeekDays.DayLength);

        var ends = words[1].Split('-');
        return ends.Length == 2 && TryParseTime(ends[0], out var start) && TryParseTime(ends[1], out var end) && start < WeekDays.DayLength && start != end
            ? new WeekRule(days, start, end)
            : null;
    }

    public override string ToString() =>
        (Start, End) == (0, WeekDays.DayLength) ? WeekDays.Write(Days) : $"{WeekDays.Write(Days)} {WriteTime(Start)}-{WriteTime(End)}";

    private IEnumerable<WeekSpan> SpansOf(int day)
    {
        var start = (day * WeekDays.DayLength) + Start;
        var end = start + (End > Start ? End - Start : End - Start + WeekDays.DayLength);
        yield return new WeekSpan(start, Math.Min(end, WeekLength));
        if (end > WeekLength)
            yield return new WeekSpan(0, end - WeekLength); // Sunday night is Monday's
    }

    /// <summary>00:00 to 24:00.</summary>
    private static bool TryParseTime(string text, out int minute)
    {
        minute = 0;
        if (text.Length != 5 || text[2] != ':'
            || !int.TryParse(text.AsSpan(0, 2), NumberStyles.None, CultureInfo.InvariantCulture, out var hours)
            || !int.TryParse(text.AsSpan(3), NumberStyles.None, CultureInfo.InvariantCulture, out var minutes) || minutes > 59)
            return false;

        minute = (hours * 60) + minutes;
        return minute <= WeekDays.DayLength;
    }

    private static string WriteTime(int minute) => string.Create(CultureInfo.InvariantCulture, $"{minute / 60:00}:{minute % 60:00}");
}
