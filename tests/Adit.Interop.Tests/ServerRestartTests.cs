using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>What a restart of the server leaves, and what it takes away.</summary>
public sealed class ServerRestartTests(SstpFixture lab, ITestOutputHelper output) : IClassFixture<SstpFixture>, IAsyncLifetime
{
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync() => await lab.ShowLogsAsync(output);

    [Fact]
    public async Task After_a_restart_the_client_connects_again_and_has_the_same_address()
    {
        var before = await lab.ConnectAsync();

        await lab.Server.RestartAsync();
        await lab.Client.EndsAsync();
        var after = await lab.ConnectAsync();

        Assert.Equal(before.Address, after.Address);
        await lab.Client.DisconnectAsync();
    }

    [Fact]
    public async Task A_server_that_ends_leaves_the_network_as_it_found_it()
    {
        await lab.Server.StopAsync();
        var before = await DescribeNetworkAsync();
        await lab.Server.RestartAsync();
        await lab.ConnectAsync();

        var exitCode = await lab.Server.StopAsync();

        Assert.Equal(0, exitCode);
        Assert.Equal(before, await DescribeNetworkAsync());
        await lab.Server.RestartAsync();
    }

    // Without link-local addresses: the kernel gives them to a link a while after it came up.
    private async Task<string> DescribeNetworkAsync() =>
        (await lab.Topology.Gateway.RunAsync("bash", "-c", "ip -o link; ip rule; ip route show table all | grep -v -e fe80: -e ff00:; nft list ruleset; sysctl net.ipv4.ip_forward")).Expect();
}
