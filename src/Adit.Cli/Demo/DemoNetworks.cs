namespace Adit.Cli.Demo;

/// <summary>
/// Four networks of their own on this machine, joined by cables: client — internet — gateway — intranet. The internet routes between
/// client and gateway and knows nothing of the intranet; whether the gateway forwards is the server's business.
/// </summary>
internal sealed class DemoNetworks : IAsyncDisposable
{
    private const int Tries = 3;

    private readonly Stack<string> _made = new();

    public string Client { get; } = NameOf("client");

    public string Internet { get; } = NameOf("internet");

    public string Gateway { get; } = NameOf("gateway");

    public string Intranet { get; } = NameOf("intranet");

    /// <summary>Makes them. Dispose what was made even where this fails.</summary>
    public async Task MakeAsync(CancellationToken cancellation)
    {
        foreach (var name in (string[])[Client, Internet, Gateway, Intranet])
        {
            cancellation.ThrowIfCancellationRequested();
            await AddAsync(name);
        }

        await JoinAsync("wan", Client, $"{DemoAddresses.Client}/24", Internet, $"{DemoAddresses.ClientRouter}/24");
        await JoinAsync("wan", Gateway, $"{DemoAddresses.Gateway}/24", Internet, $"{DemoAddresses.GatewayRouter}/24");
        cancellation.ThrowIfCancellationRequested();
        await JoinAsync("lan", Intranet, $"{DemoAddresses.Site}/24", Gateway, $"{DemoAddresses.IntranetRouter}/24");
        if (DemoAddresses.HasIpv6)
        {
            await IpProgram.RunAsync($"-n {Intranet} address add {DemoAddresses.Site6}/64 dev lan nodad");
            await IpProgram.RunAsync($"-n {Gateway} address add {DemoAddresses.IntranetRouter6}/64 dev intranet nodad");
        }

        await IpProgram.RunAsync($"-n {Client} route add default via {DemoAddresses.ClientRouter}");
        await IpProgram.RunAsync($"-n {Gateway} route add default via {DemoAddresses.GatewayRouter}");
        await IpProgram.RunAsync($"-n {Intranet} route add default via {DemoAddresses.IntranetRouter}");
        await ForwardAsync(Internet);
    }

    /// <summary>Interfaces, rules and IPv4 routes of a network, as text to compare. IPv6's come by themselves, after a while.</summary>
    public static async Task<string> DescribeAsync(string name) => string.Join('\n',
        await IpProgram.RunAsync($"-n {name} -br link"),
        await IpProgram.RunAsync($"-n {name} -4 rule"),
        await IpProgram.RunAsync($"-n {name} -4 route show table all"));

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        while (_made.TryPop(out var name))
            await DeleteAsync(name);
    }

    private static string NameOf(string part) => $"adit-demo-{Environment.ProcessId}-{part}";

    private async Task AddAsync(string name)
    {
        _made.Push(name);
        await IpProgram.RunAsync($"netns add {name}");
        await IpProgram.RunAsync($"-n {name} link set lo up");
    }

    /// <summary>A cable: its end in the first network is called <paramref name="link"/>, the other end by the network it leads to.</summary>
    private static async Task JoinAsync(string link, string first, string firstAddress, string second, string secondAddress)
    {
        var far = first[(first.LastIndexOf('-') + 1)..];
        await IpProgram.RunAsync($"-n {first} link add {link} type veth peer name {far} netns {second}");
        await RaiseAsync(first, link, firstAddress);
        await RaiseAsync(second, far, secondAddress);
    }

    private static async Task RaiseAsync(string name, string link, string address)
    {
        await IpProgram.RunAsync($"-n {name} address add {address} dev {link}");
        await IpProgram.RunAsync($"-n {name} link set {link} up");
    }

    private static async Task ForwardAsync(string name)
    {
        await using var shell = ChildProcess.Start("ip", ["netns", "exec", name, "/bin/sh", "-c", "echo 1 > /proc/sys/net/ipv4/ip_forward"]);
        if (await shell.WaitAsync(TimeSpan.FromSeconds(10), CancellationToken.None) != 0)
            throw new DemoException($"The internet does not forward: {shell.Said}");
    }

    /// <summary>Ctrl-C reaches the <c>ip</c> that deletes, too: so it is tried again while the network is there.</summary>
    private static async Task DeleteAsync(string name)
    {
        for (var tries = 1; File.Exists($"/run/netns/{name}"); tries++)
        {
            try
            {
                await IpProgram.RunAsync($"netns delete {name}");
            }
            catch (DemoException) when (tries < Tries)
            {
                continue;
            }
        }
    }
}
