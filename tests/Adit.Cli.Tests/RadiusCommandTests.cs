namespace Adit.Cli.Tests;

public sealed class RadiusCommandTests
{
    [Fact]
    public async Task The_list_shows_clients_servers_with_their_state_and_reports_that_wait()
    {
        await using var fixture = await CliFixture.StartAsync();

        var run = await fixture.AskAsync("radius", "list");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("wireless +10\\.0\\.7\\.0/28 +yes", run.Output);
        Assert.Matches("office +10\\.0\\.0\\.1:1813 +accounting +given up +0 +5 +0 +5 +0", run.Output);
        Assert.Contains("wait for office, and 2 were lost", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_test_of_servers_fails_where_one_of_them_is_not_there()
    {
        await using var fixture = await CliFixture.StartAsync();

        var run = await fixture.AskAsync("radius", "test", "office");

        Assert.Equal(1, run.ExitCode);
        Assert.Matches("10\\.0\\.0\\.2:1812 +none", run.Output);
    }

    [Fact]
    public async Task The_password_of_a_test_comes_from_standard_input_and_is_not_printed()
    {
        await using var fixture = await CliFixture.StartAsync();

        var run = await CliFixture.RunAsync(
            ["radius", "test", "office", "--user", "ann", "--password-stdin", "--state", fixture.StateDirectory], input: "secret\n");

        Assert.Equal(0, run.ExitCode);
        Assert.Equal(("ann", "secret"), (fixture.Server.Radius.Asked!.User, fixture.Server.Radius.Asked.Password));
        Assert.Contains("AccessAccept", run.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("secret", run.Output + run.Error, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_password_without_a_user_is_a_wrong_command_line() =>
        Assert.Equal(2, (await CliFixture.RunAsync(["radius", "test", "office", "--password-stdin"])).ExitCode);
}
