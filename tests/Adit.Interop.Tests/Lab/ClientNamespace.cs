namespace Adit.Interop.Tests.Lab;

/// <summary>
/// A namespace of this machine with a link to the gateway, for clients that need no kernel of their own: ours. It finds the server
/// by name and address, and without a tunnel it reaches nothing but the gateway.
/// </summary>
internal sealed class ClientNamespace(NetworkNamespace network, string labFolder) : IMachine, IAsyncDisposable
{
    private const string Link = "client";

    public NetworkNamespace Network => network;

    public string LabFolder => labFolder;

    public static async Task<ClientNamespace> CreateAsync(Topology topology)
    {
        var client = new ClientNamespace(await NetworkNamespace.CreateAsync(), topology.Folder);
        await client.PlugInAsync(topology.Gateway);
        return client;
    }

    public Task<CommandResult> RunAsync(string script, TimeSpan limit) => Network.RunAsync(["bash", "-c", script], limit);

    public async ValueTask DisposeAsync()
    {
        // A namespace's links go some time after it; the next client's link has the same name.
        await Network.RunAsync("ip", "link", "delete", Link);
        await Network.DisposeAsync();
        NetworkFiles.Delete(Network);
    }

    private async Task PlugInAsync(NetworkNamespace gateway)
    {
        await NetworkNamespace.ConnectAsync(Link, gateway, $"{Addresses.ClientGateway}/24", Network, $"{Addresses.Client}/24");
        await Network.IpAsync($"route add {Addresses.Gateway} via {Addresses.ClientGateway}");
        await NetworkFiles.WriteAsync(Network, $"{Addresses.Gateway} {Topology.ServerName}");
    }
}
