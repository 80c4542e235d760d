using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>The lab itself, without anything of ours in it: a failure here is no failure of Adit.</summary>
public sealed class LabTests : IAsyncLifetime
{
    private readonly Topology _topology = new();

    public async ValueTask InitializeAsync() => await _topology.StartAsync();

    public ValueTask DisposeAsync() => _topology.DisposeAsync();

    [Fact]
    public async Task The_guest_has_the_client_programs_and_sees_only_its_link()
    {
        var guest = _topology.Guest;

        Assert.Contains("pppd version", (await guest.RunAsync("pppd --version")).Expect(), StringComparison.Ordinal);
        Assert.Contains("sstp-client version", (await guest.RunAsync("sstpc --version")).Expect(), StringComparison.Ordinal);
        (await guest.RunAsync($"test -c /dev/ppp && ping -c 1 {Topology.ServerName}")).Expect();
        Assert.NotEqual(0, (await guest.RunAsync($"ping -c 1 -W 1 {Addresses.IntranetHost}")).ExitCode);
        Assert.Equal(7, (await guest.RunAsync("exit 7")).ExitCode);
    }

    [Fact]
    public async Task A_file_arrives_unchanged_both_ways_by_plain_routing()
    {
        (await _topology.Gateway.RunAsync("sysctl", "-w", "net.ipv4.ip_forward=1")).Expect();
        (await _topology.Guest.RunAsync($"ip route add {Addresses.Intranet} via {Addresses.Gateway}")).Expect();
        var exchange = new FileExchange(_topology, _topology.Guest, "guest by plain routing");

        var sent = await exchange.CreateFileAsync(megabytes: 10);

        Assert.Equal(sent, await exchange.DownloadAsync());
        Assert.Equal(sent, await exchange.UploadAsync());
    }

    [Fact]
    public async Task Two_guests_run_side_by_side()
    {
        await using var other = new Topology();
        await other.StartAsync();

        await other.Guest.RunAsync("touch /tmp/mine /lab/mine");

        Assert.NotEqual(0, (await _topology.Guest.RunAsync("ls /tmp/mine")).ExitCode);
        Assert.NotEqual(0, (await _topology.Guest.RunAsync("ls /lab/mine")).ExitCode);
        (await other.Guest.RunAsync("ls /tmp/mine /lab/mine")).Expect();
    }

    [Fact]
    public async Task A_client_namespace_reaches_the_gateway_by_its_name_and_nothing_beyond()
    {
        await using var client = await ClientNamespace.CreateAsync(_topology);

        (await client.Network.RunAsync("ping", "-c", "1", Topology.ServerName)).Expect();
        Assert.NotEqual(0, (await client.Network.RunAsync("ping", "-c", "1", "-W", "1", Addresses.IntranetHost)).ExitCode);
    }
}
