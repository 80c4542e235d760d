using Adit.Server.Control;

namespace Adit.Cli.Tests;

public sealed class DenyCommandTests
{
    [Fact]
    public async Task Somebody_is_denied_with_a_reason_listed_and_allowed_again()
    {
        await using var fixture = await CliFixture.StartAsync();

        Assert.Equal(new CliRun(0, "user anna  denied, 2 sessions ended\n", ""),
            await fixture.AskAsync("deny", "user", "anna", "--now", "--reason", "laptop stolen"));
        Assert.Equal([new DenialOrder("user", "anna", "laptop stolen", Now: true)], fixture.Server.Denials.Orders);
        var actor = fixture.Server.Denials.Denials[0].Actor;
        Assert.Equal($"""
            KIND  SUBJECT  SINCE                 BY{new string(' ', Math.Max(0, actor.Length - 2))}  REASON
            user  anna     2026-05-04 03:02:01Z  {actor}  laptop stolen

            """, (await fixture.AskAsync("deny", "list")).Output);

        Assert.Equal(new CliRun(0, "user anna  allowed\n", ""), await fixture.AskAsync("allow", "user", "anna"));
        Assert.Equal("[]\n", (await fixture.AskAsync("deny", "list", "-o", "json")).Output);
    }

    [Theory]
    [InlineData("group", "guests")]
    [InlineData("certificate", "1A2B3C")]
    public async Task A_group_and_a_certificate_are_denied_without_ending_sessions(string kind, string subject)
    {
        await using var fixture = await CliFixture.StartAsync();

        Assert.Equal(new CliRun(0, $"{kind} {subject}  denied\n", ""), await fixture.AskAsync("deny", kind, subject));
        Assert.Equal([new DenialOrder(kind, subject, "", Now: false)], fixture.Server.Denials.Orders);
    }

    [Fact]
    public async Task What_is_not_denied_exits_with_5()
    {
        await using var fixture = await CliFixture.StartAsync();

        Assert.Equal(5, (await fixture.AskAsync("allow", "user", "anna")).ExitCode);
    }
}
