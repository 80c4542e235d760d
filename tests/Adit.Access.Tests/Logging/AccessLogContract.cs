using Adit.Access.Logging;

namespace Adit.Access.Tests.Logging;

/// <summary>What every <see cref="IAccessLog"/> promises.</summary>
public abstract class AccessLogContract
{
    private static readonly DateTimeOffset Now = new(2026, 3, 1, 12, 0, 0, TimeSpan.Zero);

    protected abstract IAccessLog Log { get; }

    [Fact]
    public async Task A_row_comes_back_as_it_was()
    {
        var row = new AccessLogEntry(Now, AccessLogKind.Denied)
        {
            Code = "NPS-016", Reason = 16, Count = 3, UserName = "EXAMPLE\\Älice", Account = "älice", Client = "gw", CallingStationId = "192.0.2.1",
            ConnectionPolicy = "all", NetworkPolicy = "staff", SessionId = "s-1", CorrelationId = new Guid("0f0e0d0c-0b0a-0908-0706-050403020100"),
            Attributes = new Dictionary<string, string> { ["MS-CHAP-Error"] = "E=691 R=1" },
        };

        await Log.AppendAsync([row], default);

        var kept = Assert.Single(await ListAsync(new AccessLogQuery()));
        Assert.Equal(row with { Id = kept.Id, Attributes = kept.Attributes }, kept);
        Assert.Equal("E=691 R=1", kept.Attributes["MS-CHAP-Error"]);
    }

    [Fact]
    public async Task The_newest_come_first_and_behind_a_row_the_oldest()
    {
        await Log.AppendAsync([Row("a"), Row("b")], default);
        await Log.AppendAsync([Row("c")], default);

        var newest = await ListAsync(new AccessLogQuery { Limit = 2 });
        Assert.Equal(["c", "b"], newest.Select(row => row.UserName));
        Assert.Equal(["b", "c"], (await ListAsync(new AccessLogQuery { After = newest[1].Id - 1 })).Select(row => row.UserName));
        Assert.Empty(await ListAsync(new AccessLogQuery { After = newest[0].Id }));
    }

    [Theory]
    [InlineData("alice", 2)]
    [InlineData("ALICE", 2)]
    [InlineData("EXAMPLE\\alice", 2)]
    [InlineData("alice@example.com", 1)]
    [InlineData("bob", 1)]
    [InlineData("nobody", 0)]
    public async Task A_user_is_found_by_the_name_that_was_given_and_by_the_account(string user, int count)
    {
        await Log.AppendAsync([Row("EXAMPLE\\Alice"), Row("alice@example.com") with { Account = "alice" }, Row("bob")], default);

        Assert.Equal(count, (await ListAsync(new AccessLogQuery { User = user })).Count);
    }

    [Theory]
    [InlineData("NPS-016", 1)]
    [InlineData("nps-016", 1)]
    [InlineData("16", 1)]
    [InlineData("RAD-141", 1)]
    [InlineData("17", 0)]
    [InlineData("'; --", 0)]
    public async Task A_reason_is_a_code_or_a_number(string reason, int count)
    {
        await Log.AppendAsync([Row("a") with { Code = "NPS-016", Reason = 16 }, Row("b") with { Code = "RAD-141" }, Row("c")], default);

        Assert.Equal(count, (await ListAsync(new AccessLogQuery { Reason = reason })).Count);
    }

    [Fact]
    public async Task A_kind_and_a_time_narrow_it()
    {
        await Log.AppendAsync([Row("a"), Row("b") with { Kind = AccessLogKind.Granted }, Row("c") with { AtUtc = Now.AddDays(1) }], default);

        Assert.Equal("b", Assert.Single(await ListAsync(new AccessLogQuery { Kind = AccessLogKind.Granted })).UserName);
        Assert.Equal("c", Assert.Single(await ListAsync(new AccessLogQuery { SinceUtc = Now.AddHours(1) })).UserName);
    }

    [Fact]
    public async Task Old_rows_and_rows_beyond_the_number_are_forgotten()
    {
        await Log.AppendAsync([Row("old") with { AtUtc = Now.AddDays(-1) }, Row("a"), Row("b"), Row("c")], default);

        Assert.Equal(2, await Log.PruneAsync(keep: 2, before: Now, default));

        Assert.Equal(["c", "b"], (await ListAsync(new AccessLogQuery())).Select(row => row.UserName));
        Assert.Equal(0, await Log.PruneAsync(keep: 2, before: Now, default));
    }

    [Fact]
    public async Task Many_rows_stand_in_their_order()
    {
        var names = Enumerable.Range(0, 21).Select(number => $"user{number}").ToArray();
        await Log.AppendAsync([.. names.Select(Row)], default);

        Assert.Equal(names.Reverse(), (await ListAsync(new AccessLogQuery { Limit = 100 })).Select(row => row.UserName));
    }

    private static AccessLogEntry Row(string userName) => new(Now, AccessLogKind.Denied) { UserName = userName };

    private ValueTask<IReadOnlyList<AccessLogEntry>> ListAsync(AccessLogQuery query) => Log.ListAsync(query, default);
}
