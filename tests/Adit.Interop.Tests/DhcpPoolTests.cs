using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>Sessions whose addresses come from a DHCP server of the gateway's network: dnsmasq and kea, with our client.</summary>
public sealed class DhcpPoolTests(AddressFixture lab, ITestOutputHelper output) : IClassFixture<AddressFixture>, IAsyncLifetime
{
    private const string User = "alice";
    private const string Patient = "dhcp: { interface: lan, timeout: 25s, shortestLease: 2s }";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly List<IAsyncDisposable> _parts = [];
    private ClientNamespace _machine = null!;

    public async ValueTask InitializeAsync() => _machine = await ClientNamespace.CreateAsync(lab.Topology);

    public async ValueTask DisposeAsync()
    {
        foreach (var part in Enumerable.Reverse(_parts))
        {
            await part.DisposeAsync();
            output.WriteLine(part is BackgroundProcess client ? client.Output : ((DhcpServer)part).Output);
        }

        output.WriteLine(lab.Server.Output);
        await lab.NoSessionIsLeftAsync();
        await _machine.DisposeAsync();
    }

    [Fact]
    public async Task An_address_of_dnsmasq_is_reached_by_its_neighbours_and_given_back_when_the_session_ends()
    {
        var dhcp = await LendAsync(DhcpServer.StartDnsmasqAsync(lab.Topology));
        await lab.ServeDhcpAsync(Patient);

        var client = await ConnectAsync(User);

        var address = await OnlyAddressAsync();
        Assert.True(DhcpServer.Lends(address), address);
        Assert.Contains($" {address} ", dhcp.Leases, StringComparison.Ordinal);
        Assert.Matches("pool +dhcp on lan: 1 used\n", (await lab.Server.AskAsync("status")).Expect());
        (await lab.Topology.Intranet.RunAsync("ping", "-c", "1", "-W", "10", address)).Expect();
        (await _machine.Network.RunAsync("ping", "-c", "1", "-W", "10", Addresses.IntranetGateway)).Expect();
        await client.TerminateAsync();
        await IsGivenBackAsync(dhcp, address);
        Assert.Equal(("", ""), await lab.DescribePresenceAsync());
    }

    [Fact]
    public async Task What_dnsmasq_says_of_names_and_routes_is_told_where_the_configuration_says_nothing()
    {
        await LendAsync(DhcpServer.StartDnsmasqAsync(lab.Topology));
        await lab.ServeDhcpAsync(Patient);

        var client = await ConnectAsync(User, "--no-default-route");

        await Eventually.BecomesTrueAsync("the client has its routes", Limit, async () =>
            (await _machine.Network.IpAsync("-4 route show")).Contains("10.200.0.0/16 dev adit0", StringComparison.Ordinal));
        Assert.Contains(DhcpServer.NameServer, client.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_server_that_stops_gives_every_lease_back_and_its_successor_leases_the_same_address_for_the_account()
    {
        var dhcp = await LendAsync(DhcpServer.StartDnsmasqAsync(lab.Topology));
        await lab.ServeDhcpAsync(Patient);
        await ConnectAsync(User, "--no-reconnect");
        var address = await OnlyAddressAsync();

        Assert.Equal(0, await lab.StopAsync());

        await IsGivenBackAsync(dhcp, address);
        Assert.Equal(("", ""), await lab.DescribePresenceAsync());
        Assert.Contains(Addresses.IntranetGateway, await lab.Topology.Gateway.IpAsync("-4 route show table local"), StringComparison.Ordinal);

        await lab.ServeDhcpAsync(Patient);
        await ConnectAsync(User);
        Assert.Equal(address, await OnlyAddressAsync());
    }

    [Fact]
    public async Task A_lease_of_kea_is_renewed_while_the_session_lives_and_ends_it_when_it_is_lost()
    {
        var dhcp = await LendAsync(DhcpServer.StartKeaAsync(lab.Topology, seconds: 12));
        await lab.ServeDhcpAsync(Patient);
        var client = await ConnectAsync(User, "--no-reconnect");
        var address = await OnlyAddressAsync();
        Assert.True(DhcpServer.Lends(address), address);

        // The file is a journal: one line for each time that the lease was granted.
        await Eventually.BecomesTrueAsync("the lease was renewed twice", Limit, () =>
            Task.FromResult(dhcp.Leases.Split('\n').Count(line => line.StartsWith(address, StringComparison.Ordinal)) >= 3));
        Assert.Equal(address, await OnlyAddressAsync());

        await dhcp.StopAsync();
        await client.WaitForExitAsync(Limit);

        Assert.Contains("ADDR-123", (await lab.Server.AskAsync("why", User)).Expect(), StringComparison.Ordinal);
        await lab.NoSessionIsLeftAsync();
        Assert.Equal(("", ""), await lab.DescribePresenceAsync());
    }

    [Fact]
    [Scenario("A90")]
    public async Task Without_a_DHCP_server_on_that_very_interface_the_call_is_refused_as_Windows_is()
    {
        var elsewhere = await LendAsync(DhcpServer.StartDnsmasqAsync(lab.Topology));
        await lab.ServeDhcpAsync("dhcp: { interface: lonely, timeout: 1s }");

        var client = await StartAsync(User, "--no-reconnect");

        Assert.Equal(1, await client.WaitForExitAsync(Limit));
        Assert.Contains("720 (0x2D0) ERROR_PPP_NO_PROTOCOLS_CONFIGURED", client.Output, StringComparison.Ordinal);
        Assert.Contains("ADDR-121", (await lab.Server.AskAsync("why", User)).Expect(), StringComparison.Ordinal);
        Assert.DoesNotContain("DHCPDISCOVER", elsewhere.Output, StringComparison.Ordinal);
    }

    [Fact]
    [Scenario("A89")]
    public async Task Without_a_DHCP_server_a_session_may_get_a_link_local_address_and_the_log_says_so()
    {
        await lab.ServeDhcpAsync("dhcp: { interface: lan, timeout: 1s, linkLocalFallback: true }");

        var client = await ConnectAsync(User);

        Assert.StartsWith("169.254.", await OnlyAddressAsync(), StringComparison.Ordinal);
        Assert.Contains("ADDR-124", lab.Server.Output, StringComparison.Ordinal);
        Assert.Contains("ADDR-124", (await lab.Server.AskAsync("why", User)).Expect(), StringComparison.Ordinal);
        (await _machine.Network.RunAsync("ping", "-c", "1", "-W", "10", Addresses.IntranetGateway)).Expect();
        await client.TerminateAsync();

        var found = Diagnosis.Of(await _machine.Network.RunAsync(Repository.Adit, "doctor", Topology.ServerName,
            "--ca", lab.Server.CaFile, "--as", User, "--password-file", lab.Server.PasswordFile(User), "--timeout", "8", "--json"));
        output.WriteLine(found.Text);
        Assert.Equal(["DOC-209 link-local"], found.Bad);
    }

    private static Task IsGivenBackAsync(DhcpServer dhcp, string address) => Eventually.BecomesTrueAsync(
        "the address is given back", Limit, () => Task.FromResult(!dhcp.Leases.Contains(address, StringComparison.Ordinal)));

    private async Task<DhcpServer> LendAsync(Task<DhcpServer> starting)
    {
        var server = await starting;
        _parts.Add(server);
        return server;
    }

    private async Task<BackgroundProcess> ConnectAsync(string user, params string[] options)
    {
        var client = await StartAsync(user, options);
        await AditClient.IsConnectedAsync(client);
        return client;
    }

    private async Task<BackgroundProcess> StartAsync(string user, params string[] options)
    {
        await lab.AddAccountAsync(user);
        var client = AditClient.Start(_machine, lab.Server, user, lab.Server.PasswordFile(user), options);
        _parts.Add(client);
        return client;
    }

    private async Task<string> OnlyAddressAsync() =>
        Assert.Single((await lab.Server.AskJsonAsync("sessions")).EnumerateArray()).GetProperty("address").GetString()!;
}
