namespace Adit.Interop.Tests.Lab;

/// <summary>
/// A client's machine whose only neighbour is a machine with a proxy, and that machine: the client knows neither the server's address
/// nor a way to it; the proxy has both.
/// </summary>
internal sealed class ProxiedClient : IMachine, IAsyncDisposable
{
    public const string ProxyAddress = "10.97.0.1";

    private const string ClientAddress = "10.97.0.2";
    private const string Inside = "proxied";
    private const string Outside = "proxy";

    private ProxiedClient(NetworkNamespace client, NetworkNamespace proxy, string labFolder) => (Network, Proxy, LabFolder) = (client, proxy, labFolder);

    public NetworkNamespace Network { get; }

    public NetworkNamespace Proxy { get; }

    public string LabFolder { get; }

    public static async Task<ProxiedClient> CreateAsync(Topology topology)
    {
        var machines = new ProxiedClient(await NetworkNamespace.CreateAsync(), await NetworkNamespace.CreateAsync(), topology.Folder);
        await NetworkNamespace.ConnectAsync(Inside, machines.Proxy, $"{ProxyAddress}/24", machines.Network, $"{ClientAddress}/24");
        await machines.Network.IpAsync($"route add default via {ProxyAddress}");
        await NetworkNamespace.ConnectAsync(Outside, topology.Gateway, "10.96.0.1/24", machines.Proxy, "10.96.0.2/24");
        await machines.Proxy.IpAsync($"route add {Addresses.Gateway} via 10.96.0.1");
        await NetworkFiles.WriteAsync(machines.Proxy, $"{Addresses.Gateway} {Topology.ServerName}");
        await NetworkFiles.WriteAsync(machines.Network, "");
        return machines;
    }

    public Task<CommandResult> RunAsync(string script, TimeSpan limit) => Network.RunAsync(["bash", "-c", script], limit);

    public async ValueTask DisposeAsync()
    {
        await Proxy.RunAsync("ip", "link", "delete", Inside);
        await Proxy.RunAsync("ip", "link", "delete", Outside);
        foreach (var network in (NetworkNamespace[])[Network, Proxy])
        {
            await network.DisposeAsync();
            NetworkFiles.Delete(network);
        }
    }
}
