using Adit.Server.Radius;

namespace Adit.Server.Tests.Radius;

public sealed class SharedLimitTests
{
    [Fact]
    public void What_begins_at_about_the_same_time_shares_a_limit()
    {
        var limit = new SharedLimit(TimeSpan.FromHours(1), CancellationToken.None);

        Assert.Equal(limit.Begin(), limit.Begin());
    }

    [Fact]
    public async Task What_takes_too_long_is_ended() =>
        await Assert.ThrowsAnyAsync<OperationCanceledException>(() =>
            Task.Delay(Timeout.InfiniteTimeSpan, new SharedLimit(TimeSpan.Zero, CancellationToken.None).Begin()));

    [Fact]
    public async Task All_of_it_ends_when_the_port_is_closed()
    {
        using var stopping = new CancellationTokenSource();
        var limit = new SharedLimit(TimeSpan.FromHours(1), stopping.Token);
        var token = limit.Begin();

        await stopping.CancelAsync();

        Assert.True(token.IsCancellationRequested);
        Assert.True(limit.Begin().IsCancellationRequested);
    }
}
