using Adit.Protocols.Ip.Queues;

namespace Adit.Protocols.Tests.Ip.Queues;

public sealed class TokenBucketTests
{
    [Fact]
    public void After_a_rest_a_burst_may_pass_and_no_more()
    {
        var bucket = new TokenBucket(1000, 200, Moment.Start);

        Assert.Equal(200, bucket.Available(Moment.Start + TimeSpan.FromHours(1)));
    }

    [Fact]
    public void As_much_passes_as_the_rate_says_however_often_it_is_asked()
    {
        var bucket = new TokenBucket(1000, 100, Moment.Start);
        var passed = 0L;
        for (var now = Moment.Start; now < Moment.Start + TimeSpan.FromSeconds(10); now += TimeSpan.FromTicks(3333))
        {
            var available = bucket.Available(now);
            bucket.Take(available);
            passed += available;
        }

        Assert.InRange(passed, 10_090, 10_100);
    }

    [Fact]
    public void What_overdraws_it_is_waited_for()
    {
        var bucket = new TokenBucket(1000, 100, Moment.Start);
        bucket.Take(1100);

        Assert.Equal(TimeSpan.FromMilliseconds(1050), bucket.TimeUntil(50, Moment.Start));
        Assert.Equal(0, bucket.Available(Moment.Start + TimeSpan.FromSeconds(1)));
        Assert.Equal(50, bucket.Available(Moment.Start + TimeSpan.FromMilliseconds(1050)));
    }

    [Fact]
    public void The_time_until_a_burst_is_the_longest_it_tells() =>
        Assert.Equal(TimeSpan.Zero, new TokenBucket(1000, 100, Moment.Start).TimeUntil(1_000_000, Moment.Start));
}
