using Adit.Certificates.Validation;
using Adit.Client.Load;

namespace Adit.Client.Tests.Load;

public sealed class DueBurstsTests
{
    private static readonly TimeSpan Tick = TimeSpan.FromMilliseconds(5);

    [Theory]
    [InlineData(1)]
    [InlineData(7)]
    [InlineData(64)]
    public void As_many_packets_become_due_however_many_leave_together(int burst)
    {
        var due = With(rate: 100, burst);

        var packets = Enumerable.Range(0, 2000).Sum(_ => due.Take(Tick, sessions: 3)) * burst;

        Assert.InRange(packets, 3000 - burst, 3000); // 3 × 100 a second, for ten seconds
    }

    [Fact]
    public void No_packet_leaves_before_its_burst_is_due()
    {
        var due = With(rate: 1, burst: 32);

        Assert.Equal([0, 1, 0], new[] { 31.9, 0.2, 31.8 }.Select(seconds => due.Take(TimeSpan.FromSeconds(seconds), sessions: 1)));
    }

    [Fact]
    public void What_could_not_be_sent_for_longer_than_a_second_is_not_made_up_for()
    {
        var due = With(rate: 100, burst: 10);

        Assert.Equal(10, due.Take(TimeSpan.FromMinutes(1), sessions: 1));
    }

    [Fact]
    public void Nothing_is_due_while_nobody_sends()
    {
        var due = With(rate: 1000, burst: 1);

        Assert.Equal(0, due.Take(TimeSpan.FromMinutes(1), sessions: 0));
    }

    private static DueBursts With(double rate, int burst) => new(new LoadOptions
    {
        Profile = new ConnectionProfile { Host = "vpn.example", UserName = "anna", Trust = TrustAnchors.System },
        Credentials = [],
        Sessions = 1,
        PacketRate = rate,
        Burst = burst,
    });
}
