using System.Text.Json;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>The kill switch: what leaves a client's machine while its tunnel is up, away, and gone with its process; and a connection from a file.</summary>
[Collection(WaysCollection.Name)]
public sealed class LockdownTests(SstpFixture lab, ITestOutputHelper output) : IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private ClientNamespace _machine = null!;
    private BackgroundProcess? _client;

    public async ValueTask InitializeAsync() => _machine = await ClientNamespace.CreateAsync(lab.Topology);

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();

        output.WriteLine(_client?.Output ?? "");
        await _machine.DisposeAsync();
    }

    [Fact]
    public async Task While_the_connection_is_made_again_nothing_leaves()
    {
        Assert.True(await ReachesNeighbourAsync());
        await ConnectAsync("--lockdown");
        Assert.False(await ReachesNeighbourAsync());

        await lab.Server.StopAsync();
        await SaysAsync("trying again in");
        Assert.False(await ReachesNeighbourAsync());
        await lab.Server.RestartAsync();

        await ReachesIntranetAsync();
        Assert.False(await ReachesNeighbourAsync());
    }

    [Fact]
    public async Task An_end_that_the_user_wishes_for_lifts_it()
    {
        await ConnectAsync("--lockdown");

        await _client!.TerminateAsync();

        Assert.True(await ReachesNeighbourAsync());
        Assert.False((await StatusAsync()).GetProperty("isOn").GetBoolean());
    }

    [Fact]
    public async Task A_client_that_is_killed_leaves_it_and_the_next_one_needs_no_name_server()
    {
        await ConnectAsync("--lockdown");
        await KillAsync();
        Assert.False(await ReachesNeighbourAsync());
        await NetworkFiles.WriteAsync(_machine.Network, ""); // the server's name is known no longer

        await ConnectAsync("--lockdown");

        await KillAsync();
        Assert.Equal("vpn.adit.test", (await StatusAsync()).GetProperty("servers")[0].GetProperty("name").GetString());
        (await _machine.Network.RunAsync(Repository.Adit, "lockdown", "off")).Expect();
        Assert.True(await ReachesNeighbourAsync());
    }

    [Fact]
    public async Task The_LAN_stays_reachable_where_that_is_wished_for()
    {
        await ConnectAsync("--lockdown-lan");

        Assert.True(await ReachesNeighbourAsync());
    }

    [Fact]
    public async Task A_first_attempt_that_fails_locks_nobody_out()
    {
        Start("--lockdown", "--sni", "another.adit.test");

        Assert.Equal(1, await _client!.WaitForExitAsync(Limit));
        Assert.True(await ReachesNeighbourAsync());
    }

    [Fact]
    public async Task A_connection_runs_from_its_file_as_its_unit_runs_it()
    {
        var file = Path.Combine(lab.Topology.Folder, "office.yaml");
        await File.WriteAllTextAsync(file, $"""
            host: {Topology.ServerName}
            user: {SstpFixture.User}
            passwordFile: {lab.Server.PasswordFile(SstpFixture.User)}
            ca: {lab.Server.CaFile}
            interface: office0
            lockdown: on
            """);

        string[] asItsUnit = ["setpriv", "--bounding-set", "-all,+net_admin", "--no-new-privs"]; // what of the unit can be had without systemd
        _client = _machine.Network.Start([.. asItsUnit, Repository.Adit, "connect", "--profile", file, "--json"]);
        await ReachesIntranetAsync();
        await _client.TerminateAsync();

        var events = _client.Output.TrimEnd().Split('\n').Select(line => JsonDocument.Parse(line).RootElement).ToList();
        Assert.Equal(["connecting", "lockdown", "connected", "lockdown", "ended"],
            events.Select(one => one.GetProperty("event").GetString()).Where(name => name is "connecting" or "lockdown" or "connected" or "ended"));
        Assert.Equal("office0", events.Single(one => one.GetProperty("event").GetString() is "connected").GetProperty("device").GetString());
        Assert.Equal("user", events[^1].GetProperty("reason").GetString());
    }

    [Fact]
    public async Task Two_connections_cannot_have_one_interface()
    {
        await ConnectAsync("--interface", "office0");

        await using var second = AditClient.Start(
            _machine, lab.Server, SstpFixture.User, lab.Server.PasswordFile(SstpFixture.User), "--interface", "office0", "--no-default-route");

        Assert.Equal(1, await second.WaitForExitAsync(Limit));
        Assert.Contains("633 (0x279) ERROR_PORT_NOT_AVAILABLE", second.Output, StringComparison.Ordinal);
    }

    private async Task ConnectAsync(params string[] options)
    {
        Start(options);
        await ReachesIntranetAsync();
    }

    private void Start(params string[] options) =>
        _client = AditClient.Start(_machine, lab.Server, SstpFixture.User, lab.Server.PasswordFile(SstpFixture.User), options);

    private async Task KillAsync()
    {
        await Command.RunAsync("kill", "-KILL", $"{_client!.Id}");
        await _client.WaitForExitAsync(Limit);
        output.WriteLine(_client.Output);
        await _client.DisposeAsync();
        _client = null;
    }

    private async Task<JsonElement> StatusAsync() =>
        JsonDocument.Parse((await _machine.Network.RunAsync(Repository.Adit, "lockdown", "status", "-o", "json")).Expect()).RootElement;

    /// <summary>The gateway's own address on the client's link: in the LAN, and outside the tunnel.</summary>
    private async Task<bool> ReachesNeighbourAsync() =>
        (await _machine.Network.RunAsync("ping", "-c", "1", "-W", "2", Addresses.ClientGateway)).ExitCode == 0;

    private Task ReachesIntranetAsync() => Eventually.BecomesTrueAsync("the client reaches the intranet", Limit, async () => _client!.HasExited
        ? throw new InvalidOperationException($"The client ended with {_client.ExitCode}:\n{_client.Output}")
        : (await _machine.Network.RunAsync("ping", "-c", "1", "-W", "1", Addresses.IntranetHost)).ExitCode == 0);

    private Task SaysAsync(string words) => Eventually.BecomesTrueAsync($"the client says '{words}'", Limit, () =>
        Task.FromResult(_client!.Output.Contains(words, StringComparison.Ordinal)));
}
