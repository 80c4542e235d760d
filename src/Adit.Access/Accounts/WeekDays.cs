namespace Adit.Access.Accounts;

/// <summary>Days of the week as people write them: <c>mon-fri</c>, <c>tue,thu</c>. One bit each, Monday first.</summary>
internal static class WeekDays
{
    /// <summary>Minutes.</summary>
    public const int DayLength = 24 * 60;

    public const int Count = 7;

    private static readonly string[] Names = ["mon", "tue", "wed", "thu", "fri", "sat", "sun"];

    public static int IndexOf(DayOfWeek day) => ((int)day + Count - 1) % Count;

    /// <summary>The bits; 0 where the text is none. A range may go over Sunday.</summary>
    public static int Parse(string text)
    {
        var days = 0;
        foreach (var part in text.Split(','))
        {
            var ends = part.Split('-');
            var (first, last) = (Array.IndexOf(Names, ends[0].ToLowerInvariant()), Array.IndexOf(Names, ends[^1].ToLowerInvariant()));
            if (ends.Length > 2 || first < 0 || last < 0)
                return 0;
            for (var day = first; ; day = (day + 1) % Count)
            {
                days |= 1 << day;
                if (day == last)
                    break;
            }
        }

        return days;
    }

    public static string Write(int days)
    {
        var parts = new List<string>();
        for (var day = 0; day < Count; day++)
        {
            if ((days & (1 << day)) == 0)
                continue;
            var first = day;
            while (day + 1 < Count && (days & (1 << (day + 1))) != 0)
                day++;
            parts.Add(first == day ? Names[day] : $"{Names[first]}-{Names[day]}");
        }

        return string.Join(',', parts);
    }
}
