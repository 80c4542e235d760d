using System.Globalization;
using System.Text.Json;
using Adit.Server.Control;
using Adit.Server.Tests.Control;

namespace Adit.Cli.Tests;

public sealed class WhyTests
{
    [Fact]
    public async Task Why_prints_the_stages_the_facts_and_the_failure_with_its_remedy()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Attempts.Add(FakeServerControl.CreateAttempt());

        var run = await fixture.AskAsync("why", "anna");

        Assert.Equal(0, run.ExitCode);
        Assert.StartsWith("""
            Attempt a-1: failed
              started      2026-05-04 03:02:01Z
              from         192.0.2.7:50123
              user         anna
              correlation  {6E7C2B9A-0000-4000-8000-000000000001}

            Stages
                     +0 ms  Connecting
                    +31 ms  Negotiating
                 +61031 ms  Closed

            Facts
              tls.version  TLS 1.3
              lcp.mru      1400

            Failure
              code          PPP-301
              recorded      PeerSilent { Unanswered = 3 }
              client shows  829 (inferred)

            PPP-301: The peer stopped answering
              mended   in the network between
              windows  829 = 0x33D ERROR_LINK_FAILURE (inferred, not documented)

            Cause
              An open session fell silent
            """, run.Output, StringComparison.Ordinal);
        Assert.Contains("What to do\n  1. Dial again.\n  2. ", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task An_attempt_that_did_not_fail_has_no_failure()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Attempts.Add(FakeServerControl.CreateAttempt(failureCode: null));

        Assert.DoesNotContain("Failure", (await fixture.AskAsync("why", "anna")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_failure_of_a_newer_server_is_printed_as_recorded()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Attempts.Add(FakeServerControl.CreateAttempt(failureCode: "XYZ-999"));

        Assert.EndsWith("client shows  829 (inferred)\n", (await fixture.AskAsync("why", "anna")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_as_JSON_holds_the_attempt_and_the_explanation()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Attempts.Add(FakeServerControl.CreateAttempt());

        var json = JsonDocument.Parse((await fixture.AskAsync("why", "anna", "-o", "json")).Output).RootElement;

        Assert.Equal("failed", json.GetProperty("attempt").GetProperty("outcome").GetString());
        Assert.Equal("network", json.GetProperty("explanation").GetProperty("side").GetString());
    }

    [Fact]
    public async Task Where_no_attempt_matches_the_nameless_failures_are_listed_by_address()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Attempts.Add(FakeServerControl.CreateAttempt("a-9", user: null));

        var run = await fixture.AskAsync("why", "bo", "--from", "192.0.2.7");

        Assert.Equal(new CliRun(5, """
            FROM             STARTED               ATTEMPT  LAST STAGE  CODE     FAILURE
            192.0.2.7:50123  2026-05-04 03:02:01Z  a-9      Closed      PPP-301  PeerSilent { Unanswered = 3 }

            """, """
            adit why failed.
              Cause: No attempt has the user, the attempt id or the correlation id 'bo'.
              Next:  The failures above gave no name: look for the caller's address, then ask for that attempt.

            """), run);
        Assert.Equal("192.0.2.7", fixture.Server.AskedFrom);
    }

    [Fact]
    public async Task Why_names_the_known_case_that_the_record_proves()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Attempts.Add(FakeServerControl.CreateAttempt(failureCode: "NPS-016"));

        Assert.Contains("\nKnown case\n  A23  The password is wrong\n\n", (await fixture.AskAsync("why", "anna")).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Why_says_what_cannot_be_told_apart()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Attempts.Add(FakeServerControl.CreateAttempt(failureCode: "NPS-283"));

        var json = JsonDocument.Parse((await fixture.AskAsync("why", "anna", "-o", "json")).Output).RootElement;

        Assert.Equal("user-purpose", Assert.Single(json.GetProperty("groups").EnumerateArray()).GetProperty("name").GetString());
        Assert.Equal(["A74", "C35"], json.GetProperty("causes").EnumerateArray().Select(cause => cause.GetProperty("id").GetString()));
    }

    [Theory]
    [InlineData("PPP-101", "198.51.100.1:5", "Authenticating", null, "A12")]
    [InlineData("PPP-101", "198.51.100.1:5", "Negotiating", "PPP-101", "A13")]
    [InlineData("PPP-101", "192.0.2.7:5", "Negotiating", "PPP-101", "A12 A13")] // from the same place
    [InlineData("NPS-265", "198.51.100.1:5", "Open", null, "C11")]
    [InlineData("NPS-265", "198.51.100.1:5", "Authenticating", "NPS-016", "A76")]
    public async Task What_became_of_others_meanwhile_tells_cases_apart(string code, string from, string stage, string? end, string cases)
    {
        await using var fixture = await CliFixture.StartAsync();
        AttemptFact[] method = [new("eap.method", "tls")];
        fixture.Server.Attempts.Add(FakeServerControl.CreateAttempt(failureCode: code) with { Facts = method });
        fixture.Server.Attempts.Add(FakeServerControl.CreateAttempt("a-2", failureCode: end) with { Peer = from, Facts = method, Stages = [new AttemptStage(stage, 90)] });

        var json = JsonDocument.Parse((await fixture.AskAsync("why", "a-1", "-o", "json")).Output).RootElement;

        Assert.Equal(cases, string.Join(' ', json.GetProperty("groups").EnumerateArray().Select(group => group.GetProperty("name").GetString())));
    }

    /// <summary>Whoever calls chooses names, and what a failure quotes; terminals obey bytes, and readers are misled by what turns text round.</summary>
    [Theory]
    [InlineData("why", "a-1")]
    [InlineData("why", "a-1", "-o", "json")]
    [InlineData("attempt", "export", "a-1")]
    [InlineData("attempts", "--failed")]
    [InlineData("attempts", "-o", "json")]
    [InlineData("explain", "NPS-016")]
    public async Task Nothing_in_a_record_steers_the_terminal(params string[] command)
    {
        const string Evil = "x\u001b[2J\u001b]0;t\u0007\u009b31m\u202e\u2066\u200b\r\u0000y";
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Attempts.Add(FakeServerControl.CreateAttempt(failureCode: "NPS-016") with
        {
            User = $"anna{Evil}", Peer = Evil, CorrelationId = Evil, Stages = [new AttemptStage(Evil, 1)], Facts = [new AttemptFact(Evil, Evil)],
            FailureText = Evil + "\U000E0001", ClientCode = Evil, ClientCodeSource = Evil,
        });

        var run = await fixture.AskAsync(command);

        Assert.Equal(0, run.ExitCode);
        Assert.DoesNotContain(run.Output + run.Error, character => character != '\n' && (char.IsControl(character) || char.GetUnicodeCategory(character) is UnicodeCategory.Format));
    }
}
