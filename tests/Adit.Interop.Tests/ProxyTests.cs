using System.Text.Json;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>Through Debian's tinyproxy: our client where there is no other way to the server, and the guest's sstpc.</summary>
[Collection(WaysCollection.Name)]
public sealed class ProxyTests(SstpFixture lab, ITestOutputHelper output) : IAsyncLifetime
{
    private const string ProxyUser = "proxyuser";
    private const string ProxyPassword = "Proxy-pass";
    private const string Url = "http://10.97.0.1:8888";
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private ProxiedClient _machine = null!;
    private TinyProxy? _proxy;
    private BackgroundProcess? _client;

    public async ValueTask InitializeAsync() => _machine = await ProxiedClient.CreateAsync(lab.Topology);

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
            await _client.DisposeAsync();
        if (_proxy is not null)
            await _proxy.DisposeAsync();

        output.WriteLine($"{_client?.Output}\n--- proxy\n{_proxy?.Output}");
        await _machine.DisposeAsync();
    }

    [Fact]
    public async Task Our_client_moves_data_and_the_proxy_keeps_its_route_beside_the_tunnel()
    {
        await StartProxyAsync();
        await ConnectAsync("--proxy", Url);
        var exchange = new FileExchange(lab.Topology, _machine, "adit connect through tinyproxy");

        var sent = await exchange.CreateFileAsync(megabytes: 10);

        Assert.Equal(sent, await exchange.DownloadAsync());
        Assert.Equal(sent, await exchange.UploadAsync());
        Assert.Contains("dev proxied", await _machine.Network.IpAsync($"route get {ProxiedClient.ProxyAddress}"), StringComparison.Ordinal);
        Assert.Contains("dev adit0", await _machine.Network.IpAsync("route get 192.0.2.1"), StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_proxy_that_asks_for_a_name_is_told_it()
    {
        await StartProxyAsync((ProxyUser, ProxyPassword));

        await ConnectAsync("--proxy", Url, "--proxy-user", ProxyUser, "--proxy-password-file", await PasswordFileAsync(ProxyPassword));

        Assert.DoesNotContain(ProxyPassword, _client!.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_environment_may_name_the_proxy_with_its_password_which_nobody_sees()
    {
        await StartProxyAsync((ProxyUser, ProxyPassword));

        Start([$"https_proxy=http://{ProxyUser}:{ProxyPassword}@10.97.0.1:8888"]);

        await ReachesIntranetAsync();
        Assert.Contains($"through the proxy {Url} as", _client!.Output, StringComparison.Ordinal);
        Assert.DoesNotContain(ProxyPassword, _client.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_password_for_the_proxy_ends_it_for_good()
    {
        await StartProxyAsync((ProxyUser, ProxyPassword));

        Start([], "--proxy", Url, "--json", "--proxy-user", ProxyUser, "--proxy-password-file", await PasswordFileAsync("wrong"));

        Assert.Equal(1, await _client!.WaitForExitAsync(Limit));
        var ended = JsonDocument.Parse(_client.Output.TrimEnd().Split('\n')[^1]).RootElement;
        Assert.Equal(("ended", "PROXY-203", "0x80190197"),
            (ended.GetProperty("event").GetString(), ended.GetProperty("failure").GetString(), ended.GetProperty("hex").GetString()));
    }

    [Fact]
    public async Task The_guests_sstpc_connects_through_it()
    {
        await NetworkFiles.WriteAsync(lab.Topology.Gateway, $"{Addresses.Gateway} {Topology.ServerName}");
        try
        {
            _proxy = await TinyProxy.StartAsync(lab.Topology.Gateway, Addresses.Gateway, lab.Topology.Folder);

            var connection = await lab.Client.ConnectAsync(SstpFixture.User, SstpFixture.Password, $"http://{Addresses.Gateway}:{TinyProxy.Port}");

            Assert.StartsWith(ServerSettings.PoolPrefix, connection.Address, StringComparison.Ordinal);
            (await lab.Topology.Guest.RunAsync($"ping -c 2 -W 5 {Addresses.IntranetHost}")).Expect();
            Assert.Contains("CONNECT", _proxy.Output, StringComparison.Ordinal);
        }
        finally
        {
            await lab.Client.DisconnectAsync();
            NetworkFiles.Delete(lab.Topology.Gateway);
        }
    }

    private async Task StartProxyAsync((string User, string Password)? credential = null) =>
        _proxy = await TinyProxy.StartAsync(_machine.Proxy, ProxiedClient.ProxyAddress, lab.Topology.Folder, credential);

    private async Task ConnectAsync(params string[] options)
    {
        Start([], options);
        await ReachesIntranetAsync();
    }

    private void Start(string[] environment, params string[] options) =>
        _client = _machine.Network.Start(
        [
            "env", .. environment, Repository.Adit, "connect", Topology.ServerName, "--user", SstpFixture.User,
            "--password-file", lab.Server.PasswordFile(SstpFixture.User), "--ca", lab.Server.CaFile, .. options,
        ]);

    private Task ReachesIntranetAsync() => Eventually.BecomesTrueAsync("the client reaches the intranet", Limit, async () => _client!.HasExited
        ? throw new InvalidOperationException($"The client ended with {_client.ExitCode}:\n{_client.Output}")
        : (await _machine.Network.RunAsync("ping", "-c", "1", "-W", "1", Addresses.IntranetHost)).ExitCode == 0);

    private async Task<string> PasswordFileAsync(string password)
    {
        var file = Path.Combine(lab.Topology.Folder, "proxy.password");
        await File.WriteAllTextAsync(file, $"{password}\n");
        return file;
    }
}
