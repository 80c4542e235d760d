using System.Text.Json;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>A running server reads its configuration again, with a session open.</summary>
public sealed class ReloadTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string User = "alice";
    private const string Password = "Pass-w0rd";
    private const string Server = "10.97.0.1";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private static readonly string Settings = $"listen: [ '{Server}:443' ]\nplainHttp: []\nnames: [ {Server} ]\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("adit-reload-").FullName;
    private readonly List<BackgroundProcess> _clients = [];
    private NetworkNamespace _gateway = null!;
    private NetworkNamespace _home = null!;
    private BackgroundProcess _server = null!;

    private string State => Path.Combine(_folder, "state");

    private string Config => Path.Combine(_folder, "adit.yaml");

    private string PasswordFile => Path.Combine(_folder, "password");

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        _gateway = await NetworkNamespace.CreateAsync();
        _home = await NetworkNamespace.CreateAsync();
        await NetworkNamespace.ConnectAsync("road", _gateway, $"{Server}/24", _home, "10.97.0.2/24");
        await File.WriteAllTextAsync(Config, Settings);
        await File.WriteAllTextAsync(PasswordFile, Password);
        _server = _gateway.Start(Repository.Adit, "up", "--state", State, "--config", Config);
        await Eventually.BecomesTrueAsync("the server says how to connect", Limit, () => _server.HasExited
            ? throw new InvalidOperationException($"The server ended with {_server.ExitCode}:\n{_server.Output}")
            : Task.FromResult(_server.Output.Contains("Ctrl-C ends", StringComparison.Ordinal)));
        (await AskAsync("user", "add", User, "--password-file", PasswordFile)).Expect();
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
            output.WriteLine(client.Output);
        }

        output.WriteLine(_server.Output);
        await _server.DisposeAsync();
        await _home.DisposeAsync();
        await _gateway.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    [Scenario("A51")]
    public async Task A_changed_limit_bites_and_the_open_session_stays()
    {
        await ConnectAsync();
        var session = await OnlySessionAsync();

        await File.WriteAllTextAsync(Config, Settings + "limits:\n  sessions: 1\nmtu: 1300\n");
        var reload = JsonDocument.Parse((await AskAsync("reload", "-o", "json")).Expect()).RootElement;

        Assert.Equal(
            ["mtu 1400 1300 True", "limits.sessions 10000 1 False"],
            reload.GetProperty("changes").EnumerateArray().Select(change => string.Join(
                ' ', change.GetProperty("key"), change.GetProperty("old"), change.GetProperty("new"), change.GetProperty("atNextStart").GetBoolean())));
        var refused = Dial("--no-reconnect");
        Assert.Equal(1, await refused.WaitForExitAsync(Limit));
        Assert.Contains("status 503", refused.Output, StringComparison.Ordinal);
        Assert.Equal(session, await OnlySessionAsync());
    }

    [Fact]
    public async Task Other_pools_are_in_force_for_new_sessions_and_an_open_one_keeps_its_addresses()
    {
        await ConnectAsync();
        var session = await OnlySessionAsync();
        var (address, prefix) = (await AddressAsync(session), await PrefixAsync(session));

        await File.WriteAllTextAsync(Config, Settings + "pool: [ 10.84.0.0/24, 10.85.0.0/28 ]\npools: [ { name: guests, ranges: 10.86.0.0/24 } ]\npool6: 'fd84::/48'\n");
        (await AskAsync("reload")).Expect();

        Assert.StartsWith("10.83.0.", address, StringComparison.Ordinal);
        (await _gateway.RunAsync("ping", "-c", "1", "-W", "5", address)).Expect();
        Assert.Equal(address, await AddressAsync(session));
        Assert.Contains("via the tunnel", await DescribeRouteAsync(address), StringComparison.Ordinal);
        Assert.Contains("via the tunnel", await DescribeRouteAsync(prefix.Replace("/64", "2", StringComparison.Ordinal)), StringComparison.Ordinal);
        var routes = await _gateway.IpAsync("route show");
        Assert.DoesNotContain("10.83.0.0/24", routes, StringComparison.Ordinal);
        Assert.Contains("10.84.0.0/24 dev adit0", routes, StringComparison.Ordinal);

        await EndAsync();
        Assert.DoesNotContain(address, await _gateway.IpAsync("route show"), StringComparison.Ordinal);
        Assert.DoesNotContain(prefix, await _gateway.IpAsync("-6 route show"), StringComparison.Ordinal);
        await ConnectAsync();
        var next = await OnlySessionAsync();
        Assert.StartsWith("10.84.0.", await AddressAsync(next), StringComparison.Ordinal);
        Assert.StartsWith("fd84:0:0:", await PrefixAsync(next), StringComparison.Ordinal);
        (await _home.RunAsync("ping", "-c", "1", "-W", "5", "10.84.0.1")).Expect();
    }

    [Theory]
    [InlineData("pool: dhcp\ndhcp: { interface: road }\n", "cannot go from a pool of addresses to DHCP")]
    [InlineData("pool: ADDRESS-10.83.0.200\n", "is to be the server's own, and a session has it")]
    [InlineData("pool: 10.97.0.0/24\n", "overlaps with 10.97.0.1/24 on road")]
    public async Task A_pool_that_cannot_be_is_refused_with_its_cause_and_nothing_changes(string pool, string cause)
    {
        await ConnectAsync();
        var session = await OnlySessionAsync();
        var before = ((await AskAsync("config", "show")).Expect(), await _gateway.IpAsync("route show"), await _gateway.IpAsync("address show adit0"));

        await File.WriteAllTextAsync(Config, Settings + pool.Replace("ADDRESS", await AddressAsync(session), StringComparison.Ordinal));
        var refused = await AskAsync("reload");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(cause, refused.Output, StringComparison.Ordinal);
        Assert.Equal(before, ((await AskAsync("config", "show")).Expect(), await _gateway.IpAsync("route show"), await _gateway.IpAsync("address show adit0")));
    }

    [Fact]
    public async Task Nat_is_turned_off_and_on_at_a_reload()
    {
        await File.WriteAllTextAsync(Config, Settings + "nat: off\n");
        (await AskAsync("reload")).Expect();
        Assert.DoesNotContain("masquerade", await RulesAsync(), StringComparison.Ordinal);

        await File.WriteAllTextAsync(Config, Settings + "nat: on\npool6: 'fd84::/48'\n");
        (await AskAsync("reload")).Expect();
        var rules = await RulesAsync();
        Assert.Contains("meta nfproto ipv4 iifname \"adit0\"", rules, StringComparison.Ordinal);
        Assert.Contains("ip6 saddr", rules, StringComparison.Ordinal);
        Assert.Contains("fd84::/48", rules, StringComparison.Ordinal);
    }

    private async Task<string> RulesAsync() => (await _gateway.RunAsync("nft", "list", "ruleset")).Expect();

    private async Task<string> DescribeRouteAsync(string address) =>
        (await _gateway.RunAsync("ip", "route", "get", address)).Expect().Contains("dev adit0", StringComparison.Ordinal) ? "via the tunnel" : "elsewhere";

    private Task<string> AddressAsync(string session) => PropertyAsync(session, "address");

    private Task<string> PrefixAsync(string session) => PropertyAsync(session, "ipv6Prefix");

    private async Task<string> PropertyAsync(string session, string name) => JsonDocument.Parse((await AskAsync("sessions", "-o", "json")).Expect())
        .RootElement.EnumerateArray().Single(one => one.GetProperty("id").GetString() == session).GetProperty(name).GetString()!;

    private async Task EndAsync()
    {
        await _clients[^1].TerminateAsync();
        await Eventually.BecomesTrueAsync("no session is left", Limit, async () =>
            JsonDocument.Parse((await AskAsync("sessions", "-o", "json")).Expect()).RootElement.GetArrayLength() == 0);
    }

    [Fact]
    public async Task A_file_with_a_fault_changes_nothing_and_says_why()
    {
        await ConnectAsync();
        var session = await OnlySessionAsync();
        var before = (await AskAsync("config", "show")).Expect();

        await File.WriteAllTextAsync(Config, Settings + "limits:\n  sessions: 1\n  frobnicate: 1\n");
        var refused = await AskAsync("reload");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("line 6, column 3: unknown key 'frobnicate'", refused.Output, StringComparison.Ordinal);
        Assert.Contains("Nothing has been changed.", refused.Output, StringComparison.Ordinal);
        Assert.Equal(before, (await AskAsync("config", "show")).Expect());
        Assert.Equal(session, await OnlySessionAsync());
    }

    [Fact]
    public async Task A_pool_over_a_network_of_this_machine_is_found_beforehand_and_at_a_reload()
    {
        var (check, reload) = await RefuseAsync("pool: 10.97.0.0/24");

        Assert.Contains($"{Config}:4:7: The pool 10.97.0.0/24 overlaps with 10.97.0.1/24 on road", check.Output, StringComparison.Ordinal);
        Assert.Contains("line 4, column 7: The pool 10.97.0.0/24 overlaps with 10.97.0.1/24 on road", reload.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Another_congestion_control_is_in_force_for_the_next_connection_whatever_the_route_says()
    {
        await _gateway.IpAsync("route replace 10.97.0.0/24 dev road src 10.97.0.1 congctl cubic");
        await File.WriteAllTextAsync(Config, Settings + "link: { congestionControl: reno }\n");

        (await AskAsync("reload")).Expect();

        await ConnectAsync();
        Assert.Contains(" reno ", (await _gateway.RunAsync("ss", "-tinH", "state", "established", "sport", "=", ":443")).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_congestion_control_that_the_kernel_lacks_is_refused_with_what_it_offers()
    {
        var (check, reload) = await RefuseAsync("link: { congestionControl: no-such }");

        Assert.Contains($"{Config}:4:28: This kernel has no congestion control 'no-such'; it offers ", check.Output, StringComparison.Ordinal);
        Assert.Contains("modprobe tcp_no-such", check.Output, StringComparison.Ordinal);
        Assert.Contains("line 4, column 28: This kernel has no congestion control 'no-such'", reload.Output, StringComparison.Ordinal);
        Assert.Contains("modprobe tcp_no-such", reload.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task SIGHUP_reads_it_again_and_a_listener_and_a_name_come_and_go()
    {
        await ConnectAsync();
        var session = await OnlySessionAsync();
        await File.WriteAllTextAsync(Config, $"listen: [ '{Server}:8443' ]\nplainHttp: []\nnames: [ vpn.adit.test, {Server} ]\n");

        (await Command.RunAsync("kill", "-HUP", $"{_server.Id}")).Expect();

        await Eventually.BecomesTrueAsync("the new port shows the new certificate", Limit, async () =>
            (await FetchAsync("vpn.adit.test", 8443)).ExitCode == 0);
        Assert.NotEqual(0, (await FetchAsync(Server, 443)).ExitCode);
        Assert.Equal(session, await OnlySessionAsync());
        await Eventually.BecomesTrueAsync("it is logged", Limit, () => Task.FromResult(
            _server.Output.Contains("at the request of a signal: names: 10.97.0.1 -> vpn.adit.test, 10.97.0.1", StringComparison.Ordinal)));
        Assert.Contains("configuration.reloaded", (await AskAsync("events", "--recent", "10", "-o", "json")).Expect(), StringComparison.Ordinal);
    }

    /// <summary>What the check, and then a reload, say of the settings with this line.</summary>
    private async Task<(CommandResult Check, CommandResult Reload)> RefuseAsync(string line)
    {
        await File.WriteAllTextAsync(Config, $"{Settings}{line}\n");
        var check = await _gateway.RunAsync(Repository.Adit, "config", "check", Config);
        var reload = await AskAsync("reload");
        Assert.Equal((1, 1), (check.ExitCode, reload.ExitCode));
        return (check, reload);
    }

    private async Task ConnectAsync()
    {
        var client = Dial();
        await AditClient.IsConnectedAsync(client);
    }

    private BackgroundProcess Dial(params string[] options)
    {
        var client = _home.Start(
            [Repository.Adit, "connect", Server, "--user", User, "--password-file", PasswordFile, "--ca", Path.Combine(State, "ca.crt"), .. options]);
        _clients.Add(client);
        return client;
    }

    private async Task<string> OnlySessionAsync()
    {
        var sessions = JsonDocument.Parse((await AskAsync("sessions", "-o", "json")).Expect()).RootElement;
        return Assert.Single(sessions.EnumerateArray().ToList()).GetProperty("id").GetString()!;
    }

    private Task<CommandResult> FetchAsync(string name, int port) => _home.RunAsync(
        "curl", "-sS", "-m", "5", "--cacert", Path.Combine(State, "ca.crt"), "--resolve", $"{name}:{port}:{Server}", $"https://{name}:{port}/healthz");

    private Task<CommandResult> AskAsync(params string[] arguments) => Command.RunAsync([Repository.Adit, .. arguments, "--state", State]);
}
