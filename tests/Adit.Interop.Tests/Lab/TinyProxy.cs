namespace Adit.Interop.Tests.Lab;

/// <summary>Debian's tinyproxy in a namespace.</summary>
internal sealed class TinyProxy : IAsyncDisposable
{
    public const int Port = 8888;

    private readonly BackgroundProcess _process;

    private TinyProxy(BackgroundProcess process) => _process = process;

    /// <summary>What it logged.</summary>
    public string Output => _process.Output;

    /// <summary>Starts one that takes connections at this address; from anybody, or from who gives this name and password in Basic.</summary>
    public static async Task<TinyProxy> StartAsync(NetworkNamespace network, string address, string folder, (string User, string Password)? credential = null)
    {
        var file = Path.Combine(folder, "tinyproxy.conf");
        var basic = credential is var (user, password) ? $"BasicAuth {user} {password}\n" : "";
        await File.WriteAllTextAsync(file, $"Port {Port}\nListen {address}\nTimeout 600\nMaxClients 20\nConnectPort 443\n{basic}");
        var proxy = new TinyProxy(network.Start("tinyproxy", "-d", "-c", file));
        await Eventually.BecomesTrueAsync("tinyproxy listens", TimeSpan.FromSeconds(30), async () => proxy._process.HasExited
            ? throw new InvalidOperationException($"tinyproxy ended with {proxy._process.ExitCode}:\n{proxy.Output}")
            : (await network.RunAsync("ss", "-Hltn", "sport", "=", $"{Port}")).Expect().Length > 0);
        return proxy;
    }

    public ValueTask DisposeAsync() => _process.DisposeAsync();
}
