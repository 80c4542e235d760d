using System.Globalization;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>IPv6 inside the tunnel: the Linux kernel at the end of pppd as host, our client, and what neither may do.</summary>
public sealed class Ipv6Tests(SstpFixture lab, ITestOutputHelper output) : IClassFixture<SstpFixture>, IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private static string Ping => $"ping -6 -c 2 -W 2 {Addresses.IntranetHost6}";

    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    public async ValueTask DisposeAsync()
    {
        await lab.Client.DisconnectAsync();
        await lab.ShowLogsAsync(output);
    }

    [Fact]
    public async Task A_guest_with_privacy_addresses_reaches_a_host_from_each_of_its_addresses()
    {
        var (lasting, temporary) = await ConnectGuestAsync();

        (await RunAsync($"{Ping} -I {lasting}")).Expect();
        (await RunAsync($"{Ping} -I {temporary}")).Expect();
        var session = Assert.Single((await lab.Server.AskJsonAsync("sessions")).EnumerateArray());
        var prefix = session.GetProperty("ipv6Prefix").GetString()!;
        Assert.EndsWith("::/64", prefix, StringComparison.Ordinal);
        Assert.All([lasting, temporary], address => Assert.StartsWith(prefix[..^4], address, StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_host_without_a_route_back_sees_the_gateways_address()
    {
        await ConnectGuestAsync();
        await using var host = lab.Topology.Intranet.Start("socat", $"TCP6-LISTEN:9100,bind=[{Addresses.IntranetHost6}],fork", "SYSTEM:echo $SOCAT_PEERADDR");

        await Eventually.BecomesTrueAsync("the host tells whom it sees", Limit, async () =>
            (await RunAsync($"socat - TCP6:[{Addresses.IntranetHost6}]:9100 < /dev/null")).Output.Contains(
                "fd77:0000:0000:0000:0000:0000:0000:0001", StringComparison.Ordinal));
    }

    [Fact]
    public async Task A_source_that_is_not_the_sessions_own_goes_nowhere()
    {
        await ConnectGuestAsync();
        var before = await CountWrongSourcesAsync();

        await RunAsync("ip -6 address add fd99::1/128 dev ppp0 nodad");
        var spoofed = await RunAsync($"{Ping} -I fd99::1");

        Assert.NotEqual(0, spoofed.ExitCode);
        await Eventually.BecomesTrueAsync("the drops are counted", Limit, async () => await CountWrongSourcesAsync() >= before + 2);
        (await RunAsync($"ip -6 address delete fd99::1/128 dev ppp0; {Ping}")).Expect();
    }

    [Fact]
    public async Task What_only_a_router_may_say_is_dropped()
    {
        await ConnectGuestAsync();
        var before = await CountWrongSourcesAsync();

        (await RunAsync(@"printf '\x86\0\0\0\x40\0\x07\x08\0\0\0\0\0\0\0\0' | socat -u - IP6-SENDTO:[ff02::1%ppp0]:58")).Expect();

        await Eventually.BecomesTrueAsync("the drop is counted", Limit, async () => await CountWrongSourcesAsync() > before);
    }

    [Fact]
    public async Task Our_client_moves_a_file_unchanged()
    {
        await using var machine = await ClientNamespace.CreateAsync(lab.Topology);
        await using var client = AditClient.Start(machine, lab.Server, SstpFixture.User, lab.Server.PasswordFile(SstpFixture.User));
        await Eventually.BecomesTrueAsync("the client has its address", Limit, () => client.HasExited
            ? throw new InvalidOperationException($"The client ended:\n{client.Output}")
            : Task.FromResult(client.Output.Contains("IPv6: fd", StringComparison.Ordinal)));
        var exchange = new FileExchange(lab.Topology, machine, "adit connect over IPv6", $"[{Addresses.IntranetHost6}]");

        var sent = await exchange.CreateFileAsync(megabytes: 30);

        Assert.Equal(sent, await exchange.DownloadAsync());
        Assert.Equal(sent, await exchange.UploadAsync());
        output.WriteLine(client.Output);
    }

    /// <summary>The guest connects, and its kernel makes its addresses, the one that lasts and the one that does not.</summary>
    private async Task<(string Lasting, string Temporary)> ConnectGuestAsync()
    {
        (await RunAsync("modprobe ipv6; sysctl -qw net.ipv6.conf.default.use_tempaddr=2")).Expect();
        await lab.Client.ConnectAsync(SstpFixture.User, SstpFixture.Password, options: "+ipv6");
        await Eventually.BecomesTrueAsync("the guest's kernel has made its addresses", Limit, async () => (await AddressAsync("temporary")).Length > 0);
        return (await AddressAsync("-temporary"), await AddressAsync("temporary"));
    }

    private async Task<string> AddressAsync(string kind) =>
        (await RunAsync($"ip -6 -o address show dev ppp0 scope global {kind} | awk '{{ sub(\"/.*\", \"\", $4); print $4; exit }}'")).Expect().Trim();

    /// <summary>What the server has dropped for its source, of sessions that have ended, too.</summary>
    private async Task<long> CountWrongSourcesAsync() => (await lab.Server.AskAsync("metrics")).Expect().Split('\n')
        .Where(line => line.StartsWith("adit_dropped_packets_total{", StringComparison.Ordinal) && line.Contains("wrong_source", StringComparison.Ordinal))
        .Sum(line => long.Parse(line.Split(' ')[1], CultureInfo.InvariantCulture));

    private Task<CommandResult> RunAsync(string script) => lab.Topology.Guest.RunAsync(script);
}
