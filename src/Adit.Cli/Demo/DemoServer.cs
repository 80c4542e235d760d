namespace Adit.Cli.Demo;

/// <summary>The server of a demonstration: <c>adit up</c> in the gateway's network.</summary>
internal static class DemoServer
{
    private static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(60);

    /// <summary>Starts it with these policies; it is not ready yet.</summary>
    public static async Task<ChildProcess> StartAsync(DemoNetworks networks, DemoFolder folder, string policies)
    {
        await folder.WriteConfigurationAsync(DemoAddresses.Routes, policies);
        return ChildProcess.StartAdit(networks.Gateway, "up", "--name", DemoAddresses.Gateway, "--state", folder.Path);
    }

    /// <summary>Waits until it takes calls.</summary>
    public static async Task TakesCallsAsync(ChildProcess server, CancellationToken cancellation)
    {
        while (!(await server.ReadLineAsync(TimeToStart, cancellation)).StartsWith("Adit takes", StringComparison.Ordinal))
            cancellation.ThrowIfCancellationRequested();
    }
}
