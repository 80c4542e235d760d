using Adit.Diagnosis.Attempts;

namespace Adit.Diagnosis.Tests.Attempts;

/// <summary>What every <see cref="IAttemptStore"/> promises.</summary>
public abstract class AttemptStoreContract
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);
    private static readonly Guid Correlation = new("0f0e0d0c-0b0a-0908-0706-050403020100");

    protected abstract IAttemptStore Store { get; }

    [Fact]
    public async Task An_attempt_is_found_as_it_began()
    {
        var begun = New() with { CorrelationId = Correlation };

        var id = await Store.BeginAsync(begun, default);

        AssertSame(begun with { Id = id }, await Store.FindAsync(id, default));
    }

    [Fact]
    public async Task Ids_rise()
    {
        var first = await Store.BeginAsync(New(), default);

        Assert.True(await Store.BeginAsync(New(), default) > first);
    }

    [Fact]
    public async Task Many_are_stored_at_once_new_ones_and_such_as_have_gone_on()
    {
        var open = await BeginAsync(New());
        var ended = Failed(await BeginAsync(New()));
        await Store.CompleteAsync(ended, default);

        var ids = await Store.StoreAsync([New(), open with { UserName = "alice" }, ended with { UserName = "mallory" }], default);

        Assert.Equal([ids[0], open.Id, ended.Id], ids);
        AssertSame(New() with { Id = ids[0] }, await Store.FindAsync(ids[0], default));
        AssertSame(open with { UserName = "alice" }, await Store.FindAsync(open.Id, default));
        AssertSame(ended, await Store.FindAsync(ended.Id, default));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(21)]
    public async Task Each_of_many_new_ones_is_found_by_the_id_it_was_given(int count)
    {
        var attempts = Enumerable.Range(0, count).Select(number => New() with { UserName = $"user{number}" }).ToArray();

        var ids = await Store.StoreAsync(attempts, default);

        Assert.Equal(count, ids.Count);
        for (var i = 0; i < count; i++)
            AssertSame(attempts[i] with { Id = ids[i] }, await Store.FindAsync(ids[i], default));
    }

    [Fact]
    public async Task An_update_replaces_what_was_known()
    {
        var attempt = await BeginAsync(New());
        var updated = attempt with
        {
            UserName = "alice",
            CorrelationId = Correlation,
            Stages = [new("Connecting", 0), new("Authenticating", 120)],
            Facts = [new("tls.version", "1.3"), new("tls.sni", "vpn.example.com")],
            Outcome = AttemptOutcome.Connected,
        };

        Assert.True(await Store.UpdateAsync(updated, default));

        AssertSame(updated, await Store.FindAsync(attempt.Id, default));
    }

    [Fact]
    public async Task A_completed_attempt_keeps_its_failure_and_never_changes_again()
    {
        var attempt = await BeginAsync(New());
        var failed = Failed(attempt);

        Assert.True(await Store.CompleteAsync(failed, default));
        Assert.False(await Store.UpdateAsync(attempt, default));
        Assert.False(await Store.CompleteAsync(failed with { FailureCode = "PPP-999" }, default));

        AssertSame(failed, await Store.FindAsync(attempt.Id, default));
    }

    [Fact]
    public async Task An_attempt_without_end_cannot_be_completed()
    {
        var attempt = await BeginAsync(New());

        await Assert.ThrowsAsync<ArgumentException>(async () => await Store.CompleteAsync(attempt, default));
    }

    [Fact]
    public async Task What_never_began_can_be_neither_found_nor_updated()
    {
        Assert.Null(await Store.FindAsync(7, default));
        Assert.False(await Store.UpdateAsync(New() with { Id = 7 }, default));
    }

    [Fact]
    public async Task Attempts_are_found_by_the_client_s_own_name_for_them()
    {
        var named = await BeginAsync(New() with { CorrelationId = Correlation });
        await BeginAsync(New());

        Assert.Equal([named.Id], Ids(await Store.ListByCorrelationIdAsync(Correlation, default)));
    }

    [Fact]
    public async Task Attempts_are_found_by_user_newest_first_whatever_the_capitals_and_the_domain()
    {
        var first = await BeginAsync(New() with { UserName = "älice" });
        var second = await BeginAsync(New() with { UserName = "EXAMPLE\\Älice" });
        await BeginAsync(New() with { UserName = "bob" });

        Assert.Equal([second.Id, first.Id], Ids(await Store.ListByUserAsync("ÄLICE", 10, default)));
        Assert.Equal([second.Id], Ids(await Store.ListByUserAsync("älice", 1, default)));
    }

    [Fact]
    public async Task Failures_without_a_name_are_found_by_address_whatever_the_port()
    {
        var wanted = await FailAsync(New() with { Peer = "192.0.2.1:1000" });
        await FailAsync(New() with { Peer = "192.0.2.1:1001", UserName = "alice" });
        await FailAsync(New() with { Peer = "192.0.2.2:1000" });
        await FailAsync(New() with { Peer = "192.0.2.1:1002", StartedUtc = Now.AddHours(-2) });
        await BeginAsync(New() with { Peer = "192.0.2.1:1003" });

        Assert.Equal([wanted.Id], Ids(await Store.ListNamelessFailuresAsync("192.0.2.1", Now.AddHours(-1), 10, default)));
    }

    [Fact]
    public async Task The_last_attempts_are_listed_newest_first()
    {
        await BeginAsync(New());
        var second = await BeginAsync(New());
        var third = await BeginAsync(New());

        Assert.Equal([third.Id, second.Id], Ids(await Store.ListAsync(new AttemptQuery { Count = 2 }, default)));
    }

    [Fact]
    public async Task A_restarted_gateway_ends_what_it_left_open()
    {
        var open = await BeginAsync(New());
        var other = await BeginAsync(New() with { Gateway = "other" });
        var done = await FailAsync(New());

        Assert.Equal(1, await Store.AbandonAsync("gw", Now.AddHours(1), "SRV-101", default));

        var abandoned = Assert.IsType<AttemptRecord>(await Store.FindAsync(open.Id, default));
        Assert.Equal((Now.AddHours(1), "SRV-101", AttemptOutcome.Failed), (abandoned.EndedUtc, abandoned.FailureCode, abandoned.Outcome));
        AssertSame(other, await Store.FindAsync(other.Id, default));
        AssertSame(done, await Store.FindAsync(done.Id, default));
    }

    [Fact]
    public async Task Pruning_keeps_as_many_as_it_is_told()
    {
        await FailAsync(New());
        var second = await FailAsync(New());
        var third = await FailAsync(New());

        Assert.Equal(1, await Store.PruneAsync(keep: 2, keepNameless: 2, Now.AddDays(-1), default));

        Assert.Equal([third.Id, second.Id], Ids(await Store.ListAsync(new AttemptQuery { Count = 10 }, default)));
    }

    [Fact]
    public async Task Pruning_forgets_what_is_old_but_no_open_call()
    {
        await FailAsync(New() with { StartedUtc = Now.AddDays(-40) });
        var open = await BeginAsync(New() with { StartedUtc = Now.AddDays(-40), Outcome = AttemptOutcome.Connected });
        var recent = await FailAsync(New());

        Assert.Equal(1, await Store.PruneAsync(keep: 100, keepNameless: 100, Now.AddDays(-30), default));

        Assert.Equal([recent.Id, open.Id], Ids(await Store.ListAsync(new AttemptQuery { Count = 10 }, default)));
    }

    [Fact]
    public async Task What_a_stranger_sends_is_kept_within_bounds()
    {
        var id = await Store.BeginAsync(
            New() with
            {
                UserName = new string('x', 10_000),
                Facts = [.. Enumerable.Range(0, 1000).Select(i => new AttemptFact($"fact {i}", new string('y', 10_000)))],
            },
            default);

        var kept = Assert.IsType<AttemptRecord>(await Store.FindAsync(id, default));
        Assert.Equal((256, 64, 256), (kept.UserName?.Length, kept.Facts.Count, kept.Facts.Max(fact => fact.Value.Length)));
    }

    private static AttemptRecord New() => new() { StartedUtc = Now, Gateway = "gw", Link = "sstp", Peer = "192.0.2.1:49152" };

    private static AttemptRecord Failed(AttemptRecord attempt) => attempt with
    {
        FailureCode = "PPP-301",
        FailureFacts = "unanswered 3",
        ClientCode = 628,
        ClientCodeSource = "catalogue",
        EndedUtc = Now.AddMinutes(3),
        Outcome = AttemptOutcome.Failed,
    };

    private static IEnumerable<long> Ids(IEnumerable<AttemptRecord> attempts) => attempts.Select(attempt => attempt.Id);

    private static void AssertSame(AttemptRecord expected, AttemptRecord? actual)
    {
        Assert.NotNull(actual);
        Assert.Equal(expected.Stages, actual.Stages);
        Assert.Equal(expected.Facts, actual.Facts);
        Assert.Equal(expected with { Stages = actual.Stages, Facts = actual.Facts }, actual);
    }

    [Fact]
    public async Task Only_failures_since_a_time_are_listed_where_they_are_asked_for()
    {
        var old = await BeginAsync(New() with { StartedUtc = Now.AddDays(-2) });
        var failed = await BeginAsync(New());
        await BeginAsync(New());
        await Store.CompleteAsync(Failed(old), default);
        await Store.CompleteAsync(Failed(failed), default);

        Assert.Equal([failed.Id], Ids(await Store.ListAsync(new AttemptQuery { Count = 10, FailedOnly = true, SinceUtc = Now.AddDays(-1) }, default)));
    }

    [Fact]
    public async Task Strangers_push_out_nobodys_attempts()
    {
        var named = await BeginAsync(New() with { UserName = "alice" });
        await BeginAsync(New() with { UserName = null });
        var last = await BeginAsync(New() with { UserName = null });

        Assert.Equal(1, await Store.PruneAsync(keep: 1, keepNameless: 1, Now.AddDays(-1), default));

        Assert.Equal([last.Id, named.Id], Ids(await Store.ListAsync(new AttemptQuery { Count = 10 }, default)));
    }

    [Fact]
    public async Task Failures_without_a_name_are_summed_by_address()
    {
        foreach (var peer in new[] { "192.0.2.1:1", "192.0.2.1:2", "[2001:db8::1]:3" })
            await Store.CompleteAsync(Failed(await BeginAsync(New() with { UserName = null, Peer = peer })), default);
        await Store.CompleteAsync(Failed(await BeginAsync(New() with { UserName = "alice", Peer = "192.0.2.1:4" })), default);

        var sums = await Store.SumNamelessAsync(Now.AddDays(-1), 10, default);

        Assert.Equal([("192.0.2.1", 2L), ("2001:db8::1", 1L)], sums.Select(sum => (sum.PeerAddress, sum.Count)));
        Assert.Equal("PPP-301", sums[0].LastFailureCode);
    }

    private async Task<AttemptRecord> BeginAsync(AttemptRecord attempt) => attempt with { Id = await Store.BeginAsync(attempt, default) };

    private async Task<AttemptRecord> FailAsync(AttemptRecord attempt)
    {
        var failed = Failed(await BeginAsync(attempt));
        Assert.True(await Store.CompleteAsync(failed, default));
        return failed;
    }
}
