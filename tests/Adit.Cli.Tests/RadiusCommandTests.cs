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
    public async Task Clients_are_shown_with_what_became_of_their_packets()
    {
        await using var fixture = await CliFixture.StartAsync();

        var run = await fixture.AskAsync("radius", "client", "list");

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("wireless +10\\.0\\.7\\.0/28 +7 +2 +3 +4 +2026-05-04 03:02:01Z", run.Output);
    }

    [Theory]
    [InlineData("wireless")]
    [InlineData("10.0.7.3")]
    public async Task A_client_is_found_by_its_name_and_by_an_address_of_its(string wanted)
    {
        await using var fixture = await CliFixture.StartAsync();

        var run = await fixture.AskAsync("radius", "client", "show", wanted);

        Assert.Equal(0, run.ExitCode);
        Assert.Matches("name +wireless", run.Output);
        Assert.Matches("dropped wrong_secret +4", run.Output);
    }

    [Fact]
    public async Task A_stranger_s_address_is_nobody_s()
    {
        await using var fixture = await CliFixture.StartAsync();

        Assert.Equal(5, (await fixture.AskAsync("radius", "client", "show", "10.0.9.3")).ExitCode);
    }

    [Fact]
    public async Task A_new_client_s_secret_is_in_a_file_for_its_owner_alone_and_the_lines_can_be_read_as_configuration()
    {
        var folder = Directory.CreateTempSubdirectory("adit-radius-").FullName;
        try
        {
            var file = Path.Combine(folder, "wireless.secret");

            var run = await CliFixture.RunAsync(["radius", "client", "new", "wireless", "--address", "10.0.7.0/28", "--secret-file", file, "--vendor", "A maker"]);
            var again = await CliFixture.RunAsync(["radius", "client", "new", "wireless", "--address", "10.0.7.0/28", "--secret-file", file]);

            Assert.Equal(0, run.ExitCode);
            Assert.Matches("^[0-9a-f]{64}\n$", await File.ReadAllTextAsync(file));
            Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(file));
            Assert.DoesNotContain((await File.ReadAllTextAsync(file)).Trim(), run.Output + run.Error, StringComparison.Ordinal);
            await File.WriteAllTextAsync(Path.Combine(folder, "adit.yaml"), run.Output);
            Assert.Equal(0, (await CliFixture.RunAsync(["config", "check", Path.Combine(folder, "adit.yaml")])).ExitCode);
            Assert.NotEqual(0, again.ExitCode);
        }
        finally
        {
            Directory.Delete(folder, recursive: true);
        }
    }

    [Theory]
    [InlineData("a client", "10.0.7.0/28")]
    [InlineData("wireless", "10.0.7.1/28")]
    [InlineData("wireless", "elsewhere")]
    public async Task A_client_that_the_configuration_could_not_have_is_not_made(string name, string address) =>
        Assert.Equal(2, (await CliFixture.RunAsync(["radius", "client", "new", name, "--address", address, "--secret-file", "/nowhere/at/all"])).ExitCode);

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
