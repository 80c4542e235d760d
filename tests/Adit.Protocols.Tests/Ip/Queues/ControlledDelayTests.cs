using Adit.Protocols.Ip.Queues;

namespace Adit.Protocols.Tests.Ip.Queues;

public sealed class ControlledDelayTests
{
    private static readonly TimeSpan Late = TimeSpan.FromMilliseconds(20);
    private static readonly TimeSpan Step = TimeSpan.FromMilliseconds(1);

    private readonly ControlledDelay _delay = new();
    private Moment _now = Moment.Start;

    [Fact]
    public void Packets_that_waited_less_than_the_target_are_never_dropped() =>
        Assert.Equal(0, DropsOf(1000, ControlledDelay.Target - Step));

    [Fact]
    public void A_burst_that_is_gone_within_an_interval_is_left_alone()
    {
        Assert.Equal(0, DropsOf(99, Late));
        Assert.Equal(0, DropsOf(1, TimeSpan.Zero));
        Assert.Equal(0, DropsOf(99, Late));
    }

    [Fact]
    public void A_queue_that_has_stood_for_an_interval_loses_one_packet()
    {
        Assert.Equal(0, DropsOf(100, Late));
        Assert.Equal(1, DropsOf(1, Late));
        Assert.Equal(0, DropsOf(99, Late));
    }

    [Fact] // 100/√1, 100/√2, 100/√3 ms: RFC 8289 §5.5
    public void The_longer_it_stands_the_closer_drops_follow_each_other()
    {
        var drops = Enumerable.Range(0, 400).Where(_ => DropsOf(1, Late) > 0).ToList();

        Assert.Equal([100, 200, 271, 329, 379], drops);
    }

    [Fact]
    public void The_last_packet_of_a_queue_is_never_late()
    {
        DropsOf(150, Late);

        Assert.Equal(0, Enumerable.Range(0, 500).Count(_ => IsToDrop(Late, isLast: true)));
    }

    [Fact]
    public void A_queue_that_stands_again_soon_loses_packets_as_often_as_before()
    {
        DropsOf(400, Late);
        DropsOf(10, TimeSpan.Zero);
        DropsOf(100, Late);

        Assert.True(DropsOf(100, Late) > 1);
    }

    private int DropsOf(int packets, TimeSpan waited) => Enumerable.Range(0, packets).Count(_ => IsToDrop(waited, isLast: false));

    private bool IsToDrop(TimeSpan waited, bool isLast)
    {
        var isToDrop = _delay.IsToDrop(waited, isLast, _now);
        _now += Step;
        return isToDrop;
    }
}
