using Adit.Client.Load;

namespace Adit.Client.Tests.Load;

public sealed class HistogramTests
{
    [Fact]
    public void One_without_entries_has_no_times()
    {
        var histogram = new Histogram();

        Assert.Equal((0L, TimeSpan.Zero, TimeSpan.Zero), (histogram.Count, histogram.Percentile(0.5), histogram.Longest));
    }

    [Theory]
    [InlineData(0.5, 500)]
    [InlineData(0.9, 900)]
    [InlineData(0.99, 990)]
    [InlineData(1, 1000)]
    public void A_percentile_is_right_to_within_two_percent(double share, double milliseconds)
    {
        var histogram = new Histogram();
        for (var time = 1; time <= 1000; time++)
            histogram.Add(TimeSpan.FromMilliseconds(time));

        Assert.InRange(histogram.Percentile(share).TotalMilliseconds, milliseconds * 0.98, milliseconds * 1.02);
    }

    [Fact]
    public void What_is_beyond_its_range_is_counted_at_its_ends()
    {
        var histogram = new Histogram();
        histogram.Add(TimeSpan.Zero);
        histogram.Add(TimeSpan.FromDays(30));

        Assert.Equal(2, histogram.Count);
        Assert.Equal(TimeSpan.FromDays(30), histogram.Longest);
        Assert.True(histogram.Percentile(1) > TimeSpan.FromMinutes(15));
    }
}
