namespace Adit.Interop.Tests.Lab;

/// <summary>
/// The lab of one test class: a guest, a gateway, and a host in the intranet behind the gateway. The gateway is where the server
/// runs; whether it forwards anything is the server's business. To be disposed even where starting it failed.
/// </summary>
internal sealed class Topology : IAsyncDisposable
{
    public const string ServerName = "vpn.adit.test";

    private readonly Stack<IAsyncDisposable> _parts = new();

    /// <summary>A scratch folder, which the guest sees as <c>/lab</c>.</summary>
    public string Folder { get; } = CreateFolder();

    public NetworkNamespace Gateway { get; private set; } = null!;

    public NetworkNamespace Intranet { get; private set; } = null!;

    public Guest Guest { get; private set; } = null!;

    /// <summary>False for a lab whose clients all live in namespaces.</summary>
    public bool HasGuest => Guest is not null;

    public async Task StartAsync()
    {
        await StartNetworksAsync();
        Guest = Keep(await Guest.BootAsync(Gateway, ServerName, Folder));
    }

    /// <summary>The same without the guest, which costs the most.</summary>
    public async Task StartWithoutGuestAsync()
    {
        await StartNetworksAsync();
        await Gateway.IpAsync($"address add {Addresses.Gateway}/32 dev lo");
    }

    /// <summary>Has <paramref name="part"/> disposed with the topology, before everything that was there earlier.</summary>
    public T Keep<T>(T part)
        where T : IAsyncDisposable
    {
        _parts.Push(part);
        return part;
    }

    public async ValueTask DisposeAsync()
    {
        while (_parts.TryPop(out var part))
            await part.DisposeAsync();

        Directory.Delete(Folder, recursive: true);
    }

    private async Task StartNetworksAsync()
    {
        Gateway = Keep(await NetworkNamespace.CreateAsync());
        Intranet = Keep(await NetworkNamespace.CreateAsync());
        await NetworkNamespace.ConnectAsync("lan", Gateway, $"{Addresses.IntranetGateway}/24", Intranet, $"{Addresses.IntranetHost}/24");
        await Intranet.IpAsync($"route add default via {Addresses.IntranetGateway}");
        await Gateway.IpAsync($"address add {Addresses.IntranetGateway6}/64 dev lan nodad");
        await Intranet.IpAsync($"address add {Addresses.IntranetHost6}/64 dev lan nodad");
        await Gateway.IpAsync($"route add default via {Addresses.IntranetHost6} dev lan"); // a way out, so that sessions get one, too
    }

    // The server is free to run as a user of its own, who has to reach its state below.
    private static string CreateFolder()
    {
        var folder = Directory.CreateTempSubdirectory("adit-lab-").FullName;
        File.SetUnixFileMode(folder, UnixFileMode.UserRead | UnixFileMode.UserWrite | UnixFileMode.UserExecute
            | UnixFileMode.GroupExecute | UnixFileMode.OtherExecute);
        return folder;
    }
}
