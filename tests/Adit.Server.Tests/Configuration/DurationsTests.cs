using Adit.Server.Configuration;

namespace Adit.Server.Tests.Configuration;

public sealed class DurationsTests
{
    [Theory]
    [InlineData("250ms", 0.25)]
    [InlineData("90s", 90)]
    [InlineData("5m", 300)]
    [InlineData("2h", 7200)]
    [InlineData("7d", 604_800)]
    [InlineData("0s", 0)]
    public void A_number_with_its_unit_is_a_time(string text, double seconds)
    {
        Assert.True(Durations.TryParse(text, out var time));
        Assert.Equal(TimeSpan.FromSeconds(seconds), time);
    }

    [Theory]
    [InlineData("")]
    [InlineData("5")]
    [InlineData("s")]
    [InlineData("5 s")]
    [InlineData("-5s")]
    [InlineData("1.5h")]
    [InlineData("5S")]
    [InlineData("5w")]
    [InlineData("00:05:00")]
    [InlineData("9223372036854775807d")]
    [InlineData("99999999999999999999s")]
    public void Anything_else_is_none(string text) => Assert.False(Durations.TryParse(text, out _));

    [Theory]
    [InlineData("1ms")]
    [InlineData("1500ms")]
    [InlineData("0s")]
    [InlineData("90s")]
    [InlineData("1m")]
    [InlineData("36h")]
    [InlineData("365d")]
    public void A_time_is_written_as_it_was_read(string text)
    {
        Assert.True(Durations.TryParse(text, out var time));
        Assert.Equal(text, Durations.Write(time));
    }
}
