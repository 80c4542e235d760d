using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>Debian's sstp-client with pppd against our server.</summary>
public sealed class SstpClientTests(SstpFixture lab, ITestOutputHelper output) : IClassFixture<SstpFixture>, IAsyncLifetime
{
    public ValueTask InitializeAsync() => ValueTask.CompletedTask;

    // Each test connects anew, and shows what the client and the server had to say.
    public async ValueTask DisposeAsync()
    {
        await lab.Client.DisconnectAsync();
        await lab.ShowLogsAsync(output);
    }

    [Fact]
    public async Task The_CA_certificate_it_can_fetch_is_the_one_in_the_state_directory()
    {
        const string Fingerprint = "openssl x509 -noout -fingerprint -sha256 -in";

        var script = $"curl -fsS -o /tmp/served http://{Topology.ServerName}/ca.crt; cmp <({Fingerprint} /tmp/served) <({Fingerprint} /lab/state/ca.crt)";

        (await lab.Topology.Guest.RunAsync(script)).Expect();
    }

    [Fact]
    public async Task It_connects_and_gets_an_address_of_the_pool()
    {
        var connection = await lab.ConnectAsync();

        Measured.Report($"sstpc connects in {connection.Duration.TotalMilliseconds} ms");
        Assert.StartsWith(ServerSettings.PoolPrefix, connection.Address, StringComparison.Ordinal);
        var session = Assert.Single((await lab.Server.AskJsonAsync("sessions")).EnumerateArray());
        Assert.Equal(SstpFixture.User, session.GetProperty("user").GetString());
        Assert.Equal(connection.Address, session.GetProperty("address").GetString());
    }

    [Theory]
    [InlineData(SstpFixture.Password, "SSTP-105")] // it hangs up without a farewell
    [InlineData("Not-the-pass-w0rd", "NPS-016")]
    public async Task What_its_call_was_told_is_replayed_to_the_same_end_and_holds_no_secret(string password, string failure)
    {
        await RecordedAttempt.RecordAsync(lab.Server);
        await lab.Client.TryConnectAsync(SstpFixture.User, password);
        await lab.Client.DisconnectAsync();
        await lab.NoSessionIsLeftAsync();

        var attempt = await RecordedAttempt.ExportAsync(lab.Server, lab.Topology, SstpFixture.User);

        Assert.Equal(failure, await attempt.ReplayAsync());
        attempt.HoldsNothingOf(password);
    }

    [Fact]
    public async Task The_account_of_the_first_start_connects_with_the_password_it_printed() =>
        await lab.Client.ConnectAsync(ServerProcess.FirstUser, lab.Server.FirstPassword);

    [Fact]
    public async Task It_reaches_a_host_behind_the_gateway()
    {
        await lab.ConnectAsync();

        (await lab.Topology.Guest.RunAsync($"ping -c 3 -W 2 {Addresses.IntranetHost}")).Expect();
    }

    [Fact]
    public async Task A_network_behind_it_is_reached_through_its_session_and_no_longer()
    {
        const string Site = "192.168.50.0/24";
        const string Host = "192.168.50.7";
        await lab.Server.AddAccountAsync("site", SstpFixture.Password, "--routes", Site);
        (await lab.Topology.Guest.RunAsync($"ip address replace {Host}/32 dev lo")).Expect();

        var connection = await lab.Client.ConnectAsync("site", SstpFixture.Password);
        (await lab.Topology.Intranet.RunAsync("ping", "-c", "1", "-W", "10", Host)).Expect();
        (await lab.Topology.Guest.RunAsync($"ping -c 1 -W 10 -I {Host} {Addresses.IntranetHost}")).Expect();
        (await lab.Topology.Gateway.RunAsync("ping", "-c", "1", "-W", "10", connection.Address)).Expect();

        await lab.Client.DisconnectAsync();
        await lab.NoSessionIsLeftAsync();
        await Eventually.BecomesTrueAsync("the route is gone", TimeSpan.FromSeconds(30), async () =>
            !(await lab.Topology.Gateway.IpAsync("-4 route show")).Contains(Site, StringComparison.Ordinal));
    }

    [Theory]
    [InlineData("user", "dan")]
    [InlineData("group", "temps")]
    public async Task Who_is_denied_now_loses_the_session_at_once_and_comes_back_when_allowed(string kind, string subject)
    {
        var user = kind == "user" ? subject : $"one-of-{subject}";
        await lab.Server.AddAccountAsync(user, SstpFixture.Password, "--groups", $"all-of-{user},{subject}");
        await lab.Client.ConnectAsync(user, SstpFixture.Password);

        var denied = TimeProvider.System.GetTimestamp();
        (await lab.Server.AskAsync("deny", kind, subject, "--now", "--reason", "a test")).Expect();
        await lab.NoSessionIsLeftAsync();
        Measured.Report($"deny {kind} --now: no session is left after {TimeProvider.System.GetElapsedTime(denied).TotalMilliseconds:F0} ms, the command and the question included");
        await lab.Client.EndsAsync();

        var refused = await lab.Client.TryConnectAsync(user, SstpFixture.Password);
        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("E=649", refused.Output, StringComparison.Ordinal);
        await Eventually.BecomesTrueAsync("'adit why' names the denial", TimeSpan.FromSeconds(30), async () =>
            (await lab.Server.AskAsync("why", user)).Output.Contains("NPS-038", StringComparison.Ordinal));

        (await lab.Server.AskAsync("allow", kind, subject)).Expect();
        await lab.Client.ConnectAsync(user, SstpFixture.Password);
    }

    [Fact]
    public async Task A_packet_as_large_as_the_tunnel_carries_passes_whole()
    {
        await lab.ConnectAsync();
        const string LargestPing = "ping -c 1 -W 10 -M do -s $(( $(cat /sys/class/net/ppp0/mtu) - 28 ))";
        (await lab.Topology.Guest.RunAsync($"ping -c 3 -W 2 {Addresses.IntranetHost}")).Expect();

        (await lab.Topology.Guest.RunAsync($"{LargestPing} {Addresses.IntranetHost}")).Expect();
    }

    [Fact]
    public async Task A_hundred_megabytes_arrive_unchanged_both_ways()
    {
        await lab.ConnectAsync();
        var exchange = new FileExchange(lab.Topology, lab.Topology.Guest, "sstpc in the guest");

        var sent = await exchange.CreateFileAsync(megabytes: 100);

        Assert.Equal(sent, await exchange.DownloadAsync());
        Assert.Equal(sent, await exchange.UploadAsync());
    }

    [Fact]
    public async Task A_silent_connection_outlives_the_echo_intervals()
    {
        await lab.ConnectAsync();
        var silence = 2 * (ServerSettings.EchoInterval + ServerSettings.HelloInterval);

        (await lab.Topology.Guest.RunAsync($"sleep {silence.TotalSeconds}")).Expect();

        Assert.True(await lab.Client.IsConnectedAsync());
        Assert.Equal(1, await lab.Server.CountSessionsAsync());
    }

    [Fact]
    public async Task When_it_disconnects_the_server_has_no_session_left()
    {
        await lab.ConnectAsync();

        await lab.Client.DisconnectAsync();

        await lab.NoSessionIsLeftAsync();
    }

    [Fact]
    public async Task When_the_server_disconnects_the_client_ends()
    {
        await lab.ConnectAsync();

        (await lab.Server.AskAsync("disconnect", SstpFixture.User)).Expect();

        await lab.Client.EndsAsync();
        await lab.NoSessionIsLeftAsync();
    }

    [Fact]
    public async Task A_client_that_vanishes_is_given_up_by_the_server()
    {
        await lab.ConnectAsync();

        await lab.Topology.Guest.RunAsync("kill -STOP $(cat /tmp/sstpc.pid)");
        try
        {
            await Eventually.BecomesTrueAsync("the server gives the silent client up", TimeSpan.FromSeconds(120), async () =>
                await lab.Server.CountSessionsAsync() == 0);
        }
        finally
        {
            await lab.Topology.Guest.RunAsync("kill -CONT $(cat /tmp/sstpc.pid)");
        }
    }

    [Fact]
    [Scenario("A23")]
    public async Task A_wrong_password_ends_in_an_authentication_failure_that_why_explains()
    {
        var refused = await lab.Client.TryConnectAsync(SstpFixture.User, "Not-the-pass-w0rd");

        Assert.NotEqual(0, refused.ExitCode);
        Assert.Contains("authentication failed", refused.Output, StringComparison.OrdinalIgnoreCase);
        var why = await lab.Server.AskJsonAsync("why", SstpFixture.User);
        Assert.Equal(FailureCodes.WrongCredentials, why.GetProperty("attempt").GetProperty("failureCode").GetString());
    }
}
