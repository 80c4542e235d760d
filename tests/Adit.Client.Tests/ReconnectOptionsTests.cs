namespace Adit.Client.Tests;

public sealed class ReconnectOptionsTests
{
    private readonly ReconnectOptions _options = new() { FirstPause = TimeSpan.FromSeconds(1), LongestPause = TimeSpan.FromSeconds(10) };

    [Theory]
    [InlineData(0, 1)]
    [InlineData(1, 2)]
    [InlineData(3, 8)]
    [InlineData(4, 10)]
    [InlineData(int.MaxValue, 10)]
    public void A_pause_is_twice_the_last_up_to_the_longest(int attempt, int seconds) =>
        Assert.Equal(TimeSpan.FromSeconds(seconds), _options.PauseBefore(attempt, jitter: 0));

    [Fact]
    public void Jitter_takes_off_up_to_half() => Assert.Equal(TimeSpan.FromSeconds(1), _options.PauseBefore(attempt: 1, jitter: 1));
}
