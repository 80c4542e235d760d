using Adit.Linux.Sockets;

namespace Adit.Linux.Tests.Sockets;

public class WakeModerationTests
{
    private static readonly TimeSpan Soon = TimeSpan.FromMicroseconds(200);
    private static readonly TimeSpan Later = TimeSpan.FromMilliseconds(5);

    private readonly WakeModeration _moderation = new();
    private TimeSpan _now;

    [Fact]
    public void A_thread_that_is_woken_often_for_a_few_packets_lets_more_come()
    {
        Assert.False(EndTurnOf(packets: 6, bytes: 8000, after: Soon));
        Assert.True(EndTurnOf(packets: 6, bytes: 8000, after: Soon));
        Assert.True(EndTurnOf(packets: 6, bytes: 8000, after: Soon));
    }

    [Fact]
    public void A_few_packets_now_and_then_make_nobody_wait()
    {
        EndTurnOf(packets: 6, bytes: 8000, after: Soon);

        Assert.False(EndTurnOf(packets: 6, bytes: 8000, after: Later));
    }

    [Theory]
    [InlineData(0, 0)]
    [InlineData(1, 1400)]
    [InlineData(3, 4200)]
    public void Whoever_sends_a_packet_and_waits_for_its_answer_does_not_wait_longer(int packets, int bytes)
    {
        EndTurnOf(packets, bytes, after: Soon);

        Assert.False(EndTurnOf(packets, bytes, after: Soon));
    }

    [Fact]
    public void Where_much_comes_at_once_nobody_waits()
    {
        EndTurnOf(packets: 40, bytes: 56_000, after: Soon);

        Assert.False(EndTurnOf(packets: 40, bytes: 56_000, after: Soon));
    }

    [Fact]
    public void What_several_sessions_have_sent_counts_together()
    {
        EndTurnOf(packets: 4, bytes: 5600, after: Soon);
        for (var session = 0; session < 4; session++)
            _moderation.Count(packets: 1, bytes: 1400);

        Assert.True(EndTurnOf(packets: 0, bytes: 0, after: Soon));
    }

    private bool EndTurnOf(int packets, int bytes, TimeSpan after)
    {
        _moderation.Count(packets, bytes);
        return _moderation.EndTurn(_now += after);
    }
}
