using System.Globalization;
using Adit.Access.Accounts;

namespace Adit.Access.Tests.Accounts;

public sealed class WeeklyHoursTests
{
    [Theory]
    [InlineData("mon-fri 08:00-18:00; sat 09:00-12:00", "mon-fri 08:00-18:00; sat 09:00-12:00")]
    [InlineData("Mon,tue,WED 08:00-18:00", "mon-wed 08:00-18:00")]
    [InlineData("sat-mon", "mon,sat-sun")]
    [InlineData("sun 00:00-24:00;mon  07:30-08:15", "sun; mon 07:30-08:15")]
    [InlineData("fri 22:00-06:00 in Europe/Berlin", "fri 22:00-06:00 in Europe/Berlin")]
    [InlineData("mon 08:00-10:00; mon 09:00-12:00", "mon 08:00-10:00; mon 09:00-12:00")]
    public void Hours_are_read_and_written_in_one_form(string text, string form)
    {
        Assert.True(WeeklyHours.TryParse(text, out var hours));
        Assert.Equal(form, hours.Text);
        Assert.True(WeeklyHours.TryParse(form, out var again));
        Assert.Equal(hours, again);
    }

    [Theory]
    [InlineData("")]
    [InlineData(" ")]
    [InlineData("mon;")]
    [InlineData("monday 08:00-18:00")]
    [InlineData("mon-tue-wed")]
    [InlineData("mon 8:00-18:00")]
    [InlineData("mon 08:00")]
    [InlineData("mon 08:00-24:01")]
    [InlineData("mon 08:60-18:00")]
    [InlineData("mon 24:00-06:00")]
    [InlineData("mon 08:00-08:00")]
    [InlineData("mon 08:00-18:00 19:00-20:00")]
    [InlineData("mon 08:00-18:00 in Nowhere/Atlantis")]
    [InlineData("mon in ../../etc/passwd")]
    public void What_is_no_hours_is_refused(string text) => Assert.False(WeeklyHours.TryParse(text, out _));

    [Fact]
    public void A_text_too_long_is_refused() => Assert.False(WeeklyHours.TryParse(new string(' ', WeeklyHours.MaxLength) + "mon", out _));

    [Fact]
    public void Hours_whose_one_form_would_be_too_long_to_be_read_again_are_refused() =>
        Assert.False(WeeklyHours.TryParse(string.Concat(Enumerable.Repeat("mon 00:00-00:01;", 31)) + "sun", out _));

    [Theory]
    [InlineData("mon-fri 08:00-18:00", "2026-03-02T08:00", true)]
    [InlineData("mon-fri 08:00-18:00", "2026-03-02T07:59", false)]
    [InlineData("mon-fri 08:00-18:00", "2026-03-02T18:00", false)]
    [InlineData("mon-fri 08:00-18:00", "2026-03-01T12:00", false)] // a Sunday
    [InlineData("sun 22:00-06:00", "2026-03-02T05:59", true)]
    [InlineData("sun 22:00-06:00", "2026-03-01T05:59", false)]
    [InlineData("mon 00:00-24:00", "2026-03-02T23:59", true)]
    [InlineData("mon 09:00-10:00 in Asia/Tokyo", "2026-03-02T00:30", true)]
    [InlineData("mon 09:00-10:00 in Asia/Tokyo", "2026-03-02T09:30", false)]
    public void Hours_contain_what_lies_between_their_ends(string text, string utc, bool isInside) =>
        Assert.Equal(isInside, Parse(text).Contain(At(utc), TimeZoneInfo.Utc));

    [Theory]
    [InlineData("mon-fri 08:00-18:00", "2026-03-02T09:15", "2026-03-02T18:00")]
    [InlineData("mon 08:00-12:00; mon 12:00-18:00", "2026-03-02T09:15", "2026-03-02T18:00")]
    [InlineData("sun; mon 00:00-03:00", "2026-03-01T12:00", "2026-03-02T03:00")]
    [InlineData("mon-fri 08:00-18:00", "2026-03-02T19:00", "2026-03-02T19:00")]
    [InlineData("mon 09:00-10:00 in Asia/Tokyo", "2026-03-02T00:30", "2026-03-02T01:00")]
    [InlineData("sun 00:00-12:00 in Europe/Berlin", "2026-03-29T00:30", "2026-03-29T10:00")] // the clock leaps at 01:00
    [InlineData("sun 00:00-12:00 in Europe/Berlin", "2026-10-24T23:30", "2026-10-25T11:00")] // and goes back
    public void The_end_is_that_of_hours_side_by_side(string text, string utc, string end) =>
        Assert.Equal(At(end), Parse(text).EndAfter(At(utc), TimeZoneInfo.Utc));

    [Fact]
    public void A_whole_week_never_ends() => Assert.Null(Parse("mon-sun").EndAfter(At("2026-03-02T09:15"), TimeZoneInfo.Utc));

    private static WeeklyHours Parse(string text) => WeeklyHours.TryParse(text, out var hours) ? hours : throw new FormatException(text);

    private static DateTimeOffset At(string utc) => DateTimeOffset.Parse(utc, CultureInfo.InvariantCulture, DateTimeStyles.AssumeUniversal);
}
