namespace Adit.Interop.Tests.Lab;

/// <summary>A network of its own on this machine. Disposing ends every process in it and removes it.</summary>
internal sealed class NetworkNamespace : IAsyncDisposable
{
    private static int _created;

    private NetworkNamespace(string name) => Name = name;

    public string Name { get; }

    public static async Task<NetworkNamespace> CreateAsync()
    {
        var network = new NetworkNamespace($"adit-{Environment.ProcessId}-{Interlocked.Increment(ref _created)}");
        (await Command.RunAsync("ip", "netns", "add", network.Name)).Expect();
        // Not the machine's default, which may be one that takes a slow guest for a slow network.
        (await Command.RunAsync("ip", "netns", "exec", network.Name, "sysctl", "-q", "-w", "net.ipv4.tcp_congestion_control=reno")).Expect();
        await network.IpAsync("link set lo up");
        return network;
    }

    /// <summary>Runs <c>ip</c> in this namespace; the arguments hold no spaces of their own.</summary>
    public async Task<string> IpAsync(string arguments) =>
        (await Command.RunAsync(["ip", "-n", Name, .. arguments.Split(' ')], Command.DefaultLimit)).Expect();

    public Task<CommandResult> RunAsync(params string[] command) => RunAsync(command, Command.DefaultLimit);

    public Task<CommandResult> RunAsync(IEnumerable<string> command, TimeSpan limit) =>
        Command.RunAsync(Inside(command), limit);

    public BackgroundProcess Start(params string[] command) => BackgroundProcess.Start(Inside(command));

    public async ValueTask DisposeAsync()
    {
        var inside = (await Command.RunAsync("ip", "netns", "pids", Name)).Output;
        foreach (var process in inside.Split('\n', StringSplitOptions.RemoveEmptyEntries))
            await Command.RunAsync("kill", "-KILL", process);

        (await Command.RunAsync("ip", "netns", "delete", Name)).Expect();
    }

    /// <summary>Joins two namespaces by a cable with the same name at both ends.</summary>
    public static async Task ConnectAsync(string link, NetworkNamespace first, string firstAddress, NetworkNamespace second, string secondAddress)
    {
        await first.IpAsync($"link add {link} type veth peer name {link} netns {second.Name}");
        await first.RaiseAsync(link, firstAddress);
        await second.RaiseAsync(link, secondAddress);
    }

    public async Task RaiseAsync(string link, string address)
    {
        await IpAsync($"address add {address} dev {link}");
        await IpAsync($"link set {link} up");
    }

    // `ip netns exec` becomes the command it runs, so that a started process has its own id.
    private IEnumerable<string> Inside(IEnumerable<string> command) => ["ip", "netns", "exec", Name, .. command];
}
