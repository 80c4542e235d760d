using Adit.Server.Addresses;

namespace Adit.Server.Tests.Addresses;

public sealed class NamedPoolTests : AddressPoolLab
{
    [Fact]
    public async Task A_session_gets_an_address_of_the_pool_that_is_named_for_it()
    {
        var pool = NewPools("10.0.0.0/29", "10.1.0.0/30");

        Assert.Equal("10.1.0.1", await GiveAsync(pool, 1, "guests"));
        Assert.Equal("10.0.0.2", await GiveAsync(pool, 2, "default"));
        Assert.Equal("10.0.0.3", await GiveAsync(pool, 3, null));
        Assert.Equal((2, 1), (pool.Held, pool.Named.All[0].Ranges.Used));
    }

    [Fact]
    public async Task A_named_pool_that_is_exhausted_takes_nothing_from_the_others()
    {
        var pool = NewPools("10.0.0.0/24", "10.1.0.0/30");
        await GiveAsync(pool, 1, "guests");
        await GiveAsync(pool, 2, "guests");

        var (_, failure) = await pool.LeaseAsync("user3", "s3", wanted: null, "guests", CancellationToken.None);

        Assert.Equal(new AddressFailure.PoolExhausted("guests (10.1.0.0/30)", 2), failure);
    }

    [Fact]
    public async Task A_pool_that_is_not_there_is_a_failure_and_no_other_pool()
    {
        var (address, failure) = await NewPools("10.0.0.0/24", "10.1.0.0/30").LeaseAsync("user1", "s1", wanted: null, "guest", CancellationToken.None);

        Assert.Null(address);
        Assert.Equal(new AddressFailure.UnknownPool("guest", "default, guests"), failure);
        Assert.Equal("ADDR-106", failure!.Code);
    }

    [Fact]
    public async Task Without_several_pools_a_name_counts_for_nothing() =>
        Assert.Equal("10.0.0.2", await GiveAsync(NewPool("10.0.0.0/24", new AddressBook(Gateway, Store, Time)), 1, "guests"));

    private static async Task<string> GiveAsync(AddressPool pool, int number, string? name) =>
        (await pool.LeaseAsync($"user{number}", $"s{number}", wanted: null, name, CancellationToken.None)).Address?.ToString() ?? "none";

    private AddressPool NewPools(string ranges, string guests)
    {
        var book = new AddressBook(Gateway, Store, Time);
        return NewPool(ranges, book, new NamedPool("guests", NewRanges(guests, book, "guests")));
    }

    private AddressPool NewPool(string ranges, AddressBook book, params NamedPool[] named) =>
        new(NewRanges(ranges, book), book, Presence) { Named = new NamedPools(named) };
}
