using System.Collections.Concurrent;
using Adit.Protocols.Ip;
using Adit.Server.Addresses;
using Adit.Server.Configuration;
using Adit.Server.Ipv6;

namespace Adit.Server.Tests.Ipv6;

public sealed class PrefixPoolTests
{
    [Fact]
    public void Another_pool_is_put_in_force_under_sessions_that_keep_what_they_have()
    {
        var pool = new PrefixPool(Parse("fd12:3456:789a::/48"));
        var kept = pool.Lease("anna", wanted: null).Prefix!.Value;
        var next = Parse("fd12:3456:789b::/48");

        Assert.True(pool.TryReserve(next));
        var left = pool.Change(next);

        Assert.Equal([kept], left);
        Assert.True(next.Contains(pool.Lease("anna", wanted: null).Prefix!.Value.Address));
        Assert.IsType<AddressFailure.PrefixOutsidePool>(pool.Lease("bert", kept).Failure);
    }

    [Fact]
    public void A_pool_whose_first_prefix_a_session_has_cannot_be_put_in_force()
    {
        var pool = new PrefixPool(Parse("fd12:3456:789a::/48"));
        var held = Parse("fd12:3456:789a:8000::/64");
        pool.Lease("anna", held);

        Assert.False(pool.TryReserve(Parse("fd12:3456:789a:8000::/49")));
    }

    private static Ipv6Prefix Parse(string text) => Ipv6Prefix.TryParse(text, out var prefix) ? prefix : throw new FormatException(text);

    [Fact]
    public void A_session_gets_a_prefix_of_64_bits_of_the_pool_that_is_not_the_servers()
    {
        var pool = NewPool("fd12:3456:789a::/48");

        var (prefix, failure) = pool.Lease("alice", wanted: null);

        Assert.Null(failure);
        Assert.Equal(64, prefix!.Value.Length);
        Assert.True(pool.Prefix.Contains(prefix.Value.Address));
        Assert.False(prefix.Value.Contains(pool.Own));
        Assert.Equal("fd12:3456:789a::1", pool.Own.ToString());
    }

    [Fact]
    public void An_account_gets_the_same_prefix_again_over_a_restart_too()
    {
        var pool = NewPool("fd12:3456:789a::/48");
        var first = Take(pool, "alice");
        Take(pool, "bob");
        pool.Release(first);

        Assert.Equal(first, Take(pool, "alice"));
        Assert.Equal(first, Take(NewPool("fd12:3456:789a::/48"), "Alice"));
    }

    [Fact]
    public void Two_sessions_of_one_account_have_two_prefixes()
    {
        var pool = NewPool("fd12:3456:789a::/48");

        Assert.NotEqual(Take(pool, "alice"), Take(pool, "alice"));
    }

    [Fact]
    public void Every_prefix_is_given_out_once_and_then_there_is_none()
    {
        var pool = NewPool("2001:db8:0:10::/60");

        var taken = Enumerable.Range(0, 15).Select(number => Take(pool, $"user{number}")).ToHashSet();

        Assert.Equal(15, taken.Count);
        Assert.Equal((null, new AddressFailure.PrefixesExhausted("2001:db8:0:10::/60", 15)), pool.Lease("late", wanted: null));
        pool.Release(taken.First());
        Assert.Equal(taken.First(), Take(pool, "late"));
    }

    [Fact]
    public void A_prefix_that_is_demanded_is_given_to_one_session()
    {
        var pool = NewPool("fd12:3456:789a::/48");
        var wanted = Prefix("fd12:3456:789a:7::/64");

        Assert.Equal((wanted, null), pool.Lease("alice", wanted));
        Assert.Equal((null, new AddressFailure.PrefixTaken("fd12:3456:789a:7::/64")), pool.Lease("bob", wanted));
    }

    [Theory]
    [InlineData("fd12:3456:789b:7::/64")] // of another pool
    [InlineData("fd12:3456:789a::/64")] // the server's own
    [InlineData("fd12:3456:789a:10::/60")] // more than one link's
    [InlineData("fd12:3456:789a:7::1/128")]
    public void A_prefix_that_no_session_can_have_is_refused(string wanted) => Assert.Equal(
        (null, new AddressFailure.PrefixOutsidePool(wanted, "fd12:3456:789a::/48")),
        NewPool("fd12:3456:789a::/48").Lease("alice", Prefix(wanted)));

    [Fact]
    public async Task A_prefix_that_is_kept_for_an_account_is_given_to_nobody_else()
    {
        var pool = NewPool("2001:db8:0:10::/62");
        var kept = Prefix("2001:db8:0:12::/64");
        var gateway = new Ipv6Gateway(new LiveConfiguration(new ServerConfiguration()), pool, "gw", "adit0") { IsKept = (prefix, _) => new(prefix == kept) };

        var first = await gateway.LeaseAsync("alice", wanted: null, CancellationToken.None);
        var second = await gateway.LeaseAsync("bob", wanted: null, CancellationToken.None);

        Assert.Equal(["2001:db8:0:11::/64", "2001:db8:0:13::/64"],
            new[] { first.Prefix.ToString(), second.Prefix.ToString() }.Order(StringComparer.Ordinal));
        Assert.IsType<AddressFailure.PrefixesExhausted>((await gateway.LeaseAsync("carol", wanted: null, CancellationToken.None)).Failure);
        Assert.Equal((kept, null), await gateway.LeaseAsync("dora", kept, CancellationToken.None));
    }

    [Fact]
    public async Task Sessions_that_come_and_go_at_once_never_share_a_prefix()
    {
        var pool = NewPool("2001:db8:0:10::/60");
        var inUse = new ConcurrentDictionary<Ipv6Prefix, int>();

        await Parallel.ForEachAsync(Enumerable.Range(0, 2000), (number, _) =>
        {
            if (pool.Lease($"user{number % 40}", wanted: null).Prefix is not { } prefix)
                return ValueTask.CompletedTask;

            Assert.True(inUse.TryAdd(prefix, number));
            Assert.True(inUse.TryRemove(prefix, out int _));
            pool.Release(prefix);
            return ValueTask.CompletedTask;
        });
    }

    private static PrefixPool NewPool(string text) => new(Prefix(text));

    private static Ipv6Prefix Take(PrefixPool pool, string account) => pool.Lease(account, wanted: null).Prefix!.Value;

    private static Ipv6Prefix Prefix(string text) => Ipv6Prefix.TryParse(text, out var prefix) ? prefix : throw new FormatException(text);
}
