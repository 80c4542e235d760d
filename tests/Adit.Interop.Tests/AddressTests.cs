using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>What a session's address is good for: who reaches it, who it reaches, and what is left of it afterwards. With our client.</summary>
public sealed class AddressTests(AddressFixture lab, ITestOutputHelper output) : IClassFixture<AddressFixture>, IAsyncLifetime
{
    private const string User = "alice";
    private const string OwnPool = "10.20.0.0/24";
    private const string OwnAddress = "10.20.0.1";

    // Inside the intranet: the server's own address, one that a host has, and one for a session.
    private const string LanPool = "10.77.0.64-10.77.0.66";
    private const string LanAddress = "10.77.0.66";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

    private readonly List<BackgroundProcess> _clients = [];
    private ClientNamespace _machine = null!;

    public async ValueTask InitializeAsync() => _machine = await ClientNamespace.CreateAsync(lab.Topology);

    public async ValueTask DisposeAsync()
    {
        foreach (var client in _clients)
        {
            await client.DisposeAsync();
            output.WriteLine(client.Output);
        }

        output.WriteLine(lab.Server.Output);
        await lab.NoSessionIsLeftAsync();
        await _machine.DisposeAsync();
    }

    [Fact]
    public async Task With_nat_a_client_reaches_hosts_that_have_no_route_back()
    {
        await lab.ServeAsync(OwnPool, "nat: on");

        await ConnectAsync(User);

        (await PingAsync(Addresses.IntranetHost)).Expect();
        (await PingAsync(Addresses.LonelyHost)).Expect();
    }

    [Fact]
    public async Task Without_nat_a_client_reaches_only_hosts_that_have_a_route_back()
    {
        await lab.ServeAsync(OwnPool, "nat: off");

        await ConnectAsync(User);

        (await PingAsync(Addresses.IntranetHost)).Expect();
        Assert.Equal(1, (await PingAsync(Addresses.LonelyHost, patience: 2)).ExitCode); // no answer, and no other fault
    }

    [Fact]
    public async Task An_accounts_own_address_outside_the_pool_is_given_and_reached()
    {
        const string Own = "10.21.0.9";
        await ServeLanAsync();
        await lab.AddAccountAsync("fixed");
        (await lab.Server.AskAsync("user", "set", "fixed", "--address", Own)).Expect();

        var client = await ConnectAsync("fixed");

        Assert.Equal(Own, await OnlyAddressAsync());
        (await lab.Topology.Intranet.RunAsync("ping", "-c", "1", "-W", "10", Own)).Expect();
        await client.TerminateAsync();
        await lab.NoSessionIsLeftAsync();
        await Eventually.BecomesTrueAsync("the address's route is gone", Limit, async () =>
            !(await lab.DescribePresenceAsync()).Routes.Contains(Own, StringComparison.Ordinal));
    }

    [Fact]
    public async Task Clients_that_may_reach_the_server_alone_are_told_so_by_IPv4_and_IPv6()
    {
        await lab.ServeAsync(OwnPool, "reach: server");
        var client = await ConnectAsync(User);
        await Eventually.BecomesTrueAsync("the client has IPv6", Limit, () => Task.FromResult(client.Output.Contains("IPv6: fd", StringComparison.Ordinal)));

        (await PingAsync(OwnAddress)).Expect();
        (await PingAsync(await OwnAddress6Async())).Expect();
        Assert.Contains("filtered", (await PingAsync(Addresses.IntranetHost)).Output, StringComparison.Ordinal);
        await _machine.Network.IpAsync($"-6 route add {Addresses.IntranetHost6}/128 dev adit0"); // the server has told of no way there
        Assert.Contains("prohibited", (await PingAsync(Addresses.IntranetHost6)).Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Inside_a_network_of_the_gateway_a_session_gets_an_address_that_nobody_has_and_hosts_reach_it()
    {
        await ServeLanAsync();

        await ConnectAsync("neighbour"); // who has had no address yet, and so is not given that one again

        Assert.Equal(LanAddress, await OnlyAddressAsync());
        Assert.Contains($"ADDR-104: {Addresses.IntranetSecond} is used by another host on lan", lab.Server.Output, StringComparison.Ordinal);
        (await lab.Topology.Intranet.RunAsync("ping", "-c", "1", "-W", "10", LanAddress)).Expect();
    }

    [Fact]
    public async Task Answers_and_routes_for_an_address_end_with_the_session_and_with_the_server()
    {
        await ServeLanAsync();

        var client = await ConnectAsync(User);
        await IsPresentAsync();
        await client.TerminateAsync();
        await lab.NoSessionIsLeftAsync();
        await Eventually.BecomesTrueAsync("nothing is left of the session", Limit, async () => await lab.DescribePresenceAsync() is ("", ""));

        await ConnectAsync(User, "--no-reconnect");
        await IsPresentAsync();

        Assert.Equal(0, await lab.StopAsync());

        Assert.Equal(("", ""), await lab.DescribePresenceAsync());
    }

    [Fact]
    public async Task Answers_that_a_killed_server_left_behind_end_with_the_next_start()
    {
        await ServeLanAsync();
        var client = await ConnectAsync(User, "--no-reconnect");
        await IsPresentAsync();

        await lab.Server.KillAsync();
        await client.TerminateAsync();
        Assert.Contains(LanAddress, (await lab.DescribePresenceAsync()).Answers, StringComparison.Ordinal);
        await lab.Server.RestartAsync();

        Assert.Equal(("", ""), await lab.DescribePresenceAsync());
    }

    [Fact]
    public async Task A_client_for_which_no_address_is_left_is_told_as_Windows_is()
    {
        await ServeLanAsync();
        await ConnectAsync(User);

        var late = await StartAsync("late", "--no-reconnect", "--no-default-route");

        Assert.Equal(1, await late.WaitForExitAsync(Limit));
        Assert.Contains("720 (0x2D0) ERROR_PPP_NO_PROTOCOLS_CONFIGURED", late.Output, StringComparison.Ordinal);
        Assert.Contains("ADDR-101", (await lab.Server.AskAsync("why", "late")).Expect(), StringComparison.Ordinal);
    }

    private Task ServeLanAsync() => lab.ServeAsync(LanPool, "nat: auto");

    private async Task IsPresentAsync()
    {
        var (answers, routes) = await lab.DescribePresenceAsync();
        Assert.StartsWith($"{LanAddress} dev lan", answers, StringComparison.Ordinal);
        Assert.StartsWith($"{LanAddress} dev adit", routes, StringComparison.Ordinal);
    }

    private async Task<BackgroundProcess> ConnectAsync(string user, params string[] options)
    {
        var client = await StartAsync(user, options);
        await Eventually.BecomesTrueAsync("the client is connected", Limit, () => client.HasExited
            ? throw new InvalidOperationException($"The client ended with {client.ExitCode}:\n{client.Output}")
            : Task.FromResult(client.Output.Contains("Connected: ", StringComparison.Ordinal)));
        return client;
    }

    private async Task<BackgroundProcess> StartAsync(string user, params string[] options)
    {
        await lab.AddAccountAsync(user);
        var client = AditClient.Start(_machine, lab.Server, user, lab.Server.PasswordFile(user), options);
        _clients.Add(client);
        return client;
    }

    private async Task<string> OnlyAddressAsync() =>
        Assert.Single((await lab.Server.AskJsonAsync("sessions")).EnumerateArray()).GetProperty("address").GetString()!;

    /// <summary>The server's own address in the tunnels over IPv6, which it draws at its first start.</summary>
    private async Task<string> OwnAddress6Async() =>
        (await lab.Topology.Gateway.RunAsync("bash", "-c", "ip -6 -o address show scope global | awk '/adit/ { sub(\"/.*\", \"\", $4); print $4; exit }'")).Expect().Trim();

    private Task<CommandResult> PingAsync(string address, int patience = 10) =>
        _machine.Network.RunAsync("ping", "-c", "1", "-W", $"{patience}", address);
}
