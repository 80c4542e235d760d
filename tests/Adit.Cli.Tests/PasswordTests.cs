using Adit.Server.Tests.Control;

namespace Adit.Cli.Tests;

public sealed class PasswordTests
{
    [Fact]
    public async Task A_password_comes_from_a_file_without_its_last_line_end()
    {
        await using var fixture = await CliFixture.StartAsync();
        var file = Path.Combine(fixture.StateDirectory, "password");
        await File.WriteAllTextAsync(file, "pass word \r\n");

        await fixture.AskAsync("user", "add", "anna", "--password-file", file);

        Assert.Equal(["add anna pass word "], fixture.Server.Changes);
    }

    [Fact]
    public async Task A_password_comes_from_standard_input()
    {
        await using var fixture = await CliFixture.StartAsync();

        await CliFixture.RunAsync(["user", "add", "anna", "--password-stdin", "--state", fixture.StateDirectory], input: "secret\n");

        Assert.Equal(["add anna secret"], fixture.Server.Changes);
    }

    [Fact]
    public async Task At_a_terminal_a_new_password_is_asked_for_twice()
    {
        await using var fixture = await CliFixture.StartAsync();

        await CliFixture.RunAsync(["user", "add", "anna", "--state", fixture.StateDirectory], secrets: ["secret", "secret"]);

        Assert.Equal(["add anna secret"], fixture.Server.Changes);
    }

    [Fact]
    public async Task Two_passwords_that_differ_are_refused()
    {
        await using var fixture = await CliFixture.StartAsync();

        var run = await CliFixture.RunAsync(["user", "add", "anna", "--state", fixture.StateDirectory], secrets: ["secret", "sceret"]);

        Assert.Equal(2, run.ExitCode);
        Assert.Empty(fixture.Server.Changes);
    }

    [Fact]
    public async Task Where_nobody_can_be_asked_the_command_says_what_to_do()
    {
        using var directory = new TemporaryDirectory();

        Assert.Equal(new CliRun(2, "", """
            adit user add failed.
              Cause: Nobody is at a terminal to be asked for the password.
              Next:  Give it with --password-file FILE, or pipe it in with --password-stdin.

            """), await CliFixture.RunAsync(["user", "add", "anna", "--state", directory.Path]));
    }

    [Fact]
    public async Task An_empty_password_is_refused()
    {
        await using var fixture = await CliFixture.StartAsync();

        var run = await CliFixture.RunAsync(["user", "add", "anna", "--password-stdin", "--state", fixture.StateDirectory], input: "\n");

        Assert.Equal(2, run.ExitCode);
    }

    [Fact]
    public async Task A_password_file_that_is_not_there_exits_with_1()
    {
        await using var fixture = await CliFixture.StartAsync();

        Assert.Equal(1, (await fixture.AskAsync("user", "add", "anna", "--password-file", "/nowhere/at/all")).ExitCode);
    }

    [Theory]
    [InlineData("--password-stdin", "--generate")]
    [InlineData("--password-stdin", "--password-file", "x")]
    [InlineData("--generate", "--password-file", "x")]
    public async Task Only_one_source_may_be_named(params string[] options) =>
        Assert.Equal(2, (await CliFixture.RunAsync(["user", "add", "anna", .. options])).ExitCode);
}
