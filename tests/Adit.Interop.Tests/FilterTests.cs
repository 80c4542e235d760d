using System.Text.Json;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>A server with interface filters, looked at from outside: a namespace and a cable, no guest.</summary>
public sealed class FilterTests(ITestOutputHelper output) : IAsyncLifetime
{
    private const string Server = "10.96.0.1";
    private const string Interface = "road";
    private const int OtherPort = 8080;
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private static readonly string Settings = $"listen: [ '{Server}:443' ]\nplainHttp: []\nnames: [ {Server} ]\n";
    private static readonly string TunnelsOnly = Settings + $"filters:\n  - interface: {Interface}\n    preset: tunnels-only\n";

    private readonly string _folder = Directory.CreateTempSubdirectory("adit-filters-").FullName;
    private NetworkNamespace _gateway = null!;
    private NetworkNamespace _outside = null!;
    private BackgroundProcess _server = null!;
    private BackgroundProcess _other = null!;

    private string State => Path.Combine(_folder, "state");

    private string Config => Path.Combine(_folder, "adit.yaml");

    public async ValueTask InitializeAsync()
    {
        File.SetUnixFileMode(_folder, (UnixFileMode)0b111_101_101);
        _gateway = await NetworkNamespace.CreateAsync();
        _outside = await NetworkNamespace.CreateAsync();
        await NetworkNamespace.ConnectAsync(Interface, _gateway, $"{Server}/24", _outside, "10.96.0.2/24");
        _other = _gateway.Start("python3", "-m", "http.server", $"{OtherPort}", "--directory", _folder);
        await Eventually.BecomesTrueAsync("the other program answers", Limit, () => ReachesAsync($"http://{Server}:{OtherPort}/"));
        await File.WriteAllTextAsync(Config, TunnelsOnly);
        await StartAsync();
    }

    public async ValueTask DisposeAsync()
    {
        output.WriteLine(_server.Output);
        await _server.DisposeAsync();
        await _other.DisposeAsync();
        await _outside.DisposeAsync();
        await _gateway.DisposeAsync();
        Directory.Delete(_folder, recursive: true);
    }

    [Fact]
    public async Task Tunnels_only_shuts_everything_else_until_a_reload_opens_it_and_leaves_no_table_behind()
    {
        Assert.True(await ReachesAsync($"https://{Server}/healthz"));
        Assert.False(await ReachesAsync($"http://{Server}:{OtherPort}/", seconds: 2));
        Assert.InRange(await PacketsAsync("everything else"), 1, int.MaxValue);
        Assert.InRange(await PacketsAsync($"tcp to {Server}:443"), 1, int.MaxValue);

        await File.WriteAllTextAsync(Config, TunnelsOnly + $"    rules: [ {{ protocol: tcp, destinationPorts: {OtherPort} }} ]\n");
        (await AskAsync("reload")).Expect();
        Assert.True(await ReachesAsync($"http://{Server}:{OtherPort}/"));
        Assert.InRange(await PacketsAsync($"tcp to port {OtherPort}"), 1, int.MaxValue);

        await File.WriteAllTextAsync(Config, TunnelsOnly.Replace("preset:", "frobnicate:", StringComparison.Ordinal));
        Assert.Equal(1, (await AskAsync("reload")).ExitCode);
        Assert.InRange(await PacketsAsync($"tcp to port {OtherPort}"), 1, int.MaxValue);

        (await Command.RunAsync("kill", "-TERM", $"{_server.Id}")).Expect();
        Assert.Equal(0, await _server.WaitForExitAsync(Limit));
        Assert.Empty((await _gateway.RunAsync("nft", "list", "tables")).Expect());
    }

    [Fact]
    public async Task Filters_of_a_killed_server_stay_until_the_next_start_replaces_them()
    {
        (await Command.RunAsync("kill", "-KILL", $"{_server.Id}")).Expect();
        await _server.WaitForExitAsync(Limit);
        Assert.False(await ReachesAsync($"http://{Server}:{OtherPort}/", seconds: 2));

        await _server.DisposeAsync();
        await File.WriteAllTextAsync(Config, Settings);
        await StartAsync();

        Assert.True(await ReachesAsync($"http://{Server}:{OtherPort}/"));
        Assert.Equal("[]\n", (await AskAsync("filters", "-o", "json")).Expect());
    }

    private async Task StartAsync()
    {
        _server = _gateway.Start(Repository.Adit, "up", "--state", State, "--config", Config);
        await Eventually.BecomesTrueAsync("the server says how to connect", Limit, () => _server.HasExited
            ? throw new InvalidOperationException($"The server ended with {_server.ExitCode}:\n{_server.Output}")
            : Task.FromResult(_server.Output.Contains("Ctrl-C ends", StringComparison.Ordinal)));
    }

    private async Task<int> PacketsAsync(string rule) =>
        JsonDocument.Parse((await AskAsync("filters", "-o", "json")).Expect()).RootElement.EnumerateArray()
            .Single(row => row.GetProperty("rule").GetString() == rule).GetProperty("packets").GetInt32();

    /// <summary>A port that is dropped is found out by waiting.</summary>
    private async Task<bool> ReachesAsync(string url, int seconds = 20) =>
        (await _outside.RunAsync("curl", "-sk", "-m", $"{seconds}", "-o", "/dev/null", url)).ExitCode == 0;

    private Task<CommandResult> AskAsync(params string[] arguments) => Command.RunAsync([Repository.Adit, .. arguments, "--state", State]);
}
