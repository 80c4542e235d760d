using Adit.Server.Control;

namespace Adit.Cli.Tests;

public sealed class FiltersCommandTests
{
    [Fact]
    public async Task Filters_are_a_table_with_what_each_rule_has_met()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Filters.Add(new FilterRuleView("eth0", "in", "both", "tcp to [::]:443", "permit", 12, 2048));
        fixture.Server.Filters.Add(new FilterRuleView("eth0", "in", "both", "everything else", "drop", 3, 180));

        var run = await fixture.AskAsync("filters");

        Assert.Equal("""
            INTERFACE  DIRECTION  FAMILY  RULE             ACTION  PACKETS  BYTES
            eth0       in         both    tcp to [::]:443  permit  12       2 KiB
            eth0       in         both    everything else  drop    3        180 B

            """, run.Output);
    }

    [Fact]
    public async Task Filters_in_JSON_are_those_of_the_control_API()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Filters.Add(new FilterRuleView("eth0", "in", "both", "everything else", "drop", 3, 180));

        var run = await fixture.AskAsync("filters", "-o", "json");

        Assert.Contains("\"rule\": \"everything else\"", run.Output, StringComparison.Ordinal);
        Assert.Contains("\"packets\": 3", run.Output, StringComparison.Ordinal);
    }
}
