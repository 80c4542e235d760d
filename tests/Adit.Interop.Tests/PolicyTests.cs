using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>Two users whom policies treat differently, over the tunnel: what a policy sets holds for its sessions alone.</summary>
public sealed class PolicyTests(PolicyFixture lab, ITestOutputHelper output) : IClassFixture<PolicyFixture>, IAsyncLifetime
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
    [Scenario("A92", Linted = true)]
    public async Task A_filter_lets_its_session_reach_one_host_and_not_the_other()
    {
        await ConnectAsync("eve");

        (await PingAsync(Addresses.IntranetHost)).Expect();
        Assert.NotEqual(0, (await PingAsync(Addresses.IntranetGateway, patience: 2)).ExitCode);
        Assert.Contains("reason=\"filtered\"", (await lab.Server.AskAsync("metrics")).Expect(), StringComparison.Ordinal);
    }

    [Fact]
    [Scenario("A86", Linted = true)]
    public async Task Which_policy_let_a_session_in_is_told_by_why_explain_and_log()
    {
        await ConnectAsync("anna");

        Assert.Equal("Staff", (await lab.Server.AskJsonAsync("policy", "explain", "anna")).GetProperty("networkPolicy").GetString());
        var granted = (await lab.Server.AskJsonAsync("log", "--user", "anna", "--kind", "granted"))[0];
        Assert.Equal(("Staff", 6272), (granted.GetProperty("networkPolicy").GetString(), granted.GetProperty("event").GetInt32()));
    }

    [Fact]
    public async Task Another_user_reaches_both()
    {
        await ConnectAsync("anna");

        (await PingAsync(Addresses.IntranetHost)).Expect();
        (await PingAsync(Addresses.IntranetGateway)).Expect();
    }

    [Fact]
    [Scenario("A38")]
    [Scenario("A43", Linted = true)]
    public async Task Who_matches_no_policy_is_refused_and_told_why()
    {
        _client = AditClient.Start(_machine, lab.Server, "mallory", lab.Server.PasswordFile("mallory"));

        Assert.Equal(1, await _client.WaitForExitAsync(Limit));
        Assert.Contains("649", _client.Output, StringComparison.Ordinal);
        await Eventually.BecomesTrueAsync("'adit why' names the reason", TimeSpan.FromSeconds(30),
            async () => (await lab.Server.AskAsync("why", "mallory")).Output.Contains("NPS-048", StringComparison.Ordinal));
        var explained = (await lab.Server.AskAsync("policy", "explain", "mallory")).Expect();
        Assert.Contains("network Contractors: no; windowsGroups=none, wants contractors", explained, StringComparison.Ordinal);
        Assert.Contains("network Staff: no", explained, StringComparison.Ordinal);
    }

    private async Task ConnectAsync(string user)
    {
        _client = AditClient.Start(_machine, lab.Server, user, lab.Server.PasswordFile(user));
        await AditClient.IsConnectedAsync(_client);
    }

    private Task<CommandResult> PingAsync(string address, int patience = 10) => _machine.RunAsync($"ping -c 1 -W {patience} {address}", Limit);
}

/// <summary>A server with policies for contractors and staff.</summary>
public sealed class PolicyFixture : IAsyncLifetime
{
    internal Topology Topology { get; } = new();

    internal ServerProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Topology.StartWithoutGuestAsync();
        Server = await ServerProcess.StartAsync(Topology, $$"""
            policies:
              network:
                - name: Contractors
                  conditions: { windowsGroups: contractors, tunnelType: sstp }
                  settings:
                    filters:
                      - default: drop
                        rules: [ { protocol: icmp, destination: {{Addresses.IntranetHost}}, icmpType: 8 } ]
                - name: Staff
                  conditions: { windowsGroups: staff }
            """);
        await Server.AddAccountAsync("eve", SstpFixture.Password, "--groups", "contractors");
        await Server.AddAccountAsync("anna", SstpFixture.Password, "--groups", "staff");
        await Server.AddAccountAsync("mallory", SstpFixture.Password);
    }

    public ValueTask DisposeAsync() => Topology.DisposeAsync();
}
