using System.Text.Json;
using Adit.Server.Control;
using Adit.Server.Tests.Control;

namespace Adit.Cli.Tests;

/// <summary>The commands of those who watch: events, the audit, what is counted.</summary>
public sealed class WatchingTests
{
    [Fact]
    public async Task Events_are_a_line_each_for_eyes()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Events.Publish(new ServerEvent.AttemptEnded(AttemptOutcome.Failed, "NPS-008", "anna\u001b[2J", "192.0.2.7:50123", null));

        var run = await fixture.AskAsync("events");

        Assert.Matches(@"^[-0-9]+ [:0-9]+Z  attempt failed: anna\\u001B\[2J from 192\.0\.2\.7:50123 \(NPS-008\)\n$", run.Output);
    }

    [Fact]
    public async Task Events_are_a_JSON_object_on_a_line_each_for_programs()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Events.Publish(new ServerEvent.AccountChanged("anna", "account.add", "root"));
        fixture.Server.Events.Publish(new ServerEvent.DrainChanged(true));

        var lines = (await fixture.AskAsync("events", "-o", "json")).Output.TrimEnd('\n').Split('\n');

        Assert.Equal(["account.changed", "server.drain"], lines.Select(line => JsonDocument.Parse(line).RootElement.GetProperty("type").GetString()));
    }

    [Fact]
    public async Task Only_as_many_events_as_asked_for_are_shown()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Events.Publish(new ServerEvent.DrainChanged(true));
        fixture.Server.Events.Publish(new ServerEvent.DrainChanged(false));

        Assert.EndsWith("new calls are taken again\n", (await fixture.AskAsync("events", "--recent", "1")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Who_follows_is_told_when_the_server_is_gone()
    {
        await using var fixture = await CliFixture.StartAsync();
        var following = fixture.AskAsync("events", "--follow");
        while (fixture.Server.Events.Readers == 0)
            await Task.Yield();

        await fixture.StopServerAsync();

        Assert.Equal(7, (await following).ExitCode);
    }

    [Fact]
    public async Task The_audit_is_a_table_newest_first()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Audit.Add(new AuditView(FakeServerControl.Started, "root", "account.add", "anna", "refused: ACC-104"));

        Assert.Equal("""
            WHEN                  ACTOR  ACTION       SUBJECT  DETAIL
            2026-05-04 03:02:01Z  root   account.add  anna     refused: ACC-104

            """, (await fixture.AskAsync("audit")).Output);
    }

    [Theory]
    [InlineData("2026-05-04T03:02:01Z", "root", 2)]
    [InlineData("2026-05-04T03:02:02Z", "root", 1)]
    [InlineData("1h", "root", 0)]
    [InlineData("2026-05-04T03:02:01Z", "eve", 0)]
    public async Task The_audit_keeps_to_the_time_and_the_actor_asked_for(string since, string actor, int count)
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Audit.Add(new AuditView(FakeServerControl.Started.AddHours(1), "root", "account.remove", "anna", ""));
        fixture.Server.Audit.Add(new AuditView(FakeServerControl.Started, "root", "account.add", "anna", ""));

        var run = await fixture.AskAsync("audit", "--since", since, "--actor", actor, "-o", "json");

        Assert.Equal(count, JsonDocument.Parse(run.Output).RootElement.GetArrayLength());
    }

    [Theory]
    [InlineData("yesterday")]
    [InlineData("-5m")]
    [InlineData("5x")]
    [InlineData("99999999d")]
    public async Task A_time_that_is_none_is_refused(string since) =>
        Assert.Equal(2, (await CliFixture.RunAsync(["audit", "--since", since])).ExitCode);

    [Fact]
    public async Task What_is_counted_is_printed_as_it_is()
    {
        await using var fixture = await CliFixture.StartAsync();

        Assert.Equal("adit_sessions 1\n", (await fixture.AskAsync("metrics")).Output);
    }
}
