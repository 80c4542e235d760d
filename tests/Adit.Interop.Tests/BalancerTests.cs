using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>HAProxy in front of our server, with our client: passing TLS on, ending it, and with a server that takes no more calls.</summary>
public sealed class BalancerTests(SstpFixture lab, ITestOutputHelper output) : IClassFixture<SstpFixture>, IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private static bool _isConfigured;

    private ClientNamespace _machine = null!;
    private BackgroundProcess _balancer = null!;
    private BackgroundProcess? _client;

    public async ValueTask InitializeAsync()
    {
        var certificate = Path.Combine(lab.Topology.Folder, "balancer.crt");
        var withKey = Path.Combine(lab.Topology.Folder, "balancer.pem");
        if (!_isConfigured)
        {
            (await lab.Server.AskAsync("ca", "issue", "server", Topology.ServerName, "--format", "pem", "--out", withKey)).Expect();
            (await Command.RunAsync("openssl", "x509", "-in", withKey, "-out", certificate)).Expect();
            await lab.Server.ReconfigureAsync(Balancer.ServerSettings(certificate));
            _isConfigured = true;
        }

        _machine = await ClientNamespace.CreateAsync(lab.Topology);
        _balancer = await Balancer.StartAsync(lab.Topology, withKey);
    }

    public async ValueTask DisposeAsync()
    {
        foreach (var process in new[] { _client, _balancer }.OfType<BackgroundProcess>())
        {
            await process.DisposeAsync();
            output.WriteLine(process.Output);
        }

        output.WriteLine(lab.Server.Output);
        await lab.NoSessionIsLeftAsync();
        await _machine.DisposeAsync();
    }

    [Theory]
    [InlineData(Balancer.PassingPort)]
    [InlineData(Balancer.EndingPort)]
    public async Task A_client_behind_a_balancer_reaches_the_intranet_and_is_known_by_its_own_address(int port)
    {
        StartClient(port);

        await Eventually.BecomesTrueAsync("the client reaches the intranet", Limit, async () => _client!.HasExited
            ? throw new InvalidOperationException($"The client ended with {_client.ExitCode}:\n{_client.Output}")
            : (await _machine.Network.RunAsync("ping", "-c", "1", "-W", "1", Addresses.IntranetHost)).ExitCode == 0);

        var session = Assert.Single((await lab.Server.AskJsonAsync("sessions")).EnumerateArray());
        Assert.StartsWith($"{Addresses.Client}:", session.GetProperty("peer").GetString(), StringComparison.Ordinal);
        await _client!.TerminateAsync();
    }

    [Fact]
    public async Task A_server_that_drains_is_named_as_Windows_names_it()
    {
        (await lab.Server.AskAsync("drain", "on")).Expect();
        StartClient(Balancer.PassingPort);

        Assert.Equal(1, await _client!.WaitForExitAsync(Limit));

        Assert.Contains("SSTP-101", _client.Output, StringComparison.Ordinal);
        Assert.Contains("0x800704C9", _client.Output, StringComparison.Ordinal);
        (await lab.Server.AskAsync("drain", "off")).Expect();
    }

    private void StartClient(int port) => _client = _machine.Network.Start(
        Repository.Adit, "connect", Balancer.Address, "--port", $"{port}", "--sni", Topology.ServerName, "--no-reconnect",
        "--user", SstpFixture.User, "--password-file", lab.Server.PasswordFile(SstpFixture.User), "--ca", lab.Server.CaFile);
}
