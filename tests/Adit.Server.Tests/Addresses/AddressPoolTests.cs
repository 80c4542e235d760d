using Adit.Access.Leases;
using Adit.Protocols.Ip;
using Adit.Server.Addresses;

namespace Adit.Server.Tests.Addresses;

public sealed class AddressPoolTests : AddressPoolLab
{
    [Fact]
    public async Task New_sessions_get_addresses_of_the_pools_in_force_and_others_keep_theirs()
    {
        var book = new AddressBook(Gateway, Store, Time);
        var pool = new AddressPool(NewRanges("10.1.0.0/29", book), book, Presence);
        var former = (await pool.LeaseAsync("anna", "s1", wanted: null, pool: null, default)).Address!.Value;

        pool.Sources = new AddressSources(NewRanges("10.2.0.0/29", book), new NamedPools([new NamedPool("guests", NewRanges("10.3.0.0/29", book, "guests"))]));

        Assert.Equal("10.2.0.2", (await pool.LeaseAsync("anna", "s2", wanted: null, pool: null, default)).Address.ToString());
        Assert.Equal("10.3.0.1", (await pool.LeaseAsync("bert", "s3", wanted: null, pool: "guests", default)).Address.ToString());
        Assert.True(book.IsHeld(former));
        Assert.Equal(2, pool.Held);
        await pool.ReleaseAsync(former, "s1");
        Assert.False(book.IsHeld(former));
    }

    [Fact]
    public async Task An_address_that_becomes_the_servers_own_is_given_to_nobody()
    {
        var book = new AddressBook(Gateway, Store, Time);
        var pool = new AddressPool(NewRanges("10.1.0.0/29", book), book, Presence);
        var held = (await pool.LeaseAsync("anna", "s1", wanted: null, pool: null, default)).Address!.Value;

        Assert.False(book.TryReserve(held));
        Assert.True(book.TryReserve(new Ipv4Address(held.Value + 1)));
        Assert.Equal(held.Value + 2, (await pool.LeaseAsync("bert", "s2", wanted: null, pool: null, default)).Address!.Value.Value);
    }

    [Fact]
    public async Task Every_address_is_given_but_the_network_the_server_and_the_broadcast_address()
    {
        var pool = NewPool("10.0.0.0/29");

        var given = new List<string>();
        for (var number = 1; number <= 5; number++)
            given.Add(await GiveAsync(pool, number));

        Assert.Equal(["10.0.0.2", "10.0.0.3", "10.0.0.4", "10.0.0.5", "10.0.0.6"], given);
        Assert.Equal((0, 5), (pool.Free, pool.Held));
    }

    [Fact]
    public async Task An_exhausted_pool_is_a_failure_with_its_code()
    {
        var pool = NewPool("10.0.0.0/30");
        await GiveAsync(pool, 1);

        var (address, failure) = await pool.LeaseAsync("user2", "s2", wanted: null, pool: null, CancellationToken.None);

        Assert.Null(address);
        Assert.Equal(new AddressFailure.PoolExhausted("10.0.0.0/30", 1), failure);
        Assert.Equal("ADDR-101", failure!.Code);
    }

    [Fact]
    public async Task An_address_given_back_is_given_again_where_there_is_no_other()
    {
        var pool = NewPool("10.0.0.0/30");
        await GiveAsync(pool, 1);

        await pool.ReleaseAsync(Address("10.0.0.2"), "s1");

        Assert.Equal("10.0.0.2", await GiveAsync(pool, 2));
    }

    [Fact]
    public async Task An_address_given_back_rests_while_there_are_others()
    {
        var pool = NewPool("10.0.0.0/24");
        await GiveAsync(pool, 1);
        await pool.ReleaseAsync(Address("10.0.0.2"), "s1");

        Assert.Equal("10.0.0.3", await GiveAsync(pool, 2));
    }

    [Fact]
    public async Task An_account_gets_the_address_it_had_over_a_restart_though_others_come_first()
    {
        var before = NewPool("10.0.0.0/24");
        await GiveAsync(before, 1);
        var had = await GiveAsync(before, 2);
        await Store.ReleaseAllAsync(Gateway, Time.Now, CancellationToken.None);

        var after = await ResumeAsync("10.0.0.0/24");
        await GiveAsync(after, 7);
        await GiveAsync(after, 8);

        Assert.Equal(had, await GiveAsync(after, 2));
    }

    [Fact]
    public async Task A_second_session_of_an_account_gets_an_address_of_its_own()
    {
        var pool = NewPool("10.0.0.0/24");
        var first = await GiveAsync(pool, 1);

        var (second, _) = await pool.LeaseAsync("user1", "another", wanted: null, pool: null, CancellationToken.None);

        Assert.NotEqual(first, second.ToString());
    }

    [Fact]
    public async Task A_former_address_of_another_pool_is_not_given()
    {
        await GiveAsync(NewPool("10.9.0.0/24"), 1);
        await Store.ReleaseAllAsync(Gateway, Time.Now, CancellationToken.None);
        var pool = await ResumeAsync("10.0.0.0/24");

        Assert.Equal("10.0.0.2", await GiveAsync(pool, 1));
    }

    [Fact]
    public async Task The_address_that_the_authority_demands_is_given()
    {
        var (address, failure) = await NewPool("10.0.0.0/24").LeaseAsync("user1", "s1", Address("10.0.0.77"), pool: null, CancellationToken.None);

        Assert.Equal((Address("10.0.0.77"), null), (address, failure));
    }

    [Fact]
    public async Task A_demanded_address_that_is_held_is_a_failure_and_stays_with_its_session()
    {
        var pool = NewPool("10.0.0.0/24");
        await GiveAsync(pool, 1);

        var (address, failure) = await pool.LeaseAsync("user2", "s2", Address("10.0.0.2"), pool: null, CancellationToken.None);

        Assert.Null(address);
        Assert.Equal(new AddressFailure.Taken("10.0.0.2"), failure);
        Assert.Equal("s1", Assert.Single(await Store.ListHeldAsync(Gateway, CancellationToken.None)).SessionId);
    }

    [Theory]
    [InlineData("10.0.0.0")]
    [InlineData("10.0.0.1")]
    [InlineData("10.0.0.255")]
    public async Task A_demanded_address_that_no_session_can_have_is_a_failure(string demanded)
    {
        var (address, failure) = await NewPool("10.0.0.0/24").LeaseAsync("user1", "s1", Address(demanded), pool: null, CancellationToken.None);

        Assert.Null(address);
        Assert.Equal("ADDR-103", failure?.Code);
    }

    [Fact]
    public async Task What_another_process_holds_in_the_store_is_passed_over()
    {
        await Store.TryTakeAsync(
            new Lease(Gateway, Address("10.0.0.2"), "other", "theirs", CorrelationId: null, Time.Now), CancellationToken.None);
        var pool = NewPool("10.0.0.0/24");

        Assert.Equal("10.0.0.3", await GiveAsync(pool, 1));
        Assert.Equal(1, pool.Held);
    }

    [Fact]
    public async Task Several_ranges_are_given_to_the_last_address_before_the_pool_is_exhausted()
    {
        var pool = NewPool("10.0.0.0/30, 10.9.0.50-10.9.0.52, 10.1.0.7-10.1.0.7");

        var given = new List<string>();
        for (var number = 1; number <= 5; number++)
            given.Add(await GiveAsync(pool, number));

        Assert.Equal(["10.0.0.2", "10.9.0.50", "10.9.0.51", "10.9.0.52", "10.1.0.7"], given);
        Assert.Equal("none", await GiveAsync(pool, 6));
    }

    [Fact]
    public async Task A_restart_goes_on_in_the_next_range()
    {
        await GiveAsync(NewPool("10.9.0.50-10.9.0.51, 10.1.0.0/30"), 1);
        await Store.ReleaseAllAsync(Gateway, Time.Now, CancellationToken.None);

        Assert.Equal("10.1.0.1", await GiveAsync(await ResumeAsync("10.9.0.50-10.9.0.51, 10.1.0.0/30"), 2));
    }

    [Fact]
    public async Task An_address_kept_for_an_account_is_given_to_nobody_else()
    {
        Kept.Add("10.0.0.2");

        Assert.Equal("10.0.0.3", await GiveAsync(NewPool("10.0.0.0/29"), 1));
    }

    [Fact]
    public async Task A_demanded_address_outside_the_pool_is_brought_here_and_taken_away_at_its_end()
    {
        var pool = NewPool("10.0.0.0/29");

        var lease = await pool.LeaseAsync("user1", "s1", Address("10.77.0.9"), pool: null, CancellationToken.None);
        Assert.Equal((Address("10.77.0.9"), null), (lease.Address, lease.Failure));
        Assert.Equal([Address("10.77.0.9")], Presence.Here);

        await pool.ReleaseAsync(Address("10.77.0.9"), "s1");
        Assert.Empty(Presence.Here);
        Assert.Equal(0, pool.Held);
    }

    [Theory]
    [InlineData("255.255.255.254")]
    [InlineData("255.255.255.255")]
    public async Task With_the_values_that_leave_the_choice_open_the_gateway_chooses(string demanded) =>
        Assert.Equal(Address("10.0.0.2"), (await NewPool("10.0.0.0/29").LeaseAsync("user1", "s1", Address(demanded), pool: null, CancellationToken.None)).Address);

    [Fact]
    public async Task An_address_that_another_host_uses_is_passed_over_and_not_asked_for_again_for_a_while()
    {
        Presence.Used[Address("10.0.0.2")] = true;
        var pool = NewPool("10.0.0.0/29");

        Assert.Equal("10.0.0.3", await GiveAsync(pool, 1));
        for (var number = 2; number <= 4; number++)
            await GiveAsync(pool, number);
        Assert.Equal("none", await GiveAsync(pool, 5));
        Assert.Single(Presence.Asked, Address("10.0.0.2"));

        Presence.Used.Clear();
        Time.Now += UsedAddresses.Memory + TimeSpan.FromSeconds(1);
        Assert.Equal("10.0.0.2", await GiveAsync(pool, 5));
    }

    [Fact]
    public async Task A_demanded_address_that_another_host_uses_is_a_failure_and_held_by_nobody()
    {
        Presence.Used[Address("10.0.0.4")] = true;
        var pool = NewPool("10.0.0.0/29");

        var lease = await pool.LeaseAsync("user1", "s1", Address("10.0.0.4"), pool: null, CancellationToken.None);

        Assert.Equal(new AddressFailure.UsedByAnother("10.0.0.4", "lan"), lease.Failure);
        Assert.Equal((0, 0), (pool.Held, (await Store.ListHeldAsync(Gateway, CancellationToken.None)).Count));
    }

    [Fact]
    public async Task A_network_in_which_every_address_is_used_costs_one_call_eight_questions()
    {
        for (var last = 1u; last < 250; last++)
            Presence.Used[new Ipv4Address(0x0a000000 + last)] = true;

        var (address, failure) = await NewPool("10.0.0.0/24").LeaseAsync("user1", "s1", wanted: null, pool: null, CancellationToken.None);

        Assert.Null(address);
        Assert.Equal("ADDR-104", failure?.Code);
        Assert.Equal(8, Presence.Asked.Count);
    }

    [Fact]
    public async Task A_call_that_ends_while_its_address_is_asked_for_leaves_nothing_held()
    {
        Presence.Gate = new TaskCompletionSource().Task;
        using var ending = new CancellationTokenSource();
        var pool = NewPool("10.0.0.0/29");
        var leasing = pool.LeaseAsync("user1", "s1", wanted: null, pool: null, ending.Token);

        await ending.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => leasing);
        Assert.Equal(0, pool.Held);
    }

    [Fact]
    public async Task A_store_that_fails_costs_no_address()
    {
        var pool = NewPool("10.0.0.0/30", new FailingStore(Store));

        await Assert.ThrowsAsync<IOException>(() => pool.LeaseAsync("user1", "s1", wanted: null, pool: null, CancellationToken.None));

        Assert.Equal(0, pool.Held);
    }

    [Fact]
    public async Task Sessions_that_come_and_go_at_once_never_share_an_address()
    {
        var pool = NewPool("10.0.0.0/28");
        var inUse = new System.Collections.Concurrent.ConcurrentDictionary<Ipv4Address, string>();

        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), async (number, _) =>
        {
            var (leased, failure) = await pool.LeaseAsync($"user{number % 40}", $"s{number}", wanted: null, pool: null, CancellationToken.None);
            if (leased is not { } address)
            {
                Assert.IsType<AddressFailure.PoolExhausted>(failure);
                return;
            }

            Assert.True(inUse.TryAdd(address, $"s{number}"));
            Assert.True(inUse.TryRemove(address, out var _));
            await pool.ReleaseAsync(address, $"s{number}");
        });

        Assert.Equal(0, pool.Held);
    }

    private static async Task<string> GiveAsync(AddressPool pool, int number) =>
        (await pool.LeaseAsync($"user{number}", $"s{number}", wanted: null, pool: null, CancellationToken.None)).Address?.ToString() ?? "none";

    private static Ipv4Address Address(string text) => Ipv4Address.TryParse(text, out var address) ? address : throw new FormatException(text);

    private AddressPool NewPool(string ranges, ILeaseStore? store = null)
    {
        var book = new AddressBook(Gateway, store ?? Store, Time);
        return new AddressPool(NewRanges(ranges, book), book, Presence);
    }

    private async Task<AddressPool> ResumeAsync(string text)
    {
        var book = new AddressBook(Gateway, Store, Time);
        var ranges = NewRanges(text, book);
        await ranges.ResumeAsync();
        return new AddressPool(ranges, book, Presence);
    }
}
