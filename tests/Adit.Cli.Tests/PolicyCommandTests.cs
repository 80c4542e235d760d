using Adit.Server.Control;

namespace Adit.Cli.Tests;

public sealed class PolicyCommandTests : IAsyncLifetime
{
    private CliFixture _cli = null!;

    public async ValueTask InitializeAsync() => _cli = await CliFixture.StartAsync();

    public ValueTask DisposeAsync() => _cli.DisposeAsync();

    [Fact]
    public async Task Policies_are_listed_with_what_they_do()
    {
        var run = await _cli.AskAsync("policy", "list");

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.Matches("network +1 +Staff +grant +windowsGroups: staff", run.Output);
    }

    [Fact]
    public async Task A_policy_is_shown_whole() =>
        Assert.Contains("    sessionTimeout: 8h", (await _cli.AskAsync("policy", "show", "Staff")).Output, StringComparison.Ordinal);

    [Fact]
    public async Task A_policy_that_is_not_there_is_told() => Assert.Equal(5, (await _cli.AskAsync("policy", "show", "Nobody")).ExitCode);

    [Fact]
    public async Task A_refusal_ends_with_3_and_shows_what_did_not_hold()
    {
        _cli.Server.Policies.Trial = new PolicyTrialView(Accepted: false, 48, "NPS-048", "(all requests)", null, null,
            [new PolicyTraceView("network", "Staff", Matches: false, [new PolicyCheckView("windowsGroups", "staff", "none", Holds: false)])]);

        var run = await _cli.AskAsync("policy", "test", "--user", "anna", "--groups", "a, b", "--at", "mon 09:00");

        Assert.Equal(3, run.ExitCode);
        Assert.Matches("network +Staff +no +windowsGroups +staff +none +no", run.Output);
        Assert.Contains("They would be refused for reason 48, by no policy.", run.Output, StringComparison.Ordinal);
        Assert.Equal(["a", "b"], _cli.Server.Policies.Asked!.Groups!);
        Assert.Equal("mon 09:00", _cli.Server.Policies.Asked.At);
    }

    [Fact]
    public async Task Who_would_be_let_in_ends_with_0() =>
        Assert.Contains("They would be let in by 'Staff'.", (await _cli.AskAsync("policy", "test", "--user", "anna")).Output, StringComparison.Ordinal);
}
