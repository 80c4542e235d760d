using System.Text.Json;
using Adit.Server.Tests.Control;

namespace Adit.Cli.Tests;

public sealed class AttemptsCommandTests
{
    [Fact]
    public async Task Attempts_are_listed_with_their_case_and_strangers_by_address()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Attempts.Add(FakeServerControl.CreateAttempt(failureCode: "NPS-016"));
        fixture.Server.Attempts.Add(FakeServerControl.CreateAttempt("a-2", user: null));

        Assert.Equal("""
            STARTED               ATTEMPT  USER  FROM             OUTCOME  CODE     CASE
            2026-05-04 03:02:01Z  a-1      anna  192.0.2.7:50123  failed   NPS-016  A23
            2026-05-04 03:02:01Z  a-2      -     192.0.2.7:50123  failed   PPP-301  -

            FAILED WITHOUT A NAME FROM  TIMES  LAST                  ATTEMPT  CODE
            192.0.2.7                   1      2026-05-04 03:02:01Z  a-2      PPP-301

            """, (await fixture.AskAsync("attempts", "--failed", "--last", "1d")).Output);
        Assert.True(fixture.Server.AskedAttempts!.FailedOnly);
        Assert.InRange(fixture.Server.AskedAttempts.SinceUtc!.Value, DateTimeOffset.UtcNow.AddDays(-1.1), DateTimeOffset.UtcNow.AddDays(-0.9));
    }

    [Fact]
    public async Task An_attempt_is_shown_with_its_stages_and_facts()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Attempts.Add(FakeServerControl.CreateAttempt());

        var output = (await fixture.AskAsync("attempt", "show", "a-1")).Output;

        Assert.Contains("  tls.version  TLS 1.3\n", output, StringComparison.Ordinal);
        Assert.EndsWith("client shows  829 (inferred)\n", output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_exported_attempt_is_the_json_that_show_prints()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Attempts.Add(FakeServerControl.CreateAttempt());
        var file = Path.Combine(fixture.StateDirectory, "a-1.json");

        Assert.Equal(new CliRun(0, "", ""), await fixture.AskAsync("attempt", "export", "a-1", "--out", file));

        var written = await File.ReadAllTextAsync(file);
        Assert.Equal((await fixture.AskAsync("attempt", "show", "a-1", "-o", "json")).Output, written);
        Assert.Equal("anna", JsonDocument.Parse(written).RootElement.GetProperty("user").GetString());
    }

    [Theory]
    [InlineData("attempt", "show", "a-9")]
    [InlineData("attempt", "export", "a-9")]
    public async Task An_attempt_that_is_not_there_exits_with_5(params string[] words)
    {
        await using var fixture = await CliFixture.StartAsync();

        Assert.Equal(5, (await fixture.AskAsync(words)).ExitCode);
    }
}
