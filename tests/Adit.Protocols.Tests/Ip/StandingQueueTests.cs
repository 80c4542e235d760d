using Adit.Protocols.Ip;

namespace Adit.Protocols.Tests.Ip;

public sealed class StandingQueueTests
{
    private const int PacketLength = 1400;

    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    [Fact]
    public void A_queue_that_empties_now_and_then_loses_nothing()
    {
        var queue = default(StandingQueue);

        for (var now = Moment.Start; now < Moment.Start + TimeSpan.FromSeconds(5); now += 60 * Step)
        {
            Pass(ref queue, 1, now, 50 * Step);

            Assert.False(queue.IsTimeToDrop(now + (50 * Step)));
        }
    }

    [Fact]
    public void A_full_queue_that_moves_fast_loses_nothing() => Assert.Equal(0, DropsWhereAllWait(StandingQueue.Target - Step, 2000 * Step));

    [Fact]
    public void A_queue_in_which_all_wait_long_loses_nothing_within_an_interval() =>
        Assert.Equal(0, DropsWhereAllWait(4 * StandingQueue.Target, StandingQueue.Interval));

    [Fact]
    public void It_loses_more_the_longer_it_stands()
    {
        var first = DropsWhereAllWait(4 * StandingQueue.Target, 1000 * Step);
        var both = DropsWhereAllWait(4 * StandingQueue.Target, 2000 * Step);

        Assert.InRange(first, 10, 100);
        Assert.True(both - first > first, $"{first}, then {both - first}");
    }

    [Fact]
    public void A_queue_that_has_stood_and_moves_again_loses_no_more()
    {
        var queue = default(StandingQueue);
        var waiting = new Queue<Moment>();
        var now = Stand(ref queue, waiting, Moment.Start, 4 * StandingQueue.Target, 1000 * Step, out _);

        Stand(ref queue, waiting, now, 4 * Step, 1000 * Step, out var drops);

        Assert.Equal(0, drops);
    }

    private static int DropsWhereAllWait(TimeSpan wait, TimeSpan duration)
    {
        var queue = default(StandingQueue);
        Stand(ref queue, new Queue<Moment>(), Moment.Start, wait, duration, out var drops);
        return drops;
    }

    /// <summary>One packet comes and one leaves at each step, and each waits as long.</summary>
    private static Moment Stand(ref StandingQueue queue, Queue<Moment> waiting, Moment from, TimeSpan wait, TimeSpan duration, out int drops)
    {
        drops = 0;
        var now = from;
        for (; now < from + duration; now += Step)
        {
            queue.Add(PacketLength, now);
            waiting.Enqueue(now);
            while (waiting.TryPeek(out var oldest) && now - oldest >= wait)
            {
                waiting.Dequeue();
                queue.Remove(PacketLength, now);
            }

            drops += queue.IsTimeToDrop(now) ? 1 : 0;
        }

        return now;
    }

    private static void Pass(ref StandingQueue queue, int packets, Moment now, TimeSpan wait)
    {
        queue.Add(packets * PacketLength, now);
        queue.Remove(packets * PacketLength, now + wait);
    }
}
