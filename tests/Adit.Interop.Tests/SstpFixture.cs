using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>A running server with an account, and the guest's SSTP client, shared by the tests of a class.</summary>
public sealed class SstpFixture : IAsyncLifetime
{
    internal const string User = "alice";
    internal const string Password = "Pass-w0rd";

    internal Topology Topology { get; } = new();

    internal ServerProcess Server { get; private set; } = null!;

    internal SstpClient Client { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Topology.StartAsync();
        Server = await ServerProcess.StartAsync(Topology);
        await Server.AddAccountAsync(User, Password);
        Client = new SstpClient(Topology.Guest);
    }

    public ValueTask DisposeAsync() => Topology.DisposeAsync();

    internal Task<SstpConnection> ConnectAsync() => Client.ConnectAsync(User, Password);

    internal async Task ShowLogsAsync(ITestOutputHelper output) =>
        output.WriteLine($"{await Client.ReadLogsAsync()}\n--- server\n{Server.Output}");

    internal Task NoSessionIsLeftAsync() => Eventually.BecomesTrueAsync("the server has no session", TimeSpan.FromSeconds(60), async () =>
        await Server.CountSessionsAsync() == 0);
}
