using System.Text.Json;
using Adit.Server.Control;
using Adit.Server.Tests.Control;

namespace Adit.Cli.Tests;

public sealed class ServerCommandTests
{
    [Fact]
    public async Task Status_prints_names_and_values()
    {
        await using var fixture = await CliFixture.StartAsync();

        var run = await fixture.AskAsync("status");

        Assert.Equal(new CliRun(0, """
            version      0.1.0
            state        running
            started      2026-05-04 03:02:01Z
            directory    /var/lib/adit
            listening    0.0.0.0:443, [::]:443
            certificate  CN=vpn.example.org
              expires    2026-08-02 03:02:01Z
              sha-256    AB12
            pool         10.7.0.0/24: 1 used, 252 free
            sessions     1
            half-open    2

            """, ""), run);
    }

    [Fact]
    public async Task Status_as_JSON_is_the_API_s_own_view()
    {
        await using var fixture = await CliFixture.StartAsync();

        var run = await fixture.AskAsync("status", "-o", "json");

        Assert.Equal("""
            {
              "version": "0.1.0",
              "startedUtc": "2026-05-04T03:02:01+00:00",
              "stateDirectory": "/var/lib/adit",
              "listeners": [
                "0.0.0.0:443",
                "[::]:443"
              ],
              "certificate": {
                "subject": "CN=vpn.example.org",
                "notAfterUtc": "2026-08-02T03:02:01+00:00",
                "sha256": "AB12"
              },
              "pool": {
                "prefix": "10.7.0.0/24",
                "used": 1,
                "free": 252,
                "name": "default"
              },
              "sessions": 1,
              "halfOpen": 2,
              "draining": false,
              "configurationFile": null,
              "pools": [],
              "certificates": [],
              "publication": null,
              "radiusServers": [],
              "plainListeners": [],
              "refusedOffloads": [],
              "databaseAwaySeconds": null
            }

            """, run.Output);
    }

    [Fact]
    public async Task The_widest_sessions_that_there_are_fit_100_columns()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Sessions.Add(FakeServerControl.CreateSession(new string('f', 20), new string('u', 256)) with
        {
            Peer = "[2001:db8:1111:2222:3333:4444:5555:6666]:50123",
            Address = "100.100.100.100",
            BytesIn = long.MaxValue,
            BytesOut = 1_023_900_000,
            IdleSeconds = 86_399,
            PacketsDropped = 999_999_999,
        });

        var run = await fixture.AskAsync("sessions");

        Assert.All(run.Output.Split('\n'), line => Assert.InRange(line.Length, 0, 100));
        Assert.Contains("uuuuu…uuuu  2001:db…55:6666  100.100.100.100", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task Sessions_in_a_pipe_are_plain_aligned_columns()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Sessions.Add(FakeServerControl.CreateSession());
        fixture.Server.Sessions.Add(FakeServerControl.CreateSession("s-22", "bartholomew"));

        var run = await fixture.AskAsync("sessions");

        Assert.Matches("""
            ^ID    USER        FROM       ADDRESS   FOR   +IDLE   IN    OUT  DROPS
            s-1   anna        192\.0\.2\.7  10\.7\.0\.2  [0-9]+[smhd]  1m15s  1\.4M  20K  3
            s-22  barth…omew  192\.0\.2\.7  10\.7\.0\.2  [0-9]+[smhd]  1m15s  1\.4M  20K  3
            $
            """, run.Output);
    }

    [Fact]
    public async Task A_table_for_eyes_is_framed_where_it_fits()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Accounts.Add(new AccountView("anna", Enabled: true, null, FakeServerControl.Started, "ms-chap-v2"));

        var run = await CliFixture.RunAsync(["user", "list", "--state", fixture.StateDirectory], isForEyes: true);

        Assert.Contains("╭", run.Output, StringComparison.Ordinal);
        Assert.Contains("│ anna │ enabled │", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_table_too_wide_for_its_terminal_is_not_framed()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Sessions.Add(FakeServerControl.CreateSession("s-" + new string('1', 200)));

        var run = await CliFixture.RunAsync(["sessions", "--state", fixture.StateDirectory], isForEyes: true);

        Assert.DoesNotContain("╭", run.Output, StringComparison.Ordinal);
        Assert.Contains("192.0.2.7  10.7.0.2", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task What_a_peer_calls_itself_cannot_steer_the_terminal()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Sessions.Add(FakeServerControl.CreateSession(user: "\u001b[2Jan\u202Ena\n"));

        var run = await fixture.AskAsync("sessions");

        Assert.Contains(@"\u001B[2Jan\u202Ena\u000A", run.Output, StringComparison.Ordinal);
    }

    [Fact]
    public async Task No_sessions_are_an_empty_list_of_JSON()
    {
        await using var fixture = await CliFixture.StartAsync();

        Assert.Equal("[]\n", (await fixture.AskAsync("sessions", "-o", "json")).Output);
    }

    [Fact]
    public async Task Every_setting_of_an_account_is_asked_for_and_nothing_that_was_not_given()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Accounts.Add(new AccountView("anna", Enabled: true, null, FakeServerControl.Started, "ms-chap-v2"));

        var run = await fixture.AskAsync("user", "set", "anna", "--address", "none", "--prefix6", "fd12:0:0:7::/64", "--groups", "+vpn,-guests",
            "--permission", "allow", "--hours", "mon-fri 08:00-18:00", "--caller-id", "192.0.2.7", "--password-expiry", "now", "--routes", "10.9.0.0/16",
            "--expires", "2026-12-31");

        Assert.Equal(new CliRun(0, "anna  permission allow, groups +vpn,-guests, hours mon-fri 08:00-18:00, caller id 192.0.2.7, password expiry now, "
            + "routes 10.9.0.0/16, expires 2026-12-31, address none, IPv6 prefix fd12:0:0:7::/64\n", ""), run);
        Assert.Equal($"set anna {new AccountOrder
        {
            Address = "none", Ipv6Prefix = "fd12:0:0:7::/64", Groups = "+vpn,-guests", Permission = "allow", Hours = "mon-fri 08:00-18:00",
            CallerId = "192.0.2.7", PasswordExpiry = "now", Routes = "10.9.0.0/16", Expires = "2026-12-31",
        }}", fixture.Server.Changes.Last());
        await fixture.AskAsync("user", "set", "anna", "--hours", "none");
        Assert.Equal($"set anna {new AccountOrder { Hours = "none" }}", fixture.Server.Changes.Last());
        Assert.Equal(2, (await fixture.AskAsync("user", "set", "anna")).ExitCode);
        Assert.Equal(2, (await fixture.AskAsync("user", "set", "anna", "--permission", "perhaps")).ExitCode);
    }

    [Fact]
    public async Task One_account_is_shown_with_what_it_has_for_itself()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Accounts.Add(new AccountView("anna", Enabled: true, null, FakeServerControl.Started, "ms-chap-v2")
        {
            Ipv6Prefix = "fd12:0:0:7::/64", Permission = "deny", Groups = ["staff", "vpn"], Hours = "mon-fri 08:00-18:00", CallerId = "192.0.2.7",
            PasswordExpiry = "now", PasswordSetUtc = FakeServerControl.Started, Routes = ["10.9.0.0/16"], Failures = 3,
        });

        var shown = await fixture.AskAsync("user", "show", "Anna");

        Assert.Equal("""
            name             anna
            state            enabled
            method           ms-chap-v2
            permission       deny
            groups           staff, vpn
            hours            mon-fri 08:00-18:00
            caller id        192.0.2.7
            expires          never
            password set     2026-05-04 03:02:01Z
            to be changed    before the next entry
            wrong passwords  3
            address          any
            IPv6 prefix      fd12:0:0:7::/64
            routes           10.9.0.0/16
            created          2026-05-04 03:02:01Z
            last entry       never

            """, shown.Output);
        Assert.Equal(5, (await fixture.AskAsync("user", "show", "bob")).ExitCode);
    }

    [Fact]
    public async Task Disconnect_says_how_many_sessions_it_ended()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Sessions.Add(FakeServerControl.CreateSession("s-1"));
        fixture.Server.Sessions.Add(FakeServerControl.CreateSession("s-2"));

        Assert.Equal(new CliRun(0, "2 sessions ended\n", ""), await fixture.AskAsync("disconnect", "anna"));
    }

    [Theory]
    [InlineData("on", "drain True")]
    [InlineData("off", "drain False")]
    public async Task Drain_asks_for_what_was_said_and_tells_the_outcome(string wish, string change)
    {
        await using var fixture = await CliFixture.StartAsync();

        Assert.Equal(new CliRun(0, "new calls are taken\n", ""), await fixture.AskAsync("drain", wish));
        Assert.Equal([change], fixture.Server.Changes);
    }

    [Fact]
    public async Task Drain_takes_no_other_word()
    {
        await using var fixture = await CliFixture.StartAsync();

        Assert.Equal(2, (await fixture.AskAsync("drain", "perhaps")).ExitCode);
    }

    [Fact]
    public async Task To_disconnect_nobody_exits_with_5_and_says_why()
    {
        await using var fixture = await CliFixture.StartAsync();

        Assert.Equal(new CliRun(5, "", """
            adit disconnect failed.
              Cause: No session has the user or the id 'anna'.
              Next:  List the open ones with 'adit sessions'.

            """), await fixture.AskAsync("disconnect", "anna"));
    }

    [Fact]
    public async Task Without_a_server_the_exit_code_is_7()
    {
        using var directory = new TemporaryDirectory();

        var run = await CliFixture.RunAsync(["status", "--state", directory.Path]);

        Assert.Equal(new CliRun(7, "", $"""
            adit status failed.
              Cause: No server answers at '{directory.Path}/run/control.sock'.
              Next:  Start it with 'adit up', or name its state directory with --state.

            """), run);
    }

    [Fact]
    public async Task A_fault_of_the_server_exits_with_1()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.IsBroken = true;

        Assert.Equal(1, (await fixture.AskAsync("status")).ExitCode);
    }

    [Fact]
    public async Task Accounts_are_listed_with_their_state()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Accounts.Add(new AccountView("anna", Enabled: true, null, FakeServerControl.Started, "ms-chap-v2") { Address = "10.83.0.9", Groups = ["staff", "vpn"] });
        fixture.Server.Accounts.Add(new AccountView("bo", Enabled: true, FakeServerControl.Started, FakeServerControl.Started, "ms-chap-v2"));
        fixture.Server.Accounts.Add(new AccountView("cy", Enabled: false, null, FakeServerControl.Started, "ms-chap-v2"));

        Assert.Equal("""
            NAME  STATE                              METHOD      GROUPS      ADDRESS    CREATED
            anna  enabled                            ms-chap-v2  staff, vpn  10.83.0.9  2026-05-04 03:02:01Z
            bo    locked until 2026-05-04 03:02:01Z  ms-chap-v2  -           any        2026-05-04 03:02:01Z
            cy    disabled                           ms-chap-v2  -           any        2026-05-04 03:02:01Z

            """, (await fixture.AskAsync("user", "list")).Output);
        Assert.DoesNotContain("bo", (await fixture.AskAsync("user", "list", "--group", "VPN")).Output, StringComparison.Ordinal);
    }

    [Theory]
    [InlineData("disable", "disabled")]
    [InlineData("enable", "enabled")]
    [InlineData("unlock", "unlocked")]
    [InlineData("remove", "removed")]
    public async Task A_change_to_an_account_is_done_and_said(string verb, string done)
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Accounts.Add(new AccountView("anna", Enabled: true, null, FakeServerControl.Started, "ms-chap-v2"));

        Assert.Equal(new CliRun(0, $"anna  {done}\n", ""), await fixture.AskAsync("user", verb, "anna"));
        Assert.Equal([$"{verb} anna"], fixture.Server.Changes);
    }

    [Fact]
    public async Task A_change_to_an_unknown_account_exits_with_5()
    {
        await using var fixture = await CliFixture.StartAsync();

        Assert.Equal(5, (await fixture.AskAsync("user", "disable", "anna")).ExitCode);
    }

    [Fact]
    public async Task A_name_that_is_taken_exits_with_1()
    {
        await using var fixture = await CliFixture.StartAsync();
        fixture.Server.Accounts.Add(new AccountView("anna", Enabled: true, null, FakeServerControl.Started, "ms-chap-v2"));

        Assert.Equal(1, (await fixture.AskAsync("user", "add", "anna", "--generate")).ExitCode);
    }

    [Fact]
    public async Task JSON_of_a_generated_password_holds_the_password_that_the_server_got()
    {
        await using var fixture = await CliFixture.StartAsync();

        var run = await fixture.AskAsync("user", "add", "anna", "--generate", "-o", "json");

        var password = JsonDocument.Parse(run.Output).RootElement.GetProperty("password").GetString();
        Assert.Equal([$"add anna {password}"], fixture.Server.Changes);
        Assert.Equal(20, password!.Length);
    }
}
