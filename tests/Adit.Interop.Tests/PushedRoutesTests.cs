using System.Globalization;
using System.Text;
using System.Text.Json;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>The networks that the server names to its clients: to a program that asks as Windows does, and to our own client.</summary>
public sealed class PushedRoutesTests(PushedRoutesFixture lab, ITestOutputHelper output) : IClassFixture<PushedRoutesFixture>, IAsyncLifetime
{
    private const string Suffix = "corp.adit.test";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private ClientNamespace _machine = null!;
    private BackgroundProcess? _client;

    /// <summary>What the guide has; then a network around the server itself, and one that no client takes.</summary>
    internal static string Settings => $"""
        routes: [ {Addresses.Intranet}, 10.99.0.0/24, 127.0.0.0/8 ]
        suffix: {Suffix}
        """;

    public async ValueTask InitializeAsync() => _machine = await ClientNamespace.CreateAsync(lab.Topology);

    public async ValueTask DisposeAsync()
    {
        if (_client is not null)
        {
            await _client.DisposeAsync();
            output.WriteLine(_client.Output);
        }

        output.WriteLine(lab.Server.Output);
        await _machine.DisposeAsync();
    }

    [Fact]
    public async Task A_client_that_asks_as_Windows_does_is_told_routes_suffix_and_name_server()
    {
        var client = new SstpClient(lab.Topology.Guest);
        var connection = await client.ConnectAsync(SstpFixture.User, SstpFixture.Password);
        try
        {
            var answer = (await lab.Topology.Guest.RunAsync(AskScript(connection.Address))).Expect().Trim();

            output.WriteLine(answer);
            const string Routes = "180a4d000a140001" + "180a63000a140001" + "087f0a140001"; // RFC 3442, each through 10.20.0.1
            Assert.Equal(HexOf(connection.Address), answer[24..32]);
            Assert.Contains("350105" + "36040a140001", answer, StringComparison.Ordinal);
            Assert.Contains("0104ffffffff", answer, StringComparison.Ordinal);
            Assert.Contains("7916" + Routes, answer, StringComparison.Ordinal);
            Assert.Contains("f916" + Routes, answer, StringComparison.Ordinal);
            Assert.Contains("06040a4d0002", answer, StringComparison.Ordinal);
            Assert.Contains("0f0e" + Convert.ToHexStringLower(Encoding.ASCII.GetBytes(Suffix)), answer, StringComparison.Ordinal);
        }
        finally
        {
            await client.DisconnectAsync();
        }
    }

    [Fact]
    public async Task Our_client_takes_them_where_the_default_route_is_to_stay_and_leaves_nothing_behind()
    {
        var before = await ShowRoutesAsync();
        var defaultBefore = await FindRouteAsync("192.0.2.1");
        _client = Start("--no-default-route", "--json", "--route", "10.66.0.0/24");
        await EventAsync("routes", routes => routes.GetProperty("routes").GetArrayLength() == 3);

        Assert.Contains("dev adit", await FindRouteAsync(Addresses.IntranetHost), StringComparison.Ordinal);
        Assert.Contains("dev adit", await FindRouteAsync("10.66.0.9"), StringComparison.Ordinal);
        Assert.Contains("dev adit", await FindRouteAsync("10.99.0.77"), StringComparison.Ordinal);
        Assert.Contains($"via {Addresses.ClientGateway}", await FindRouteAsync(Addresses.Gateway), StringComparison.Ordinal);
        Assert.Equal(defaultBefore, await FindRouteAsync("192.0.2.1"));
        (await _machine.RunAsync($"ping -c 1 -W 10 {Addresses.IntranetHost}", Limit)).Expect();

        var told = await EventAsync("routes", routes => routes.GetProperty("routes").GetArrayLength() == 3);
        Assert.Equal(["10.66.0.0/24", Addresses.Intranet, "10.99.0.0/24"], told.GetProperty("routes").EnumerateArray().Select(route => route.GetString()!));
        Assert.Equal("127.0.0.0/8", told.GetProperty("refused")[0].GetProperty("route").GetString());
        Assert.Equal(Suffix, told.GetProperty("suffix").GetString());

        await _client.TerminateAsync();
        Assert.Equal(before, await ShowRoutesAsync());
    }

    [Fact]
    public async Task Hosts_behind_our_client_and_behind_the_server_reach_each_other_where_its_profile_names_their_network()
    {
        const string Site = "192.168.60.0/24";
        const string Host = "192.168.60.7";
        await using var site = await NetworkNamespace.CreateAsync();
        await NetworkNamespace.ConnectAsync("site", _machine.Network, "192.168.60.1/24", site, $"{Host}/24");
        await site.IpAsync("route add default via 192.168.60.1");
        (await _machine.Network.RunAsync("sysctl", "-qw", "net.ipv4.ip_forward=1")).Expect();
        await lab.Server.AddAccountAsync("site", SstpFixture.Password, "--routes", Site);

        _client = StartSite("--json");
        await EventAsync("routes", _ => true);
        Assert.NotEqual(0, (await lab.Topology.Intranet.RunAsync("ping", "-c", "1", "-W", "2", Host)).ExitCode);
        await _client.DisposeAsync();

        _client = StartSite("--json", "--behind", Site);
        await EventAsync("routes", _ => true);
        (await lab.Topology.Intranet.RunAsync("ping", "-c", "1", "-W", "10", Host)).Expect();
        (await site.RunAsync("ping", "-c", "1", "-W", "10", Addresses.IntranetHost)).Expect();
    }

    private BackgroundProcess StartSite(params string[] options) =>
        AditClient.Start(_machine, lab.Server, "site", lab.Server.PasswordFile("site"), ["--no-default-route", .. options]);

    [Fact]
    public async Task A_full_tunnel_searches_names_in_the_domain_and_takes_no_routes()
    {
        var before = await ReadResolverAsync();
        _client = Start();

        await Eventually.BecomesTrueAsync("the resolver searches the domain", Limit, async () =>
            (await ReadResolverAsync()).Contains($"search {Suffix}\nnameserver {Addresses.IntranetHost}\n", StringComparison.Ordinal));

        Assert.DoesNotContain("10.77.0.0/24", await ShowRoutesAsync(), StringComparison.Ordinal);
        (await _machine.RunAsync($"ping -c 1 -W 10 {Addresses.IntranetHost}", Limit)).Expect();
        await _client.TerminateAsync();
        Assert.Equal(before, await ReadResolverAsync());
    }

    /// <summary>
    /// Sends what Windows' remote access client sends, by its documents, as a broadcast over ppp0, and prints the answer. The guest has no
    /// program that sends an Inform.
    /// </summary>
    private static string AskScript(string address)
    {
        var inform = new StringBuilder()
            .Append("01080600").Append("5ea1ed01").Append("00000000").Append(HexOf(address)).Append('0', 24)
            .Append("005345000000").Append('0', 20 + (192 * 2)).Append("63825363")
            .Append("350108").Append("3d0701005345000000").Append("0c064c4150544f50") // Inform, client identifier, host name LAPTOP
            .Append("3c084d53465420352e30").Append("370d010f03062c2e2f1f2179f92bfc") // vendor class MSFT 5.0, the parameter list
            .Append("4d0e").Append(Convert.ToHexStringLower("RRAS.Microsoft"u8)).Append("ff");
        return $$"""
            perl -e '
                use Socket;
                socket(S, PF_INET, SOCK_DGRAM, 17) or die $!;
                setsockopt(S, SOL_SOCKET, SO_BROADCAST, 1) or die $!;
                setsockopt(S, SOL_SOCKET, 25, "ppp0\0") or die $!; # SO_BINDTODEVICE
                bind(S, sockaddr_in(68, inet_aton("{{address}}"))) or die $!;
                for (1 .. 10) {
                    send(S, pack("H*", "{{inform}}"), 0, sockaddr_in(67, INADDR_BROADCAST)) or die $!;
                    my $readable = ""; vec($readable, fileno(S), 1) = 1;
                    next unless select($readable, undef, undef, 2);
                    recv(S, my $answer, 1500, 0); print unpack("H*", $answer); exit 0;
                }
                exit 1'
            """;
    }

    private static string HexOf(string address) =>
        string.Concat(address.Split('.').Select(part => int.Parse(part, CultureInfo.InvariantCulture).ToString("x2", CultureInfo.InvariantCulture)));

    private BackgroundProcess Start(params string[] options) =>
        AditClient.Start(_machine, lab.Server, SstpFixture.User, lab.Server.PasswordFile(SstpFixture.User), options);

    private async Task<JsonElement> EventAsync(string name, Func<JsonElement, bool> isMeant)
    {
        JsonElement? found = null;
        await Eventually.BecomesTrueAsync($"the client tells '{name}'", Limit, () => Task.FromResult((found = Find()) is not null));
        return found!.Value;

        JsonElement? Find() => _client!.Output.Split('\n')
            .Where(line => line.StartsWith('{') && line.EndsWith('}'))
            .Select(line => JsonDocument.Parse(line).RootElement.Clone())
            .Where(one => one.GetProperty("event").GetString() == name && isMeant(one))
            .Cast<JsonElement?>().LastOrDefault();
    }

    private async Task<string> FindRouteAsync(string address) =>
        (await _machine.Network.RunAsync("ip", "route", "get", address)).Output;

    private async Task<string> ShowRoutesAsync() => (await _machine.Network.RunAsync("ip", "route", "show")).Expect();

    private async Task<string> ReadResolverAsync() => (await _machine.RunAsync("cat /etc/resolv.conf", Limit)).Expect();
}

/// <summary>A server that names networks, with an account.</summary>
public sealed class PushedRoutesFixture : IAsyncLifetime
{
    internal Topology Topology { get; } = new();

    internal ServerProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Topology.StartAsync();
        Server = await ServerProcess.StartAsync(Topology, PushedRoutesTests.Settings);
        await Server.AddAccountAsync(SstpFixture.User, SstpFixture.Password);
    }

    public ValueTask DisposeAsync() => Topology.DisposeAsync();
}
