using System.Text.RegularExpressions;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>FreeRADIUS behind our gateway, and before it in its group a server that is not there.</summary>
public sealed class RemoteAuthorityTests(RemoteAuthorityFixture lab, ITestOutputHelper output) : IClassFixture<RemoteAuthorityFixture>, IAsyncLifetime
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(60);

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
    public async Task Who_FreeRADIUS_lets_in_has_a_bound_session_with_its_settings_and_is_in_its_books()
    {
        await ConnectAsync("ann");

        (await _machine.RunAsync($"ping -c 1 -W 10 {Addresses.IntranetHost}", Limit)).Expect();
        Assert.Contains($"{ServerSettings.PoolPrefix}77", (await _machine.RunAsync("ip -4 address", Limit)).Output, StringComparison.Ordinal);
        await _client!.TerminateAsync();

        await lab.WhySaysAsync("ann", "Welcome, Ann");
        await RecordsShowAsync("ann", "Acct-Status-Type = Start", "Acct-Status-Type = Stop");
        var start = (await lab.FreeRadius.ReadRecordsAsync("ann"))[0];
        Assert.Contains("Class = 0x7365636f6e64", start, StringComparison.Ordinal); // "second": every Class comes back
        foreach (var attribute in new[]
        {
            "Class = 0x636c6173732d6f662d616e6e", "NAS-IP-Address = 127.0.0.1", "Acct-Session-Id", "Service-Type = Framed-User",
            "Framed-Protocol = PPP", "NAS-Port-Type = Virtual", $"Framed-IP-Address = {ServerSettings.PoolPrefix}77", "Calling-Station-Id",
            "MS-RAS-Version", "Acct-Authentic = RADIUS",
        })
            Assert.Contains(attribute, start, StringComparison.Ordinal);
        Assert.Contains("Accounting-On", await lab.FreeRadius.ReadDetailAsync(), StringComparison.Ordinal);
    }

    [Fact]
    [Scenario("A44", Linted = true)]
    public async Task A_wrong_password_is_refused_and_why_tells_so()
    {
        await File.WriteAllTextAsync(lab.Server.PasswordFile("wrong"), "wrong");
        await using var client = AditClient.Start(_machine, lab.Server, "ben", lab.Server.PasswordFile("wrong"));

        Assert.NotEqual(0, await client.WaitForExitAsync(Limit));

        await lab.WhySaysAsync("ben", "NPS-016");
    }

    [Fact]
    public async Task With_EAP_our_client_binds_its_session_to_keys_that_FreeRADIUS_made()
    {
        var authority = lab.FreeRadius.Authority;
        var certificate = authority.Issue("ben", "1.3.6.1.5.5.7.3.2");
        File.SetUnixFileMode(certificate, UnixFileMode.UserRead | UnixFileMode.UserWrite);

        await BindsAsync("auth: eap", $"passwordFile: {lab.Server.PasswordFile("ben")}");
        await BindsAsync("auth: eap-tls", $"eapCa: {authority.CaFile}", $"eapServerNames: {FreeRadius.ServerName}", $"certificates: {certificate}");
        await BindsAsync(
            "auth: peap", $"eapCa: {authority.CaFile}", $"eapServerNames: {FreeRadius.ServerName}", $"passwordFile: {lab.Server.PasswordFile("ben")}",
            "anonymousIdentity: anonymous", "requireCryptoBinding: false"); // FreeRADIUS has none
    }

    [Fact]
    public async Task EAP_passes_through_to_FreeRADIUS_with_its_keys() =>
        Assert.EndsWith("SUCCESS", await lab.AuthenticateAsync("MSCHAPV2", "ben", FreeRadius.Password), StringComparison.Ordinal);

    [Fact]
    public async Task EAP_with_a_wrong_password_is_refused_through_FreeRADIUS() =>
        Assert.EndsWith("FAILURE", await lab.AuthenticateAsync("MSCHAPV2", "ben", "wrong"), StringComparison.Ordinal);

    [Fact]
    public async Task What_FreeRADIUS_does_not_take_waits_for_it_on_disk_and_nobody_gets_in_meanwhile()
    {
        await ConnectAsync("ben");
        await RecordsShowAsync("ben", "Acct-Status-Type = Start");
        await lab.FreeRadius.StopAsync();

        await _client!.TerminateAsync();
        await Eventually.BecomesTrueAsync("the stop is on disk", Limit, () => Task.FromResult(File.Exists(lab.Spool)));
        Assert.Equal(UnixFileMode.UserRead | UnixFileMode.UserWrite, File.GetUnixFileMode(lab.Spool));
        await using var second = AditClient.Start(_machine, lab.Server, "zoe", lab.Server.PasswordFile("ann"));
        Assert.NotEqual(0, await second.WaitForExitAsync(Limit));
        await lab.WhySaysAsync("zoe", "RAD-110");

        await lab.FreeRadius.StartAsync();
        await RecordsShowAsync("ben", "Acct-Status-Type = Start", "Acct-Status-Type = Stop");
        Assert.DoesNotContain("Acct-Delay-Time = 0\n", (await lab.FreeRadius.ReadRecordsAsync("ben"))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_Disconnect_Request_ends_the_session_at_once_and_one_that_comes_again_finds_none()
    {
        await ConnectAsync("ben");
        var session = (await lab.Server.AskJsonAsync("sessions"))[0].GetProperty("id").GetString();

        Assert.Contains("Disconnect-ACK", await lab.ChangeAsync("disconnect", $"Acct-Session-Id = \"{session}\"\n{Timestamp()}"), StringComparison.Ordinal);

        Assert.NotEqual(0, await _client!.WaitForExitAsync(Limit));
        await Eventually.BecomesTrueAsync("the session is gone", Limit, async () => await lab.Server.CountSessionsAsync() == 0);
        await lab.WhySaysAsync("ben", "CALL-104");
        var again = await lab.ChangeAsync("disconnect", $"Acct-Session-Id = \"{session}\"\n{Timestamp()}");
        Assert.Contains("Disconnect-NAK", again, StringComparison.Ordinal);
        Assert.Contains("Error-Cause = Session-Context-Not-Found", again, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_CoA_Request_changes_how_long_the_session_lasts()
    {
        await ConnectAsync("ben");

        Assert.Contains("CoA-ACK", await lab.ChangeAsync("coa", $"User-Name = ben\nSession-Timeout = 1\n{Timestamp()}"), StringComparison.Ordinal);

        await _client!.WaitForExitAsync(Limit);
        await lab.WhySaysAsync("ben", "CALL-103");
    }

    [Fact]
    public async Task A_CoA_Request_filters_the_session_that_is_open_and_lets_it_through_again()
    {
        await ConnectAsync("ben");
        (await _machine.RunAsync($"ping -c 1 -W 10 {Addresses.IntranetHost}", Limit)).Expect();

        Assert.Contains("CoA-ACK", await lab.ChangeAsync("coa", $"User-Name = ben\n{Filter(dropsOthers: 1)}\n{Timestamp()}"), StringComparison.Ordinal);
        Assert.NotEqual(0, (await _machine.RunAsync($"ping -c 1 -W 2 {Addresses.IntranetHost}", Limit)).ExitCode);
        Assert.Contains("CoA-ACK", await lab.ChangeAsync("coa", $"User-Name = ben\n{Filter(dropsOthers: 0)}\n{Timestamp()}"), StringComparison.Ordinal);

        (await _machine.RunAsync($"ping -c 1 -W 10 {Addresses.IntranetHost}", Limit)).Expect();
        await lab.WhySaysAsync("ben", "filters, by test");
    }

    [Fact]
    public async Task A_CoA_Request_filters_IPv6_alone_and_lets_it_through_again()
    {
        await ConnectAsync("ben");
        var own = await OwnAddress6Async();
        await Eventually.BecomesTrueAsync("the client has IPv6", Limit, async () => await ReachesAsync(own));

        Assert.Contains("CoA-ACK", await lab.ChangeAsync("coa", $"User-Name = ben\n{Ipv6Filter(dropsOthers: 1)}\n{Timestamp()}"), StringComparison.Ordinal);
        Assert.False(await ReachesAsync(own, seconds: 2));
        Assert.True(await ReachesAsync(Addresses.IntranetHost));
        Assert.Contains("CoA-ACK", await lab.ChangeAsync("coa", $"User-Name = ben\n{Ipv6Filter(dropsOthers: 0)}\n{Timestamp()}"), StringComparison.Ordinal);

        Assert.True(await ReachesAsync(own));
    }

    [Theory]
    [InlineData("eap")]
    [InlineData("peap")]
    public async Task A_session_that_EAP_has_let_in_is_filtered_and_authorized_anew_like_any_other(string method)
    {
        _client = await StartAsync("ann", method);
        await AditClient.IsConnectedAsync(_client);
        Assert.True(await ReachesAsync(Addresses.IntranetHost));

        Assert.Contains("CoA-ACK", await lab.ChangeAsync("coa", $"User-Name = ann\n{Filter(dropsOthers: 1)}\n{Timestamp()}"), StringComparison.Ordinal);
        Assert.False(await ReachesAsync(Addresses.IntranetHost, seconds: 2));
        Assert.Contains("CoA-ACK", await lab.ChangeAsync("coa", $"User-Name = ann\n{Filter(dropsOthers: 0)}\n{Timestamp()}"), StringComparison.Ordinal);
        Assert.True(await ReachesAsync(Addresses.IntranetHost));

        Assert.Contains("CoA-NAK", await lab.ChangeAsync("coa", $"User-Name = ann\nService-Type = Authorize-Only\nState = 0x616e6577\n{Timestamp()}"), StringComparison.Ordinal);
        await Eventually.BecomesTrueAsync("the session was authorized anew", Limit, async () =>
            Regex.IsMatch((await lab.Server.AskAsync("why", "ann")).Output, "Open[^F]*Reauthorizing[^F]*Open", RegexOptions.NonBacktracking));
        Assert.True(await ReachesAsync(Addresses.IntranetHost));
        await _client.TerminateAsync();
        await RecordsShowAsync("ann", "Acct-Status-Type = Start", "Acct-Status-Type = Stop");
        Assert.Contains($"Class = 0x{Convert.ToHexStringLower("class-anew"u8)}", (await lab.FreeRadius.ReadRecordsAsync("ann"))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_EAP_has_let_in_ends_when_FreeRADIUS_authorizes_it_no_more()
    {
        _client = await StartAsync("ben", "peap");
        await AditClient.IsConnectedAsync(_client);

        Assert.Contains("CoA-NAK", await lab.ChangeAsync("coa", $"User-Name = ben\nService-Type = Authorize-Only\nState = 0x01\n{Timestamp()}"), StringComparison.Ordinal);

        Assert.NotEqual(0, await _client.WaitForExitAsync(Limit));
        await lab.WhySaysAsync("ben", "NPS-016");
    }

    [Fact]
    public async Task A_CoA_Request_limits_what_the_client_may_send()
    {
        await ConnectAsync("ben");

        Assert.Contains("CoA-ACK", await lab.ChangeAsync("coa", $"User-Name = ben\nWISPr-Bandwidth-Max-Up = 64000\n{Timestamp()}"), StringComparison.Ordinal);

        await _machine.RunAsync($"ping -c 400 -s 1300 -i 0.002 -q {Addresses.IntranetHost}", Limit);
        var metrics = (await lab.Server.AskAsync("metrics")).Expect();
        Assert.DoesNotContain("adit_dropped_packets_total{reason=\"over_rate\"} 0\n", metrics, StringComparison.Ordinal);
        await lab.WhySaysAsync("ben", "upload rate, by test");
    }

    [Fact]
    public async Task A_session_is_authorized_anew_and_has_what_FreeRADIUS_says_then()
    {
        await ConnectAsync("ann");

        var answer = await lab.ChangeAsync("coa", $"User-Name = ann\nService-Type = Authorize-Only\nState = 0x616e6577\n{Timestamp()}");
        Assert.Contains("CoA-NAK", answer, StringComparison.Ordinal);
        Assert.Contains("Error-Cause = 507", answer.Replace("Request-Initiated", "507", StringComparison.Ordinal), StringComparison.Ordinal);
        Assert.Contains("Service-Type = Authorize-Only", answer[answer.IndexOf("CoA-NAK", StringComparison.Ordinal)..], StringComparison.Ordinal);

        await lab.WhySaysAsync("ann", "accepted");
        Assert.Matches("Open[^F]*Reauthorizing[^F]*Open", (await lab.Server.AskAsync("why", "ann")).Output);
        (await _machine.RunAsync($"ping -c 1 -W 10 {Addresses.IntranetHost}", Limit)).Expect();
        await _client!.TerminateAsync();
        await RecordsShowAsync("ann", "Acct-Status-Type = Start", "Acct-Status-Type = Stop");
        Assert.Contains($"Class = 0x{Convert.ToHexStringLower("class-anew"u8)}", (await lab.FreeRadius.ReadRecordsAsync("ann"))[^1], StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_session_that_FreeRADIUS_authorizes_no_more_ends_with_its_reason()
    {
        await ConnectAsync("ben");

        Assert.Contains("CoA-NAK", await lab.ChangeAsync("coa", $"User-Name = ben\nService-Type = Authorize-Only\nState = 0x01\n{Timestamp()}"), StringComparison.Ordinal);

        Assert.NotEqual(0, await _client!.WaitForExitAsync(Limit));
        await lab.WhySaysAsync("ben", "NPS-016");
    }

    [Theory]
    [InlineData("User-Name = ben\nFilter-Id = std", "Unsupported-Attribute")]
    [InlineData("User-Name = ben\nService-Type = Authorize-Only\nState = 0x01\nSession-Timeout = 60", "Unsupported-Attribute")]
    [InlineData("User-Name = ben\nService-Type = Login-User\nSession-Timeout = 60", "Unsupported-Service")]
    [InlineData("User-Name = ben\nNAS-Identifier = elsewhere\nSession-Timeout = 60", "NAS-Identification-Mismatch")]
    public async Task What_cannot_be_done_is_refused_with_its_cause(string attributes, string cause)
    {
        var answer = await lab.ChangeAsync("coa", $"{attributes}\n{Timestamp()}");

        Assert.Contains("CoA-NAK", answer, StringComparison.Ordinal);
        Assert.Contains($"Error-Cause = {cause}", answer, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_wrong_secret_and_a_time_long_past_get_no_answer_and_are_counted()
    {
        Assert.Contains("No reply", await lab.ChangeAsync("disconnect", $"User-Name = ben\n{Timestamp()}", secret: "another-secret", isHeard: false), StringComparison.Ordinal);
        Assert.Contains("No reply", await lab.ChangeAsync("disconnect", "User-Name = ben\nEvent-Timestamp = 1700000000", isHeard: false), StringComparison.Ordinal);

        var metrics = (await lab.Server.AskAsync("metrics")).Expect();
        Assert.Contains("adit_radius_dropped_packets_total{reason=\"wrong_secret\"}", metrics, StringComparison.Ordinal);
        Assert.Contains("adit_radius_dropped_packets_total{reason=\"old_event_timestamp\"}", metrics, StringComparison.Ordinal);
    }

    [Fact]
    public async Task The_commands_tell_which_server_is_there_and_what_it_answers()
    {
        var probes = await lab.Server.AskAsync("radius", "test", "office");
        Assert.Equal(1, probes.ExitCode);
        Assert.Matches("127\\.0\\.0\\.2:1812 +none", probes.Output);
        Assert.Matches("127\\.0\\.0\\.1:2812 +after", probes.Output);

        var decision = (await lab.Server.AskAsync("radius", "test", "office", "--user", "ann", "--password-file", lab.Server.PasswordFile("ann"))).Expect();
        Assert.Contains("AccessAccept", decision, StringComparison.Ordinal);
        Assert.Contains("Reply-Message = Welcome, Ann", decision, StringComparison.Ordinal);
        Assert.Contains("MS-MPPE-Send-Key = (hidden)", decision, StringComparison.Ordinal);

        Assert.Contains("given up: 127.0.0.2:1812 of office", (await lab.Server.AskAsync("status")).Expect(), StringComparison.Ordinal);
        Assert.Contains("adit_radius_server_up{group=\"office\",server=\"127.0.0.1:2812\",for=\"authentication\"} 1",
            (await lab.Server.AskAsync("metrics")).Expect(), StringComparison.Ordinal);
    }

    /// <summary>Packets pass, so SSTP's binding has held: it is made of the keys that came from FreeRADIUS.</summary>
    private async Task BindsAsync(params string[] lines)
    {
        var profile = Path.Combine(lab.Topology.Folder, "remote.yaml");
        await File.WriteAllTextAsync(profile, string.Join('\n', [$"host: {Topology.ServerName}", "tunnel: sstp", $"ca: {lab.Server.CaFile}", "user: ben", "reconnect: false", .. lines]));
        _client = _machine.Network.Start([Repository.Adit, "connect", "--profile", profile]);
        await AditClient.IsConnectedAsync(_client);

        (await _machine.RunAsync($"ping -c 1 -W 10 {Addresses.IntranetHost}", Limit)).Expect();

        await _client.TerminateAsync();
        await Eventually.BecomesTrueAsync("there is no session", Limit, async () => await lab.Server.CountSessionsAsync() == 0);
    }

    /// <summary>MS-Filter ([MS-RNAP] §2.2.1.3) for what comes from the client, with a rule for TCP to port 9 and this for everything else.</summary>
    private static string Filter(byte dropsOthers)
    {
        byte[] set = [1, 0, 0, 0, 1, 0, 0, 0, dropsOthers, 0, 0, 0, .. new byte[16], 6, 0, 0, 0, 0, 0, 0, 0, 0, 0, 0, 9];
        byte[] filter = [1, 0, 0, 0, 72, 0, 0, 0, 1, 0, 0, 0, 1, 0, 0xff, 0xff, (byte)set.Length, 0, 0, 0, 1, 0, 0, 0, 32, 0, 0, 0, 0, 0, 0, 0, .. set];
        return $"Attr-26.311.22 = 0x{Convert.ToHexStringLower(filter)}";
    }

    /// <summary>MS-IPv6-Filter ([MS-RNAS] §2.2.1.6) of the same kind; its numbers are in network order.</summary>
    private static string Ipv6Filter(byte dropsOthers)
    {
        byte[] set = [0, 0, 0, 1, 0, 0, 0, 1, 0, 0, 0, dropsOthers, .. new byte[40], 0, 0, 0, 6, 0, 0, 0, 0, 0, 0, 0, 9];
        byte[] filter = [0, 0, 0, 1, 0, 0, 0, 96, 0, 0, 0, 1, 0xff, 0xff, 0, 0x11, 0, 0, 0, (byte)set.Length, 0, 0, 0, 1, 0, 0, 0, 32, 0, 0, 0, 0, .. set];
        return $"Attr-26.311.51 = 0x{Convert.ToHexStringLower(filter)}";
    }

    private async Task<bool> ReachesAsync(string address, int seconds = 10) => (await _machine.RunAsync($"ping -c 1 -W {seconds} {address}", Limit)).ExitCode == 0;

    /// <summary>The server's own address in the tunnels over IPv6, which it draws at its first start.</summary>
    private async Task<string> OwnAddress6Async() =>
        (await lab.Topology.Gateway.RunAsync("bash", "-c", "ip -6 -o address show scope global | awk '/adit/ { sub(\"/.*\", \"\", $4); print $4; exit }'")).Expect().Trim();

    private async Task<BackgroundProcess> StartAsync(string user, string method)
    {
        var profile = Path.Combine(lab.Topology.Folder, $"{user}-{method}.yaml");
        await File.WriteAllLinesAsync(profile, [
            $"host: {Topology.ServerName}", $"ca: {lab.Server.CaFile}", $"user: {user}", "reconnect: false", $"auth: {method}", $"passwordFile: {lab.Server.PasswordFile(user)}",
            $"eapCa: {lab.FreeRadius.Authority.CaFile}", $"eapServerNames: {FreeRadius.ServerName}", "requireCryptoBinding: false"]); // FreeRADIUS has none
        return _machine.Network.Start([Repository.Adit, "connect", "--profile", profile]);
    }

    private static string Timestamp() => $"Event-Timestamp = {TimeProvider.System.GetUtcNow().ToUnixTimeSeconds()}";

    private async Task ConnectAsync(string user)
    {
        _client = AditClient.Start(_machine, lab.Server, user, lab.Server.PasswordFile(user), "--no-reconnect");
        await AditClient.IsConnectedAsync(_client);
    }

    private Task RecordsShowAsync(string user, params string[] inOrder) => Eventually.BecomesTrueAsync(
        $"FreeRADIUS has been told of {user}: {string.Join(", ", inOrder)}", Limit, async () =>
        {
            var records = await lab.FreeRadius.ReadRecordsAsync(user);
            return records.Count >= inOrder.Length
                && inOrder.Zip(records.TakeLast(inOrder.Length)).All(pair => pair.Second.Contains(pair.First, StringComparison.Ordinal));
        });
}
