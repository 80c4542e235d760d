using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary><c>adit up</c> in a network of its own: what stops it leaves no trace, and so does its end.</summary>
public sealed class StartupTests(ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan StartLimit = TimeSpan.FromSeconds(60);

    private readonly string _state = Directory.CreateTempSubdirectory("adit-start-").FullName;
    private readonly List<BackgroundProcess> _servers = [];
    private NetworkNamespace _network = null!;

    private string Config => Path.Combine(_state, "adit.yaml");

    public async ValueTask InitializeAsync() => _network = await NetworkNamespace.CreateAsync();

    public async ValueTask DisposeAsync()
    {
        foreach (var server in _servers)
        {
            output.WriteLine(server.Output);
            await server.DisposeAsync();
        }

        await _network.DisposeAsync();
        Directory.Delete(_state, recursive: true);
    }

    [Theory]
    [InlineData("mtu: 9000\nfrobnicate: 1\n", "adit.yaml: line 1, column 6: 'mtu' takes", "line 2, column 1: unknown key 'frobnicate'")]
    [InlineData("pool: [ 1\n", "adit.yaml: line ", "Correct the file")]
    [InlineData("pool: 127.0.0.0/8\nlisten: 192.0.2.99:443\n", "192.0.2.99:443 is no address of this machine", "listen:")]
    [InlineData("pool: dhcp\ndhcp: { interface: lan9 }\n", "There is no interface 'lan9'", "dhcp.interface")]
    [InlineData("pool: dhcp\ndhcp: { interface: other }\n", "'other' is in no IPv4 network", "dhcp.interface")]
    [InlineData("pool: 10.5.0.0/16\n", "The pool 10.5.0.0/16 overlaps with 10.5.1.1/24 on lan", "pool:")]
    [InlineData("certificates: [ { file: /nowhere/vpn.pem } ]\n", "/nowhere/vpn.pem: cannot be read", "certificates:")]
    public async Task A_wrong_configuration_stops_the_first_start_before_there_is_a_file(string yaml, string cause, string nextStep)
    {
        await _network.IpAsync("link add lan type veth peer name other");
        await _network.RaiseAsync("lan", "10.5.1.1/24");
        await File.WriteAllTextAsync(Config, yaml);

        await RefusesAsync(cause, nextStep);

        Assert.Equal([Config], Directory.GetFileSystemEntries(_state));
    }

    [Fact]
    public async Task A_name_that_no_certificate_can_hold_stops_the_first_start_before_there_is_a_file()
    {
        var refused = await _network.RunAsync(Repository.Adit, "up", "--state", _state, "--name", "not_a_name");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("'not_a_name' is neither an IP address nor a DNS name", refused.Output, StringComparison.Ordinal);
        Assert.Empty(Directory.GetFileSystemEntries(_state));
    }

    [Fact]
    public async Task A_configuration_that_is_not_there_is_named()
    {
        var before = await DescribeAsync();

        var refused = await _network.RunAsync(Repository.Adit, "up", "--state", _state, "--config", "/nowhere/adit.yaml");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("/nowhere/adit.yaml cannot be read", refused.Output, StringComparison.Ordinal);
        Assert.Equal(before, await DescribeAsync());
    }

    [Fact]
    public async Task Without_the_right_to_make_interfaces_it_says_so()
    {
        await RefusesAsync("lacks CAP_NET_ADMIN", "Run as root", "setpriv", "--bounding-set", "-net_admin");

        Assert.Empty(Directory.GetFileSystemEntries(_state));
    }

    [Fact]
    [Scenario("B18")]
    public async Task A_port_that_another_program_has_is_named()
    {
        await using var taken = await ListenAsync(443);

        await RefusesAsync("443 is taken by another program", "ss -ltnp");

        Assert.Empty(Directory.GetFileSystemEntries(_state));
    }

    [Fact]
    public async Task A_program_that_keeps_the_port_of_DHCP_to_itself_is_told_of()
    {
        await _network.IpAsync("link add lan type veth peer name other");
        await _network.RaiseAsync("lan", "10.5.1.1/24");
        await File.WriteAllTextAsync(Config, "pool: dhcp\ndhcp: { interface: lan }\n");
        await using var taken = _network.Start("socat", "-u", "UDP4-RECV:68", "STDOUT");
        await Eventually.BecomesTrueAsync("port 68 is taken", StartLimit, async () =>
            (await _network.RunAsync("ss", "-Hlun", "sport = :68")).Output.Length > 0);

        await RefusesAsync("UDP port 68 on lan is taken by another program", "ss -lunp");
    }

    [Fact]
    public async Task A_second_server_on_other_state_does_not_share_the_port_of_the_first()
    {
        await StartAsync();
        var other = Directory.CreateDirectory(Path.Combine(_state, "other")).FullName;
        await File.WriteAllTextAsync(Path.Combine(other, "adit.yaml"), "pool: 10.84.0.0/24\ninterface: adit1\nplainHttp: []\n");

        var refused = await _network.RunAsync(Repository.Adit, "up", "--state", other);

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("443 is taken by another program", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_second_server_on_the_same_state_is_refused_and_the_first_serves_on()
    {
        await StartAsync();

        await RefusesAsync("Another server uses the state directory", "--state");

        await IsServingAsync();
    }

    [Theory]
    [InlineData("adit.db", "adit.db is damaged", "backup")]
    [InlineData("ca.key", "ca.key", "Restore it from a backup")]
    [InlineData("ca.crt", "ca.crt", "Restore it from a backup")]
    [InlineData("seal.key", "seal.key has", "backup")]
    public async Task A_damaged_file_stops_the_start_and_is_left_as_it_is(string file, string cause, string nextStep)
    {
        await StartAndStopAsync();
        await DamageAsync(Path.Combine(_state, file));

        await RefusesAsync(cause, nextStep);
    }

    [Fact]
    public async Task A_database_of_a_newer_version_stops_the_start_and_is_left_as_it_is()
    {
        await StartAndStopAsync();
        await PokeAsync(Path.Combine(_state, "adit.db"), offset: 60, [0, 0, 0, 99]); // user_version, SQLite's file format §1.3

        await RefusesAsync("has schema 99", "Install the newer Adit");
    }

    [Theory]
    [InlineData("seal.key", "seal.key may be used by others")]
    [InlineData("ca.key", "ca.key: holds a private key, and its mode 0644")]
    [InlineData("server.key", "server.key: holds a private key, and its mode 0644")]
    [InlineData("adit.db", "adit.db may be used by others")]
    public async Task A_secret_that_others_can_read_stops_the_start(string file, string cause)
    {
        await StartAndStopAsync();
        File.SetUnixFileMode(Path.Combine(_state, file), (UnixFileMode)0b110_100_100);

        await RefusesAsync(cause, "chmod 600");
    }

    [Fact]
    public async Task A_start_that_fails_half_way_is_undone()
    {
        await StartAndStopAsync();

        await RefusesAsync("run nft", "Install the package 'nftables'", "env", "PATH=/nowhere");
    }

    [Fact]
    public async Task Accounts_that_another_key_file_has_sealed_are_named()
    {
        await StartAndStopAsync();
        await PokeAsync(Path.Combine(_state, "seal.key"), offset: 0, [1, 2, 3, 4]);
        await RefusesAsync("ca.key: cannot be opened with seal.key", "Mend the file");
        foreach (var file in new[] { "ca.key", "ca.crt", "issuing.key", "issuing.crt" })
            File.Delete(Path.Combine(_state, file)); // as whoever has no backup must begin anew

        var server = await StartAsync();

        await Eventually.BecomesTrueAsync("the server names the account", StartLimit, () =>
            Task.FromResult(server.Output.Contains("cannot sign in: adit.", StringComparison.Ordinal)));
    }

    [Fact]
    public async Task After_a_kill_the_next_start_and_its_end_leave_no_interface_and_no_rule()
    {
        var before = await DescribeNetworkAsync();
        var killed = await StartAsync();
        await Command.RunAsync("kill", "-KILL", $"{killed.Id}");
        await killed.WaitForExitAsync(StartLimit);

        await StartAndStopAsync();

        // The setting stays as the killed one left it: the next start found it so.
        Assert.Equal(before.Replace("ip_forward = 0", "ip_forward = 1", StringComparison.Ordinal), await DescribeNetworkAsync());
    }

    [Fact]
    public async Task Where_port_80_is_taken_it_starts_and_says_so()
    {
        await using var taken = await ListenAsync(80);

        var server = await StartAsync();

        Assert.Contains("plain HTTP is not served", server.Output, StringComparison.Ordinal);
        Assert.Contains("# copy", server.Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("0", "TERM")]
    [InlineData("1", "TERM")]
    [InlineData("0", "INT")]
    public async Task Its_end_puts_everything_back(string forwarding, string signal)
    {
        (await _network.RunAsync("sysctl", "-qw", $"net.ipv4.ip_forward={forwarding}")).Expect();
        var before = await DescribeNetworkAsync();
        var server = await StartAsync();
        Assert.NotEqual(before, await DescribeNetworkAsync());

        await Command.RunAsync("kill", $"-{signal}", $"{server.Id}");

        Assert.Equal(0, await server.WaitForExitAsync(TimeSpan.FromSeconds(60)));
        Assert.Equal(before, await DescribeNetworkAsync());
    }

    [Fact]
    public async Task What_cannot_be_undone_is_reported_and_the_rest_is_undone()
    {
        var before = await DescribeNetworkAsync();
        var server = await StartAsync(WithoutNft());

        File.Delete(Path.Combine(_state, "bin", "nft"));
        await server.TerminateAsync();

        Assert.Contains("NatSet could not be undone", server.Output, StringComparison.Ordinal);
        (await _network.RunAsync("nft", "delete", "table", "inet", "adit_adit0")).Expect();
        (await _network.RunAsync("nft", "delete", "table", "inet", "adit_adit0_6")).Expect();
        Assert.Equal(before, await DescribeNetworkAsync());
    }

    [Fact]
    public async Task The_password_of_the_first_account_is_shown_by_the_first_start_that_succeeds()
    {
        await using (await ListenAsync(443))
            await RefusesAsync("443 is taken", "ss -ltnp");

        var server = await StartAsync();

        Assert.Contains("shown once", server.Output, StringComparison.Ordinal);
    }

    private async Task RefusesAsync(string cause, string nextStep, params string[] wrapper)
    {
        var before = await DescribeAsync();

        var refused = await _network.RunAsync([.. wrapper, Repository.Adit, "up", "--state", _state]);

        output.WriteLine(refused.Output);
        Assert.Equal(1, refused.ExitCode);
        Assert.Contains(cause, refused.Output, StringComparison.Ordinal);
        Assert.Contains(nextStep, refused.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("An error of ours", refused.Output, StringComparison.Ordinal);
        Assert.DoesNotContain("\\u000A", refused.Output, StringComparison.Ordinal); // many faults stand on lines of their own
        Assert.Equal(before, await DescribeAsync());
    }

    private async Task<BackgroundProcess> StartAsync(params string[] wrapper)
    {
        var server = _network.Start([.. wrapper, Repository.Adit, "up", "--state", _state]);
        _servers.Add(server);
        await Eventually.BecomesTrueAsync("the server says how to connect", StartLimit, () => server.HasExited
            ? throw new InvalidOperationException($"The server ended with {server.ExitCode}:\n{server.Output}")
            : Task.FromResult(server.Output.Contains("Ctrl-C ends", StringComparison.Ordinal)));
        return server;
    }

    private async Task StartAndStopAsync() => await (await StartAsync()).TerminateAsync();

    private async Task IsServingAsync() =>
        (await _network.RunAsync("curl", "-fsS", "-k", "-m", "20", "https://127.0.0.1/healthz")).Expect();

    /// <summary>A listener of another program.</summary>
    private async Task<BackgroundProcess> ListenAsync(int port)
    {
        var listener = _network.Start("python3", "-m", "http.server", $"{port}", "--bind", "::");
        await Eventually.BecomesTrueAsync($"port {port} is taken", StartLimit, async () =>
            (await _network.RunAsync("ss", "-Hltn", $"sport = :{port}")).Output.Length > 0);
        return listener;
    }

    /// <summary>The server finds nft in a folder from which the test can take it away.</summary>
    private string[] WithoutNft()
    {
        var folder = Directory.CreateDirectory(Path.Combine(_state, "bin")).FullName;
        File.CreateSymbolicLink(Path.Combine(folder, "nft"), "/usr/sbin/nft");
        return ["env", $"PATH={folder}"];
    }

    private static Task DamageAsync(string file) =>
        PokeAsync(file, offset: 0, [.. Enumerable.Repeat((byte)'x', 4096)], keep: Path.GetExtension(file) is ".db" ? 100 : 0);

    private static async Task PokeAsync(string file, int offset, byte[] bytes, int keep = 0)
    {
        await using var stream = new FileStream(file, FileMode.Open, FileAccess.ReadWrite);
        stream.Position = offset + keep;
        await stream.WriteAsync(bytes);
    }

    private async Task<string> DescribeAsync() => await DescribeNetworkAsync() + await DescribeFilesAsync();

    private async Task<string> DescribeNetworkAsync() => (await _network.RunAsync(
        "bash", "-c", "ip -o link; ip -o address; ip rule; ip route show table all; nft list ruleset; sysctl net.ipv4.ip_forward")).Expect();

    private async Task<string> DescribeFilesAsync() => (await Command.RunAsync(
        "bash", "-c", $"cd {_state} && find . -printf '%p %m %s %T@\\n' | grep -v '^[.] ' | sort; find . -type f -exec sha256sum {{}} + | sort")).Expect();
}
