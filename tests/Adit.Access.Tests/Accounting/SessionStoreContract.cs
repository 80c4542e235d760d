using Adit.Access.Accounting;
using Adit.Protocols.Ip;
using Adit.Protocols.Radius;

namespace Adit.Access.Tests.Accounting;

/// <summary>What every <see cref="ISessionStore"/> promises.</summary>
public abstract class SessionStoreContract
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    private static readonly Ipv6Prefix Prefix = new(new Ipv6Address(0xfd00_0001_0002_0003, 0), 64);

    protected abstract ISessionStore Store { get; }

    [Fact]
    public async Task A_start_opens_a_session()
    {
        await Store.RecordAsync(Report(AccountingStatus.Start), Now, default);

        var expected = new SessionRecord("gw", "s-1", "alice", "192.0.2.1", Now, Now)
        {
            Address = new Ipv4Address(0x0a000002),
            Ipv6Prefix = Prefix,
            CorrelationId = new Guid("0f0e0d0c-0b0a-0908-0706-050403020100"),
        };
        Assert.Equal(expected, await Store.FindAsync("gw", "s-1", default));
        Assert.Equal([expected], await Store.ListOpenAsync(default));
    }

    [Fact]
    public async Task Progress_moves_the_counters_and_not_the_start()
    {
        await Store.RecordAsync(Report(AccountingStatus.Start), Now, default);

        await Store.RecordAsync(Progress(seconds: 60, octets: 0x1_0000_0000), Now.AddSeconds(60), default);

        var session = await FindAsync();
        Assert.Equal((0x1_0000_0000, 0x2_0000_0000), (session.InputOctets, session.OutputOctets));
        Assert.Equal((10, 20), (session.InputPackets, session.OutputPackets));
        Assert.Equal((Now, Now.AddSeconds(60)), (session.StartedUtc, session.UpdatedUtc));
    }

    [Fact]
    public async Task A_stop_ends_the_session_and_says_why()
    {
        await Store.RecordAsync(Report(AccountingStatus.Start), Now, default);

        await Store.RecordAsync(Stop(), Now.AddHours(1), default);

        var session = await FindAsync();
        Assert.Equal((Now.AddHours(1), TerminateCause.UserRequest), (session.EndedUtc, session.TerminateCause));
        Assert.Empty(await Store.ListOpenAsync(default));
    }

    [Fact]
    public async Task What_comes_after_the_end_changes_nothing()
    {
        await Store.RecordAsync(Report(AccountingStatus.Start), Now, default);
        await Store.RecordAsync(Stop(), Now.AddHours(1), default);
        var ended = await FindAsync();

        await Store.RecordAsync(Progress(seconds: 60, octets: 5), Now.AddHours(2), default);
        await Store.RecordAsync(Stop(), Now.AddHours(3), default);

        Assert.Equal(ended, await FindAsync());
    }

    [Fact]
    public async Task A_late_report_does_not_turn_counters_back()
    {
        await Store.RecordAsync(Progress(seconds: 120, octets: 100), Now, default);
        await Store.RecordAsync(Progress(seconds: 60, octets: 50), Now, default);

        Assert.Equal(100, (await FindAsync()).InputOctets);
    }

    [Fact]
    public async Task A_session_whose_start_was_lost_began_when_its_first_report_says()
    {
        await Store.RecordAsync(Progress(seconds: 60, octets: 1), Now, default);

        Assert.Equal(Now.AddSeconds(-60), (await FindAsync()).StartedUtc);
    }

    [Fact]
    public async Task The_same_session_id_at_another_gateway_is_another_session()
    {
        await Store.RecordAsync(Report(AccountingStatus.Start), Now, default);
        await Store.RecordAsync(Report(AccountingStatus.Start) with { Gateway = "other" }, Now, default);

        Assert.Equal(2, (await Store.ListOpenAsync(default)).Count);
    }

    [Fact]
    public async Task The_last_sessions_are_listed_newest_first()
    {
        for (var i = 0; i < 4; i++)
            await Store.RecordAsync(Report(AccountingStatus.Start) with { SessionId = $"s-{i}" }, Now.AddMinutes(i), default);

        Assert.Equal("s-3 s-2", string.Join(' ', (await Store.ListLastAsync(2, default)).Select(session => session.SessionId)));
    }

    [Fact]
    public async Task A_restarted_gateway_ends_what_it_left_open()
    {
        await Store.RecordAsync(Report(AccountingStatus.Start), Now, default);
        await Store.RecordAsync(Report(AccountingStatus.Start) with { Gateway = "other" }, Now, default);

        Assert.Equal(1, await Store.CloseOpenAsync("gw", Now.AddHours(1), default));

        var session = await FindAsync();
        Assert.Equal((Now.AddHours(1), TerminateCause.NasReboot), (session.EndedUtc, session.TerminateCause));
        Assert.Equal("other", Assert.Single(await Store.ListOpenAsync(default)).Gateway);
    }

    [Fact]
    public async Task Only_sessions_that_ended_long_ago_are_forgotten()
    {
        await Store.RecordAsync(Report(AccountingStatus.Start) with { SessionId = "open" }, Now.AddDays(-9), default);
        await Store.RecordAsync(Stop() with { SessionId = "old" }, Now.AddDays(-2), default);
        await Store.RecordAsync(Stop() with { SessionId = "new" }, Now, default);

        Assert.Equal(1, await Store.PruneAsync(Now.AddDays(-1), default));

        Assert.Equal("new open", string.Join(' ', (await Store.ListLastAsync(10, default)).Select(session => session.SessionId)));
    }

    private static AccountingRequest Report(AccountingStatus status) => new(status, "s-1", "alice", "gw", "192.0.2.1")
    {
        FramedIpAddress = new Ipv4Address(0x0a000002),
        FramedIpv6Prefix = Prefix,
        CorrelationId = new Guid("0f0e0d0c-0b0a-0908-0706-050403020100"),
    };

    private static AccountingRequest Progress(int seconds, ulong octets) => Report(AccountingStatus.InterimUpdate) with
    {
        SessionTime = TimeSpan.FromSeconds(seconds),
        InputOctets = octets,
        OutputOctets = 2 * octets,
        InputPackets = 10,
        OutputPackets = 20,
    };

    private static AccountingRequest Stop() => Report(AccountingStatus.Stop) with { TerminateCause = TerminateCause.UserRequest };

    private async Task<SessionRecord> FindAsync() => Assert.IsType<SessionRecord>(await Store.FindAsync("gw", "s-1", default));
}
