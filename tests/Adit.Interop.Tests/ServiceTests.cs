using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>The units that <c>adit service install</c> and <c>adit connection install</c> write, run by a live systemd.</summary>
public sealed class ServiceTests(ServiceFixture machine) : IClassFixture<ServiceFixture>
{
    private const string TwoCapabilities = "0000000000001400"; // CAP_NET_BIND_SERVICE is bit 10, CAP_NET_ADMIN bit 12

    [Fact]
    public async Task The_service_runs_as_its_user_with_two_capabilities_and_filtered_calls()
    {
        var status = await machine.RunAsync("""
            process=$(systemctl show -p MainPID --value adit)
            grep -E '^(CapEff|CapBnd|NoNewPrivs|Seccomp):' /proc/$process/status | tr '\t\n' '  '; ps -o user= -p $process
            """);

        Assert.Equal($"CapEff: {TwoCapabilities} CapBnd: {TwoCapabilities} NoNewPrivs: 1 Seccomp: 2 adit", status);
    }

    [Fact]
    public async Task The_journal_holds_how_to_connect_and_no_password()
    {
        var journal = await machine.ReadFirstJournalAsync();

        Assert.Contains($"Adit takes SSTP calls for {ServiceFixture.ServerName}.", journal, StringComparison.Ordinal);
        Assert.DoesNotContain("shown once", journal, StringComparison.Ordinal);
    }

    [Fact]
    public async Task A_client_of_the_service_is_answered_through_its_tunnel()
    {
        await using var client = AditClient.StartAt(Addresses.ClientGateway, machine.Clients, machine.CaFile, ServiceFixture.User, machine.PasswordFile,
            "--sni", ServiceFixture.ServerName, "--no-default-route", "--revocation", "off");

        await AditClient.IsConnectedAsync(client);

        (await machine.Clients.RunAsync("ping", "-c", "1", "-W", "10", "10.83.0.1")).Expect();
    }

    [Fact]
    public Task The_service_manager_has_it_read_its_settings_again() => machine.RunAsync("""
        systemctl reload adit
        for ((i = 0; i < 100; i++)); do
            [[ $(systemctl show -p StatusText adit) != *'the configuration was read again'* ]] || exit 0
            sleep 0.5
        done
        systemctl status adit; exit 1
        """);

    [Fact]
    public Task A_connection_is_a_service_and_the_resolver_asks_its_name_servers_for_their_suffix() => machine.RunAsync($$"""
        trap 'systemctl stop adit-connect@office' EXIT
        mkdir -p /etc/adit/connections && cat > /etc/adit/connections/office.yaml << FILE && /lab/program/adit connection install office || exit
        host: 127.0.0.1
        sni: {{ServiceFixture.ServerName}}
        user: {{ServiceFixture.User}}
        passwordFile: /lab/password
        ca: /lab/ca.crt
        interface: office0
        defaultRoute: false
        revocation: off
        FILE
        for ((i = 0; i < 100; i++)); do
            [[ $(resolvectl dns office0) != *10.83.0.53 || $(resolvectl domain office0) != *corp.test ]] || exit 0
            sleep 0.5
        done
        systemctl status adit adit-connect@office; resolvectl status office0; exit 1
        """);
}
