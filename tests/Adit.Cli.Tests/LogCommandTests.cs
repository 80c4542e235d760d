using System.Text.Json;
using Adit.Server.Control;
using Adit.Server.Tests.Control;

namespace Adit.Cli.Tests;

public sealed class LogCommandTests
{
    private static readonly LogView _denied = new(
        7, FakeServerControl.Started, LogKind.Denied, 6273, "NPS-016", 16, 1, "EXAMPLE\\anna", null, "gw", "192.0.2.1", "all", "staff", "s-1", null,
        [new LogAttributeView("MS-CHAP-Error", "E=691 R=1"), new LogAttributeView("Authentication-Type", "4")]);

    [Fact]
    public async Task The_log_is_a_table_of_at_most_100_columns()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Log.Add(_denied);
        fixture.Server.Log.Add(_denied with { Kind = LogKind.Discarded, Count = 99_999, User = null, Code = "RAD-140", CallingStationId = null, Client = "2001:db8:1234:5678::/64" });
        fixture.Server.Log.Add(_denied with { Kind = LogKind.Accounting, Code = null, User = new string('x', 200), NetworkPolicy = new string('y', 200), Attributes = [new LogAttributeView("Acct-Status-Type", "2")] });

        var output = (await fixture.AskAsync("log")).Output;

        Assert.Contains("05-04 03:02:01Z  denied         EXAMPLE\\anna          192.0.2.1  gw            staff         NPS-016", output, StringComparison.Ordinal);
        Assert.Contains("dropped 99999", output, StringComparison.Ordinal);
        Assert.Contains("stop", output, StringComparison.Ordinal);
        Assert.All(output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
    }

    [Fact]
    public async Task What_is_asked_for_reaches_the_server()
    {
        await using var fixture = await CliFixture.StartAsync();

        Assert.Equal(ExitCode.Done, (await fixture.AskAsync(
            "log", "--user", "EXAMPLE\\anna & co", "--reason", "NPS-016", "--kind", "denied", "--since", "2026-05-04", "--limit", "5")).ExitCode);

        Assert.Equal(
            new LogFilter
            {
                User = "EXAMPLE\\anna & co", Reason = "NPS-016", Kind = LogKind.Denied, Limit = 5,
                SinceUtc = new DateTimeOffset(2026, 5, 4, 0, 0, 0, TimeSpan.Zero),
            },
            fixture.Server.AskedLog);
    }

    [Theory]
    [InlineData("6272", LogKind.Granted)]
    [InlineData("6273", LogKind.Denied)]
    [InlineData("6274", LogKind.Discarded)]
    [InlineData("6275", LogKind.AccountingDiscarded)]
    [InlineData("6279", LogKind.Locked)]
    [InlineData("6280", LogKind.Unlocked)]
    public async Task The_number_of_Windows_event_stands_for_a_kind(string number, LogKind kind)
    {
        await using var fixture = await CliFixture.StartAsync();

        Assert.Equal(ExitCode.Done, (await fixture.AskAsync("log", "--event", number)).ExitCode);

        Assert.Equal(kind, fixture.Server.AskedLog!.Kind);
    }

    [Fact]
    public async Task Json_has_every_field_and_attribute()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Log.Add(_denied);

        var row = JsonDocument.Parse((await fixture.AskAsync("log", "-o", "json")).Output).RootElement[0];

        Assert.Equal(("denied", 6273, "all"), (row.GetProperty("kind").GetString(), row.GetProperty("event").GetInt32(), row.GetProperty("connectionPolicy").GetString()));
        Assert.Equal("MS-CHAP-Error", row.GetProperty("attributes")[0].GetProperty("name").GetString());
    }

    [Fact]
    public async Task Csv_has_the_columns_of_a_Windows_policy_server_and_cannot_be_broken_out_of()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Log.Add(_denied with { User = "an\",\n\"na" });
        fixture.Server.Log.Add(_denied with { Kind = LogKind.Discarded });

        var lines = (await fixture.AskAsync("log", "--csv")).Output.TrimEnd().Split('\n');

        var line = Assert.Single(lines);
        Assert.Contains(",\"IAS\",\"05/04/2026\",\"03:02:01\",3,\"an\"\",\\u000A\"\"na\",", line, StringComparison.Ordinal);
        Assert.Contains(",4,\"staff\",16,", line, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("--kind", "maybe")]
    [InlineData("--event", "4711")]
    [InlineData("--event", "6277")]
    [InlineData("--limit", "0")]
    [InlineData("--limit", "10001")]
    public async Task What_cannot_be_is_refused(string option, string value)
    {
        await using var fixture = await CliFixture.StartAsync();

        Assert.NotEqual(ExitCode.Done, (await fixture.AskAsync("log", option, value)).ExitCode);
    }
}
