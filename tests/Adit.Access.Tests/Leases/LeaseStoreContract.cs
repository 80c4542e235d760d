using Adit.Access.Leases;
using Adit.Protocols.Ip;

namespace Adit.Access.Tests.Leases;

/// <summary>What every <see cref="ILeaseStore"/> promises.</summary>
public abstract class LeaseStoreContract
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Ipv4Address First = new(0x0a000002);
    private static readonly Ipv4Address Last = new(0xfffffffe);

    protected abstract ILeaseStore Store { get; }

    [Fact]
    public async Task A_lease_is_held_as_it_was_taken()
    {
        var lease = NewLease(Last) with { CorrelationId = new Guid("0f0e0d0c-0b0a-0908-0706-050403020100") };

        Assert.True(await Store.TryTakeAsync(lease, default));

        Assert.Equal([lease], await Store.ListHeldAsync("gw", default));
    }

    [Fact]
    public async Task A_held_address_is_refused_to_another_session_and_stays_with_the_first()
    {
        await Store.TryTakeAsync(NewLease(First), default);

        Assert.False(await Store.TryTakeAsync(NewLease(First) with { Account = "bob", SessionId = "s-2" }, default));

        Assert.Equal([NewLease(First)], await Store.ListHeldAsync("gw", default));
    }

    [Fact]
    public async Task A_session_may_take_its_own_address_again()
    {
        await Store.TryTakeAsync(NewLease(First), default);

        Assert.True(await Store.TryTakeAsync(NewLease(First), default));
    }

    [Fact]
    public async Task The_latest_lease_is_the_one_taken_last_held_or_not()
    {
        await Store.TryTakeAsync(NewLease(Last), default);
        await Store.TryTakeAsync(NewLease(First) with { SessionId = "s-2", SinceUtc = Now.AddHours(1) }, default);
        await Store.TryTakeAsync(NewLease(Last) with { Gateway = "other", SinceUtc = Now.AddHours(2) }, default);
        await Store.ReleaseAllAsync("gw", Now.AddHours(3), default);

        Assert.Equal(First, (await Store.FindLatestAsync("gw", default))?.Address);
        Assert.Null(await Store.FindLatestAsync("nobody", default));
    }

    [Fact]
    public async Task A_released_address_goes_to_the_next()
    {
        await Store.TryTakeAsync(NewLease(First), default);
        await Store.ReleaseAsync("gw", First, "s-1", Now, default);

        var next = NewLease(First) with { Account = "bob", SessionId = "s-2" };
        Assert.True(await Store.TryTakeAsync(next, default));

        Assert.Equal([next], await Store.ListHeldAsync("gw", default));
    }

    [Fact]
    public async Task A_session_cannot_release_what_another_holds()
    {
        await Store.TryTakeAsync(NewLease(First), default);

        await Store.ReleaseAsync("gw", First, "s-2", Now, default);

        Assert.Single(await Store.ListHeldAsync("gw", default));
    }

    [Fact]
    public async Task The_time_of_the_first_release_stays()
    {
        await Store.TryTakeAsync(NewLease(First), default);

        await Store.ReleaseAsync("gw", First, "s-1", Now.AddMinutes(1), default);
        await Store.ReleaseAsync("gw", First, "s-1", Now.AddMinutes(2), default);

        Assert.Equal(Now.AddMinutes(1), Assert.Single(await Store.ListFormerAsync("gw", "alice", 9, default)).ReleasedUtc);
    }

    [Fact]
    public async Task An_account_s_leases_are_known_after_release_latest_first()
    {
        await Store.TryTakeAsync(NewLease(First), default);
        await Store.TryTakeAsync(NewLease(Last) with { SessionId = "s-2", SinceUtc = Now.AddHours(1) }, default);
        await Store.TryTakeAsync(NewLease(new Ipv4Address(7)) with { Account = "bob", SessionId = "s-3" }, default);
        await Store.ReleaseAsync("gw", First, "s-1", Now, default);
        await Store.ReleaseAsync("gw", Last, "s-2", Now, default);

        var leases = await Store.ListFormerAsync("gw", "alice", 9, default);

        Assert.Equal([Last, First], leases.Select(lease => lease.Address));
    }

    [Fact]
    public async Task Former_leases_are_the_last_so_many_and_none_that_is_held()
    {
        for (var i = 1u; i <= 4; i++)
            await Store.TryTakeAsync(NewLease(new Ipv4Address(i)) with { SessionId = $"s-{i}", SinceUtc = Now.AddHours(i) }, default);
        for (var i = 1u; i <= 3; i++)
            await Store.ReleaseAsync("gw", new Ipv4Address(i), $"s-{i}", Now.AddHours(9), default);

        var leases = await Store.ListFormerAsync("gw", "alice", 2, default);

        Assert.Equal([new Ipv4Address(3), new Ipv4Address(2)], leases.Select(lease => lease.Address));
    }

    [Fact]
    public async Task A_restarted_gateway_releases_its_own_leases_only()
    {
        await Store.TryTakeAsync(NewLease(First), default);
        await Store.TryTakeAsync(NewLease(Last) with { SessionId = "s-2" }, default);
        await Store.TryTakeAsync(NewLease(First) with { Gateway = "other" }, default);

        Assert.Equal(2, await Store.ReleaseAllAsync("gw", Now, default));

        Assert.Empty(await Store.ListHeldAsync("gw", default));
        Assert.Single(await Store.ListHeldAsync("other", default));
    }

    [Fact]
    public async Task Of_many_sessions_at_once_exactly_one_takes_an_address()
    {
        var taken = await Task.WhenAll(Enumerable.Range(0, 20).Select(i =>
            Task.Run(() => Store.TryTakeAsync(NewLease(First) with { SessionId = $"s-{i}" }, default).AsTask())));

        Assert.Single(taken, isTaken => isTaken);
    }

    private static Lease NewLease(Ipv4Address address) => new("gw", address, "alice", "s-1", CorrelationId: null, Now);
}
