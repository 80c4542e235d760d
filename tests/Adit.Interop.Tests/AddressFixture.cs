using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>
/// A gateway with two networks behind it: hosts of the intranet send to the gateway what is not for them, those of the other have no
/// route. Where a test wants another configuration than the one before, the server reads it anew, and starts again
/// only for what a reload does not change.
/// </summary>
public sealed class AddressFixture : IAsyncLifetime
{
    private const string Everywhere = "[::]:443";

    private string _yaml = "";
    private NetworkNamespace _lonely = null!;

    internal Topology Topology { get; } = new();

    internal ServerProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Topology.StartWithoutGuestAsync();
        _lonely = Topology.Keep(await NetworkNamespace.CreateAsync());
        await NetworkNamespace.ConnectAsync("lonely", Topology.Gateway, $"{Addresses.LonelyGateway}/24", _lonely, $"{Addresses.LonelyHost}/24");
        await Topology.Intranet.IpAsync($"address add {Addresses.IntranetSecond}/24 dev lan");
        await Topology.Gateway.IpAsync($"address add {Addresses.WideGateway6}/48 dev lan nodad");
        await Topology.Intranet.IpAsync($"address add {Addresses.WideHost6}/48 dev lan nodad");
    }

    public ValueTask DisposeAsync() => Topology.DisposeAsync();

    /// <summary>Has the server run with these settings beside those of every test.</summary>
    internal Task ServeAsync(string pool, string settings) => ServeAsync($"{ServerSettings.WithPool(pool, Everywhere)}\n{settings}\n");

    /// <summary>The same, with addresses that are leased, and with nothing said about names.</summary>
    internal Task ServeDhcpAsync(string settings) => ServeAsync($"{ServerSettings.WithoutDns("dhcp")}\n{settings}\n");

    private async Task ServeAsync(string yaml)
    {
        if (yaml == _yaml)
            return;

        if (Server is null)
            Server = await ServerProcess.StartFromAsync(Topology, yaml);
        else if (_yaml.Length == 0 || !await Server.TryReloadFromAsync(yaml))
            await Server.RestartFromAsync(yaml);
        _yaml = yaml;
    }

    /// <summary>Has the server end; the next test starts it again. Its exit code.</summary>
    internal Task<int> StopAsync()
    {
        _yaml = "";
        return Server.StopAsync();
    }

    /// <summary>Each account is made once.</summary>
    internal async Task AddAccountAsync(string name)
    {
        if (!File.Exists(Server.PasswordFile(name)))
            await Server.AddAccountAsync(name, "Pass-w0rd");
    }

    internal Task NoSessionIsLeftAsync() => Eventually.BecomesTrueAsync("the server has no session", TimeSpan.FromSeconds(60), async () =>
        _yaml.Length == 0 || await Server.CountSessionsAsync() == 0);

    /// <summary>What the gateway has on its machine for single addresses: answers in its networks, and routes into the tunnels.</summary>
    internal async Task<(string Answers, string Routes)> DescribePresenceAsync() =>
        ((await Topology.Gateway.IpAsync("-4 neigh show proxy")).Trim(),
            RoutesIntoTunnels(await Topology.Gateway.IpAsync("-4 route show")));

    /// <summary>The same of IPv6, and whether the gateway answers for anybody there at all.</summary>
    internal async Task<(string Answers, string Routes, string Setting)> DescribePresence6Async() =>
        ((await Topology.Gateway.IpAsync("-6 neigh show proxy")).Trim(),
            RoutesIntoTunnels(await Topology.Gateway.IpAsync("-6 route show")),
            (await Topology.Gateway.RunAsync("cat", "/proc/sys/net/ipv6/conf/lan/proxy_ndp")).Expect().Trim());

    /// <summary>As an administrator would after a kill: the next server takes what it finds for what is to be.</summary>
    internal async Task ForgetSettingAsync() =>
        (await Topology.Gateway.RunAsync("sysctl", "-qw", "net.ipv6.conf.lan.proxy_ndp=0")).Expect();

    private static string RoutesIntoTunnels(string routes) =>
        string.Join('\n', routes.Split('\n').Where(route => route.Contains("adit", StringComparison.Ordinal))).Trim();
}
