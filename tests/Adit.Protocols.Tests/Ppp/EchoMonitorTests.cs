using Adit.Protocols.Ppp;

namespace Adit.Protocols.Tests.Ppp;

public sealed class EchoMonitorTests
{
    private static readonly EchoOptions s_options = new() { MaxUnanswered = 3 };

    [Fact]
    public void A_peer_that_never_answers_is_declared_lost_after_the_last_question()
    {
        var monitor = new EchoMonitor(s_options, Moment.Start);

        var asked = 0;
        while (monitor.NextDeadline is { } deadline)
        {
            monitor.HandleTimeout(deadline);
            while (monitor.TryTransmit(out _)) asked++;
        }

        Assert.Equal(3, asked);
        Assert.Equal(new PppFailure.PeerSilent(3), monitor.Failure);
    }

    [Fact]
    public void A_peer_that_sends_anything_is_not_asked()
    {
        var monitor = new EchoMonitor(s_options, Moment.Start);
        for (var second = 0; second < 600; second += 30)
        {
            var now = Moment.Start + TimeSpan.FromSeconds(second);
            monitor.HandleSignOfLife(now);
            monitor.HandleTimeout(now);
            Assert.False(monitor.TryTransmit(out _));
        }
    }

    [Fact]
    public void A_sign_of_life_between_the_questions_ends_them()
    {
        var monitor = new EchoMonitor(s_options, Moment.Start);
        monitor.HandleTimeout(Moment.Start + TimeSpan.FromSeconds(60));
        monitor.HandleSignOfLife(Moment.Start + TimeSpan.FromSeconds(65));

        monitor.HandleTimeout(Moment.Start + TimeSpan.FromSeconds(70));

        Assert.Equal(Moment.Start + TimeSpan.FromSeconds(125), monitor.NextDeadline);
    }
}
