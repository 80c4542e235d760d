using System.Diagnostics;
using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>Our client against our server, over the kernel's own network: what neither proves alone is proven against others.</summary>
public sealed class AditClientTests(SstpFixture lab, ITestOutputHelper output) : IClassFixture<SstpFixture>, IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private ClientNamespace _machine = null!;
    private BackgroundProcess? _client;

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
    public async Task It_reaches_a_host_behind_the_gateway_and_moves_data_unchanged()
    {
        await ConnectAsync();
        var exchange = new FileExchange(lab.Topology, _machine, "adit connect");

        var sent = await exchange.CreateFileAsync(megabytes: 100);

        Assert.Equal(sent, await exchange.DownloadAsync());
        Assert.Equal(sent, await exchange.UploadAsync());
    }

    [Fact]
    public async Task It_sends_by_the_congestion_control_that_it_was_told()
    {
        await ConnectAsync("--congestion-control", "reno");

        Assert.Contains(" reno ", (await _machine.RunAsync("ss -tinH state established dport = :443", Limit)).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    public async Task One_that_its_kernel_lacks_stops_it_before_anything_is_said_to_the_server()
    {
        var refused = await _machine.Network.RunAsync(
            Repository.Adit, "connect", Topology.ServerName, "--user", SstpFixture.User, "--password-file", lab.Server.PasswordFile(SstpFixture.User),
            "--congestion-control", "no-such");

        Assert.Equal(1, refused.ExitCode);
        Assert.Contains("This kernel has no congestion control 'no-such'; it offers ", refused.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task When_it_ends_the_server_has_no_session_left_and_the_network_is_as_before()
    {
        var before = await DescribeNetworkAsync();
        await ConnectAsync();

        await _client!.TerminateAsync();

        await lab.NoSessionIsLeftAsync();
        Assert.Equal(before, await DescribeNetworkAsync());
    }

    [Fact]
    [Scenario("A23")]
    public async Task A_wrong_password_ends_it_with_the_code_that_Windows_shows()
    {
        var wrong = Path.Combine(lab.Topology.Folder, "wrong.password");
        await File.WriteAllTextAsync(wrong, "Not-the-pass-w0rd");
        _client = AditClient.Start(_machine, lab.Server, SstpFixture.User, wrong);

        await FailsWithAsync("PPP-202", "691 (0x2B3) ERROR_AUTHENTICATION_FAILURE");
    }

    [Theory]
    [InlineData(SstpFixture.Password, "")]
    [InlineData("Not-the-pass-w0rd", "NPS-016")]
    public async Task What_its_call_was_told_is_replayed_to_the_same_end_and_holds_no_secret(string password, string failure)
    {
        await RecordedAttempt.RecordAsync(lab.Server);
        var file = Path.Combine(lab.Topology.Folder, "some.password");
        await File.WriteAllTextAsync(file, password);
        _client = AditClient.Start(_machine, lab.Server, SstpFixture.User, file);
        if (failure.Length == 0)
        {
            await ReachesIntranetAsync();
            await _client.TerminateAsync();
        }

        await _client.WaitForExitAsync(Limit);
        await lab.NoSessionIsLeftAsync();

        var attempt = await RecordedAttempt.ExportAsync(lab.Server, lab.Topology, SstpFixture.User);

        Assert.Equal(failure, await attempt.ReplayAsync());
        attempt.HoldsNothingOf(password);
    }

    [Fact]
    public async Task Its_failure_is_found_under_the_number_of_a_Windows_clients_event()
    {
        var wrong = Path.Combine(lab.Topology.Folder, "event.password");
        await File.WriteAllTextAsync(wrong, "Not-the-pass-w0rd");
        _client = AditClient.Start(_machine, lab.Server, SstpFixture.User, wrong);
        await FailsWithAsync("PPP-202", "691");

        var found = (await Lab.Command.RunAsync(Repository.Adit, "log", "--event", "20227", "--reason", "691", "--since", "5m")).Expect();

        Assert.Contains("Event 20227", found, StringComparison.Ordinal);
        Assert.Contains("the error code is 691", found, StringComparison.Ordinal);
    }

    [Fact]
    [Scenario("A39")]
    [Scenario("C26")]
    public async Task Who_is_denied_now_loses_the_session_and_does_not_get_in_again_until_allowed()
    {
        await ConnectAsync();
        try
        {
            var denied = await lab.Server.AskAsync("deny", "user", SstpFixture.User, "--now", "--reason", "a test");
            Assert.Contains("denied, 1 session ended", denied.Expect(), StringComparison.Ordinal);
            await lab.NoSessionIsLeftAsync();
            await _client!.DisposeAsync();

            _client = AditClient.Start(_machine, lab.Server, SstpFixture.User, lab.Server.PasswordFile(SstpFixture.User));
            await FailsWithAsync("PPP-202", "649 (0x289) ERROR_NO_DIALIN_PERMISSION");
        }
        finally
        {
            (await lab.Server.AskAsync("allow", "user", SstpFixture.User)).Expect();
        }
    }

    [Fact]
    public async Task With_EAP_it_gets_in_and_its_binding_holds_and_a_wrong_password_has_the_same_code()
    {
        await lab.Server.ReloadWithAsync("authentication: [ eap ]");
        try
        {
            await ConnectAsync("--auth", "eap");
            await _client!.TerminateAsync();
            await _client.DisposeAsync();

            var wrong = Path.Combine(lab.Topology.Folder, "wrong-in-eap.password");
            await File.WriteAllTextAsync(wrong, "Not-the-pass-w0rd");
            _client = AditClient.Start(_machine, lab.Server, SstpFixture.User, wrong, "--auth", "eap");
            await FailsWithAsync("PPP-202", "691 (0x2B3) ERROR_AUTHENTICATION_FAILURE");
        }
        finally
        {
            await lab.Server.ReloadWithAsync("");
        }
    }

    [Fact]
    [Scenario("A28")]
    public async Task A_disabled_account_is_told_so()
    {
        await lab.Server.AddAccountAsync("gone", SstpFixture.Password);
        (await lab.Server.AskAsync("user", "disable", "gone")).Expect();
        _client = AditClient.Start(_machine, lab.Server, "gone", lab.Server.PasswordFile("gone"));

        await FailsWithAsync("PPP-202", "647 (0x287) ERROR_ACCT_DISABLED");
    }

    [Fact]
    [Scenario("B10")]
    public async Task A_server_of_another_authority_is_not_trusted()
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        using var other = new CertificateRequest("CN=Another authority", key, HashAlgorithmName.SHA256)
            .CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-1), DateTimeOffset.UtcNow.AddDays(1));
        var file = Path.Combine(lab.Topology.Folder, "other.pem");
        await File.WriteAllTextAsync(file, other.ExportCertificatePem());
        _client = AditClient.StartTrusting(file, _machine, SstpFixture.User, lab.Server.PasswordFile(SstpFixture.User));

        Assert.Equal(1, await _client.WaitForExitAsync(Limit));
        Assert.Matches("0x800B0109|0x800B010A", _client.Output);
    }

    [Fact]
    [Scenario("B12")]
    public async Task A_server_under_another_name_is_not_trusted()
    {
        _client = AditClient.Start(
            _machine, lab.Server, SstpFixture.User, lab.Server.PasswordFile(SstpFixture.User), "--sni", "another.adit.test");

        await FailsWithAsync("PKI-110", "(0x800B010F) CERT_E_CN_NO_MATCH");
    }

    [Fact]
    public async Task After_a_restart_of_the_server_it_is_back_by_itself()
    {
        await ConnectAsync();

        await lab.Server.RestartAsync();

        await ReachesIntranetAsync();
        Assert.False(_client!.HasExited);
        Assert.Contains("trying again in", _client.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Without_reconnecting_a_disconnect_by_the_server_ends_it_with_the_reason()
    {
        await ConnectAsync("--no-reconnect");

        (await lab.Server.AskAsync("disconnect", SstpFixture.User)).Expect();

        await FailsWithAsync("CLIENT-107", "629 (0x275) ERROR_REMOTE_DISCONNECTION");
    }

    [Fact]
    public async Task While_it_is_up_names_are_asked_of_the_intranet_and_a_closed_terminal_puts_the_old_server_back()
    {
        var before = await ReadResolverAsync();
        await ConnectAsync();
        await AsksIntranetForNamesAsync();

        await Command.RunAsync("kill", "-HUP", $"{_client!.Id}");

        Assert.Equal(0, await _client.WaitForExitAsync(Limit));
        Assert.Equal(before, await ReadResolverAsync());
    }

    [Fact]
    public async Task After_a_client_that_was_killed_the_next_one_puts_the_old_server_back()
    {
        var before = await ReadResolverAsync();
        await ConnectAsync();
        await AsksIntranetForNamesAsync();
        await Command.RunAsync("kill", "-KILL", $"{_client!.Id}");
        await _client.WaitForExitAsync(Limit);
        await ConnectAsync();

        await _client.TerminateAsync();

        Assert.Equal(before, await ReadResolverAsync());
    }

    [Fact]
    public async Task Two_clients_that_share_the_machine_both_work()
    {
        await ConnectAsync();
        await AsksIntranetForNamesAsync();
        var password = lab.Server.PasswordFile(SstpFixture.User);
        var resolver = await ReadResolverAsync();

        await using var second = AditClient.Start(_machine, lab.Server, SstpFixture.User, password, "--no-default-route");

        await AditClient.IsConnectedAsync(second);
        Assert.Equal(resolver, await ReadResolverAsync());
        await second.TerminateAsync();
        await ReachesIntranetAsync();
    }

    [Fact]
    public async Task Connections_made_again_leave_no_thread_and_no_file_behind()
    {
        await ConnectAsync();
        await LoseConnectionAsync(times: 1);
        var before = CountFiles();

        await LoseConnectionAsync(times: 3);

        await Eventually.BecomesTrueAsync("there are as many files", Limit, () => Task.FromResult(CountFiles() <= before + 2)); // the sockets of a thread pool that grows
        Assert.InRange(CountThreads("adit-tun"), 0, Environment.ProcessorCount);
        Assert.Equal(Environment.ProcessorCount, CountThreads("adit-io-"));
    }

    [Fact]
    public async Task A_second_client_that_wants_everything_too_fails_and_the_first_goes_on()
    {
        await ConnectAsync();
        var password = lab.Server.PasswordFile(SstpFixture.User);

        await using var second = AditClient.Start(_machine, lab.Server, SstpFixture.User, password);

        Assert.Equal(1, await second.WaitForExitAsync(Limit));
        Assert.Contains("another connection does so already", second.Output, StringComparison.Ordinal);
        await ReachesIntranetAsync();
    }

    [Fact]
    public async Task A_client_whose_server_has_fallen_silent_still_ends_soon()
    {
        await ConnectAsync();
        await _machine.Network.IpAsync("link set client down");
        var clock = Stopwatch.StartNew();

        await _client!.TerminateAsync();

        Assert.InRange(clock.Elapsed, TimeSpan.Zero, TimeSpan.FromSeconds(20)); // far less than TCP would try, and enough for a busy machine
        Assert.Equal(0, _client.ExitCode);
    }

    private async Task FailsWithAsync(string code, string windows)
    {
        Assert.Equal(1, await _client!.WaitForExitAsync(Limit));
        Assert.Contains($"The connection failed: {code}", _client.Output, StringComparison.Ordinal);
        Assert.Contains(windows, _client.Output, StringComparison.Ordinal);
    }

    private async Task ConnectAsync(params string[] options)
    {
        _client = AditClient.Start(_machine, lab.Server, SstpFixture.User, lab.Server.PasswordFile(SstpFixture.User), options);
        await ReachesIntranetAsync();
    }

    /// <summary>The client asks the server for routes and name servers when it is connected, and sets them last.</summary>
    private Task AsksIntranetForNamesAsync() => Eventually.BecomesTrueAsync("the resolver's file names the intranet", Limit, async () =>
        (await ReadResolverAsync()).Contains($"nameserver {Addresses.IntranetHost}\n", StringComparison.Ordinal));

    private async Task LoseConnectionAsync(int times)
    {
        for (var lost = 0; lost < times; lost++)
        {
            var losses = CountLosses();
            (await lab.Server.AskAsync("disconnect", SstpFixture.User)).Expect();
            await Eventually.BecomesTrueAsync("the client has lost its connection", Limit, () => Task.FromResult(CountLosses() > losses));
            await ReachesIntranetAsync();
        }
    }

    private int CountLosses() => _client!.Output.Split("Lost (", StringSplitOptions.None).Length;

    private int CountFiles() => Directory.GetFiles($"/proc/{_client!.Id}/fd").Length;

    private int CountThreads(string name) => Directory.GetDirectories($"/proc/{_client!.Id}/task")
        .Count(task => File.ReadAllText(Path.Combine(task, "comm")).StartsWith(name, StringComparison.Ordinal));

    /// <summary>What the client's machine has for its resolver's file, which no other sees.</summary>
    private Task<string> ReadResolverAsync() => File.ReadAllTextAsync($"/etc/netns/{_machine.Network.Name}/resolv.conf");

    private Task ReachesIntranetAsync() => Eventually.BecomesTrueAsync("the client reaches the intranet", Limit, async () => _client!.HasExited
        ? throw new InvalidOperationException($"The client ended with {_client.ExitCode}:\n{_client.Output}")
        : (await _machine.Network.RunAsync("ping", "-c", "1", "-W", "1", Addresses.IntranetHost)).ExitCode == 0);

    // A link gets its carrier a while after it came up.
    private async Task<string> DescribeNetworkAsync() =>
        (await _machine.Network.RunAsync("bash", "-c", "for i in {1..400}; do ip -o link | grep -q NO-CARRIER || break; sleep 0.05; done; ip -o link; ip -4 rule; ip -4 route show table all; cat /etc/resolv.conf")).Expect();
}
