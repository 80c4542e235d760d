namespace Adit.Cli.Tests;

public sealed class UsageTests
{
    [Theory]
    [InlineData]
    [InlineData("nonsense")]
    [InlineData("status", "--nonsense")]
    [InlineData("status", "-o", "xml")]
    [InlineData("disconnect")]
    [InlineData("user")]
    [InlineData("user", "add")]
    [InlineData("why")]
    [InlineData("explain")]
    [InlineData("explain", "853", "854")]
    [InlineData("connect", "vpn.example.org")]
    [InlineData("connect", "--user", "anna")]
    [InlineData("connect", "vpn.example.org", "--user", "anna", "--lockdown", "--no-default-route")]
    [InlineData("connect", "vpn.example.org", "--user", "anna", "--interface", "a b")]
    [InlineData("connect", "vpn.example.org", "--profile", "x.yaml")]
    [InlineData("connect", "vpn.example.org", "--user", "anna", "--server-name", "(*")]
    [InlineData("connect", "vpn.example.org", "--user", "anna", "--pin", "AB")]
    [InlineData("cert", "check", "vpn.pem", "--role", "web")]
    [InlineData("cert", "check", "")]
    [InlineData("lockdown")]
    [InlineData("connection", "install")]
    [InlineData("connect", "vpn.example.org", "--user", "anna", "--port", "0")]
    [InlineData("connect", "vpn.example.org", "--user", "anna", "--port", "65536")]
    [InlineData("connect", "vpn.example.org", "--user", "anna", "--port", "https")]
    [InlineData("connect", "vpn.example.org", "--user", "anna", "--password", "secret")]
    public async Task A_command_line_that_cannot_be_understood_exits_with_2_and_prints_no_data(params string[] args)
    {
        var run = await CliFixture.RunAsync(args);

        Assert.Equal((2, ""), (run.ExitCode, run.Output));
        Assert.Matches("^adit[a-z ]* failed\\.\n  Cause: .+\n  Next:  See 'adit[a-z ]* --help'\\.\n$", run.Error);
    }

    [Fact]
    public async Task The_cause_names_the_option_and_what_it_may_be() => Assert.Equal("""
        adit status failed.
          Cause: -o is to be table or json.
          Next:  See 'adit status --help'.

        """, (await CliFixture.RunAsync(["status", "-o", "xml"])).Error);

    [Theory]
    [InlineData("--help", "up", "connect", "connection", "lockdown", "demo", "status", "sessions", "disconnect", "user", "events", "audit", "metrics", "why", "explain", "api", "completion", "man")]
    [InlineData("user --help", "add", "list", "passwd", "disable", "enable", "remove", "unlock")]
    [InlineData("up --help", "--name", "--config", "--state")]
    [InlineData("connect --help", "--user", "--password-file", "--password-stdin", "--ca", "--sni", "--port", "--no-default-route", "--no-reconnect", "--json",
        "--proxy", "--proxy-user", "--proxy-password-file", "--lockdown", "--lockdown-lan", "--interface", "--profile", "--revocation", "--congestion-control", "--no-udp-offload")]
    [InlineData("connection --help", "install", "remove", "list")]
    [InlineData("lockdown --help", "status", "off")]
    public async Task Help_names_everything_there_is(string args, params string[] words)
    {
        var run = await CliFixture.RunAsync(args.Split(' '));

        Assert.Equal((0, ""), (run.ExitCode, run.Error));
        Assert.All(words, word => Assert.Contains($" {word}", run.Output, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_name_that_begins_with_an_at_sign_is_a_name()
    {
        await using var fixture = await CliFixture.StartAsync();

        Assert.Equal(0, (await fixture.AskAsync("user", "add", "@anna", "--generate")).ExitCode);
    }
}
