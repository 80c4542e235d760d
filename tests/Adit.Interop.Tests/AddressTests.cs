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
    private const string LanPool6 = "2001:db8:77:100::/56";

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
        const string Own6 = "2001:db8:77:1ff::/64";
        await ServeLanAsync();
        await lab.AddAccountAsync("fixed");
        (await lab.Server.AskAsync("user", "set", "fixed", "--address", Own, "--prefix6", Own6)).Expect();

        var client = await ConnectAsync("fixed");

        Assert.Equal(Own, await OnlyAddressAsync());
        Assert.Equal(Own6, (await lab.Server.AskJsonAsync("sessions"))[0].GetProperty("ipv6Prefix").GetString());
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
    public async Task Inside_an_IPv6_network_of_the_gateway_hosts_reach_whatever_addresses_a_session_uses()
    {
        await ServeLanAsync();
        var client = await ConnectAsync(User);
        var own = await OwnAddress6Async(client);
        var made = $"{own[..own.LastIndexOf(':')]}:adad"; // another one of the session's own prefix

        (await PingFromIntranetAsync(own)).Expect();
        await _machine.Network.IpAsync($"-6 address add {made}/128 dev adit0 nodad");
        (await _machine.Network.RunAsync("ping", "-c", "5", "-W", "10", "-I", made, Addresses.WideHost6)).Expect();
        (await PingFromIntranetAsync(made)).Expect();

        await client.TerminateAsync();
        await lab.NoSessionIsLeftAsync();
        await Eventually.BecomesTrueAsync("nothing is left of the session", Limit, async () => await lab.DescribePresence6Async() is ("", var routes, "1")
            && !routes.Contains("/64", StringComparison.Ordinal));
    }

    [Fact]
    public async Task An_IPv6_address_that_another_host_has_is_not_answered_for()
    {
        await ServeLanAsync();
        var client = await ConnectAsync(User);
        var own = await OwnAddress6Async(client);
        var others = $"{own[..own.LastIndexOf(':')]}:beef";
        await lab.Topology.Intranet.IpAsync($"-6 address add {others}/128 dev lan nodad");
        await _machine.Network.IpAsync($"-6 address add {others}/128 dev adit0 nodad");

        await _machine.Network.RunAsync("ping", "-c", "1", "-W", "1", "-I", others, Addresses.WideHost6);

        await Eventually.BecomesTrueAsync("the log tells of it", Limit, () => Task.FromResult(
            lab.Server.Output.Contains($"ADDR-104: {others} is used by another host on lan", StringComparison.Ordinal)));
        await lab.Topology.Intranet.IpAsync($"-6 address delete {others}/128 dev lan");
        Assert.DoesNotContain(others, (await lab.DescribePresence6Async()).Answers, StringComparison.Ordinal);
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
        Assert.Equal(("", "", "0"), await lab.DescribePresence6Async());
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
        await lab.ForgetSettingAsync();
        await lab.Server.RestartAsync();

        Assert.Equal(("", ""), await lab.DescribePresenceAsync());
        Assert.Empty((await lab.DescribePresence6Async()).Answers);
    }

    [Fact]
    public async Task A_server_is_dialled_at_an_IPv6_address_too_and_everything_goes_through_the_tunnel()
    {
        await ServeLanAsync();
        await lab.Topology.Gateway.IpAsync($"address add {Addresses.ClientGateway6}/64 dev client nodad");
        await _machine.Network.IpAsync($"address add {Addresses.Client6}/64 dev client nodad");

        await lab.AddAccountAsync(User);
        var client = AditClient.StartAt(
            Addresses.ClientGateway6, _machine.Network, lab.Server.CaFile, User, lab.Server.PasswordFile(User), "--sni", Topology.ServerName);
        _clients.Add(client);
        await AditClient.IsConnectedAsync(client);
        await OwnAddress6Async(client);

        (await PingAsync(Addresses.IntranetHost)).Expect();
        (await PingAsync(Addresses.WideHost6)).Expect();
        var session = Assert.Single((await lab.Server.AskJsonAsync("sessions")).EnumerateArray());
        Assert.StartsWith($"[{Addresses.Client6}]:", session.GetProperty("peer").GetString(), StringComparison.Ordinal);
    }

    [Fact]
    [Scenario("A57")]
    public async Task A_client_for_which_no_address_is_left_is_told_as_Windows_is()
    {
        await ServeLanAsync();
        await ConnectAsync(User);

        var late = await StartAsync("late", "--no-reconnect", "--no-default-route");

        Assert.Equal(1, await late.WaitForExitAsync(Limit));
        Assert.Contains("720 (0x2D0) ERROR_PPP_NO_PROTOCOLS_CONFIGURED", late.Output, StringComparison.Ordinal);
        Assert.Contains("ADDR-101", (await lab.Server.AskAsync("why", "late")).Expect(), StringComparison.Ordinal);
    }

    private Task ServeLanAsync() => lab.ServeAsync(LanPool, $"nat: auto\npool6: '{LanPool6}'\nroutes: [ '{Addresses.WideHost6}/128' ]");

    private async Task IsPresentAsync()
    {
        await Eventually.BecomesTrueAsync("the IPv6 address is answered for", Limit, async () =>
            (await lab.DescribePresence6Async()).Answers.StartsWith(LanPool6[..12], StringComparison.Ordinal));
        var (answers, routes) = await lab.DescribePresenceAsync();
        Assert.StartsWith($"{LanAddress} dev lan", answers, StringComparison.Ordinal);
        Assert.StartsWith($"{LanAddress} dev adit", routes, StringComparison.Ordinal);
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
        _clients.Add(client);
        return client;
    }

    private async Task<string> OnlyAddressAsync() =>
        Assert.Single((await lab.Server.AskJsonAsync("sessions")).EnumerateArray()).GetProperty("address").GetString()!;

    /// <summary>What the client has made of the session's prefix.</summary>
    private static async Task<string> OwnAddress6Async(BackgroundProcess client)
    {
        const string Told = "IPv6: ";
        await Eventually.BecomesTrueAsync("the client has IPv6", Limit, () => Task.FromResult(
            client.Output.Split(Told) is [_, var rest, ..] && rest.Contains('\n', StringComparison.Ordinal)));
        return client.Output.Split(Told)[1].Split('\n')[0].TrimEnd('.', '\r');
    }

    private Task<CommandResult> PingFromIntranetAsync(string address) => lab.Topology.Intranet.RunAsync("ping", "-c", "5", "-W", "10", address);

    /// <summary>The server's own address in the tunnels over IPv6, which it draws at its first start.</summary>
    private async Task<string> OwnAddress6Async() =>
        (await lab.Topology.Gateway.RunAsync("bash", "-c", "ip -6 -o address show scope global | awk '/adit/ { sub(\"/.*\", \"\", $4); print $4; exit }'")).Expect().Trim();

    private Task<CommandResult> PingAsync(string address, int patience = 10) =>
        _machine.Network.RunAsync("ping", "-c", "1", "-W", $"{patience}", address);
}
