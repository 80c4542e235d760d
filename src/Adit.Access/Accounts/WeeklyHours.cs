using System.Diagnostics.CodeAnalysis;

namespace Adit.Access.Accounts;

/// <summary>
/// Hours of every week, such as <c>mon-fri 08:00-18:00; sat 09:00-12:00</c>, by the clocks of a time zone (<c>… in Europe/Berlin</c>) or
/// else of the server's. An end before its start is the next day's. Equal where the text is.
/// </summary>
public sealed record WeeklyHours
{
    /// <summary>Characters.</summary>
    public const int MaxLength = 512;

    private const int WeekLength = 7 * WeekDays.DayLength;
    private const string ZoneMark = " in ";

    private readonly IReadOnlyList<WeekSpan> _open;
    private readonly TimeZoneInfo? _zone;

    private WeeklyHours(string text, IReadOnlyList<WeekSpan> open, TimeZoneInfo? zone) => (Text, _open, _zone) = (text, open, zone);

    /// <summary>The hours as <see cref="TryParse"/> reads them, in one form.</summary>
    public string Text { get; }

    /// <summary>Reads hours; false where the text is none, or its time zone is not known here.</summary>
    public static bool TryParse(string? text, [NotNullWhen(true)] out WeeklyHours? hours)
    {
        hours = null;
        if (text is not { Length: > 0 and <= MaxLength })
            return false;

        var mark = text.LastIndexOf(ZoneMark, StringComparison.Ordinal);
        TimeZoneInfo? zone = null;
        if (mark >= 0 && !TimeZoneInfo.TryFindSystemTimeZoneById(text[(mark + ZoneMark.Length)..].Trim(), out zone))
            return false;

        var rules = (mark < 0 ? text : text[..mark]).Split(';', StringSplitOptions.TrimEntries).Select(WeekRule.Parse).ToList();
        if (rules.Contains(null))
            return false;

        var canonical = string.Join("; ", rules) + (zone is null ? "" : ZoneMark + zone.Id);
        if (canonical.Length > MaxLength)
            return false; // the one form has more spaces, and is what is stored and read again

        hours = new WeeklyHours(canonical, WeekSpan.Join(rules.SelectMany(rule => rule!.Spans)), zone);
        return true;
    }

    /// <summary>Whether this time is one of them.</summary>
    /// <param name="now">Any time.</param>
    /// <param name="local">The server's time zone, for hours that name none.</param>
    public bool Contain(DateTimeOffset now, TimeZoneInfo local) => SpanAt(MinuteOf(LocalTime(now, local))) is not null;

    /// <summary>When the hours that are now will be over, never before <paramref name="now"/>; null for never.</summary>
    /// <param name="now">Any time; where it is none of the hours, they are over now.</param>
    /// <param name="local">The server's time zone, for hours that name none.</param>
    public DateTimeOffset? EndAfter(DateTimeOffset now, TimeZoneInfo local)
    {
        var wall = LocalTime(now, local);
        if (SpanAt(MinuteOf(wall)) is not { } span)
            return now;
        if (span.Length == WeekLength)
            return null;

        var left = span.End - MinuteOf(wall) + (span.End == WeekLength && _open[0].Start == 0 ? _open[0].End : 0);
        var end = wall.Date.AddMinutes((int)wall.TimeOfDay.TotalMinutes + left);
        var closing = new DateTimeOffset(end, (_zone ?? local).GetUtcOffset(end)).ToUniversalTime();
        return closing < now ? now : closing; // an hour that the clock repeats
    }

    /// <inheritdoc/>
    public bool Equals(WeeklyHours? other) => other?.Text == Text;

    /// <inheritdoc/>
    public override int GetHashCode() => StringComparer.Ordinal.GetHashCode(Text);

    /// <inheritdoc cref="Text"/>
    public override string ToString() => Text;

    private static int MinuteOf(DateTime wall) => (WeekDays.IndexOf(wall.DayOfWeek) * WeekDays.DayLength) + (int)wall.TimeOfDay.TotalMinutes;

    private DateTime LocalTime(DateTimeOffset now, TimeZoneInfo local) =>
        DateTime.SpecifyKind(TimeZoneInfo.ConvertTime(now, _zone ?? local).DateTime, DateTimeKind.Unspecified);

    private WeekSpan? SpanAt(int minute)
    {
        foreach (var span in _open)
            if (span.Start <= minute && minute < span.End)
                return span;
        return null;
    }
}
