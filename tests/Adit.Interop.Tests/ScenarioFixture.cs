using System.Text.Json;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>
/// A server, a client's machine, and all that goes wrong between them at once: every call is made when the tests begin, side by side,
/// since most of them only wait. Each test then looks at what its own call came to.
/// </summary>
public sealed class ScenarioFixture : IAsyncLifetime
{
    public const string Password = "Pass-w0rd";

    private const int Firewalled = 1443;
    private const int FilteredIn = 2443;
    private const int FilteredOut = 3443;
    private const int CutOnTheWay = 4443;
    private const int OnLoopbackAlone = 5443;
    private const int Nowhere = 8443;
    private const int Foreign = 9443;
    private const int Expired = 9444;
    private const int ForClients = 9445;
    private const int OtherRoot = 9446;
    private const int Closing = 9447;
    private const int Inspected = 9448;

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    private readonly Dictionary<string, Task<CallOutcome>> _calls = [];
    private readonly SemaphoreSlim _places = new(8);
    private ClientNamespace _machine = null!;

    internal Topology Topology { get; } = new();

    internal ServerProcess Server { get; private set; } = null!;

    public async ValueTask InitializeAsync()
    {
        await Topology.StartWithoutGuestAsync();
        _machine = Topology.Keep(await ClientNamespace.CreateAsync(Topology));
        await CutAsync();
        Server = await ServerProcess.StartFromAsync(Topology, Yaml);
        await Task.WhenAll(Accounts().Select(account => Server.AddAccountAsync(account.Name, Password, account.Options)));
        (await Server.AskAsync("user", "disable", "diana")).Expect();
        StartForeignServers();
        BeginCalls();
        await Task.WhenAll(_calls.Values);
        await FillAsync();
        await Server.StopAsync();
        await BeginAsync("stopped", "anna");
    }

    public async ValueTask DisposeAsync()
    {
        await Topology.DisposeAsync();
        _places.Dispose();
    }

    internal Task<CallOutcome> FindAsync(string call) => _calls[call];

    private static string Yaml => $$"""
        pool: {{ServerSettings.PoolPrefix}}0/24
        listen: [ '{{Addresses.Gateway}}:443', '{{Addresses.Gateway}}:{{Firewalled}}', '{{Addresses.Gateway}}:{{FilteredIn}}', '{{Addresses.Gateway}}:{{FilteredOut}}', '{{Addresses.Gateway}}:{{CutOnTheWay}}', '127.0.0.1:{{OnLoopbackAlone}}' ]
        plainHttp: [ '{{Addresses.Gateway}}:80' ]
        limits: { sessions: 1 }
        access: { maxFailures: 2, lockoutDuration: 1h }
        filters:
          - { interface: client, rules: [ { protocol: tcp, destinationPorts: {{FilteredIn}} } ] }
          - { interface: client, direction: out, rules: [ { protocol: tcp, sourcePorts: {{FilteredOut}} } ] }
        policies:
          network:
            - { name: No contractors, conditions: { windowsGroups: contractors }, permission: deny }
            - { name: Wireless alone, conditions: { windowsGroups: wireless }, constraints: { nasPortType: 19 } }
            - { name: Staff, conditions: { windowsGroups: staff } }
        """;

    private static IEnumerable<(string Name, string[] Options)> Accounts()
    {
        string[] staff = ["--groups", "staff"];
        yield return ("anna", staff);
        yield return ("wendy", staff);
        yield return ("lena", staff);
        yield return ("ellen", [.. staff, "--expires", "2020-12-31"]);
        yield return ("diana", staff);
        yield return ("harry", [.. staff, "--hours", $"{DateTime.UtcNow.AddDays(3).DayOfWeek}"[..3].ToLowerInvariant()]);
        yield return ("paula", [.. staff, "--permission", "deny"]);
        yield return ("wanda", [.. staff, "--caller-id", "198.51.100.0/24"]);
        yield return ("conrad", ["--groups", "contractors"]);
        yield return ("wilma", ["--groups", "wireless"]);
        yield return ("nils", []);
        yield return ("bella", staff);
    }

    /// <summary>A firewall of the server's machine, and one that stands before it: what it drops never gets as far as the machine's own.</summary>
    private async Task CutAsync()
    {
        var rules = Path.Combine(Topology.Folder, "cuts.nft");
        await File.WriteAllTextAsync(rules, $$"""
            table inet adit-lab {
              chain input { type filter hook input priority 0; tcp dport {{Firewalled}} drop; }
            }
            table netdev adit-lab {
              chain before { type filter hook ingress device "client" priority 0; tcp dport {{CutOnTheWay}} drop; }
            }
            """);
        (await Topology.Gateway.RunAsync("nft", "-f", rules)).Expect();
    }

    private void StartForeignServers()
    {
        using var ours = new ServerAuthority(Topology.Folder, "ours");
        using var other = new ServerAuthority(Topology.Folder, "other");
        Serve(Expired, ours.Issue("expired", -20, -1));
        Serve(ForClients, ours.Issue("for-clients", -1, 10, UserAuthority.ClientAuthentication));
        Serve(OtherRoot, other.Issue("other", -1, 10), "-cert_chain", Path.Combine(Topology.Folder, "other", "ca.pem"));
        ServeNothing(Foreign, ours.Issue("good", -1, 10));
        Inspect(ours.Issue("inspecting", -1, 10));
        Topology.Keep(Topology.Gateway.Start("socat", $"TCP-LISTEN:{Closing},bind={Addresses.Gateway},fork,reuseaddr", "SYSTEM:head -c 50 >/dev/null"));
    }

    private void Serve(int port, string file, params string[] options) => Topology.Keep(Topology.Gateway.Start(
        ["openssl", "s_server", "-accept", $"{Addresses.Gateway}:{port}", "-cert", file, "-key", file, "-quiet", .. options]));

    /// <summary>A web server that does not know what it is asked for.</summary>
    private void ServeNothing(int port, string file)
    {
        var answer = Path.Combine(Topology.Folder, "not-found");
        File.WriteAllText(answer, "HTTP/1.1 404 Not Found\r\nContent-Length: 0\r\n\r\n");
        Topology.Keep(Topology.Gateway.Start(
            "socat", $"OPENSSL-LISTEN:{port},bind={Addresses.Gateway},cert={file},verify=0,fork,reuseaddr", $"SYSTEM:head -n 1 >/dev/null; cat {answer}; sleep 2"));
    }

    /// <summary>Somebody on the way who ends TLS with a certificate that the client trusts, and makes TLS anew to the server.</summary>
    private void Inspect(string file) => Topology.Keep(Topology.Gateway.Start(
        "socat", $"OPENSSL-LISTEN:{Inspected},bind={Addresses.Gateway},cert={file},verify=0,fork,reuseaddr", $"OPENSSL:{Addresses.Gateway}:443,verify=0"));

    private void BeginCalls()
    {
        var ours = Path.Combine(Topology.Folder, "ours", "ca.pem");
        foreach (var user in Accounts().Select(account => account.Name).Except(["anna", "bella", "lena", "wendy"]))
            Begin(user, user);
        Begin("ghost", "ghost");
        Begin("realm", "anna@nosuch.test");
        Begin("wrong", "wendy", "Not-the-pass-w0rd");
        _calls["locked"] = LockAsync();
        Begin("unresolved", "anna", host: "nosuch.adit.test");
        Begin("no-way", "anna", host: "203.0.113.7");
        Begin("address", "anna", host: Addresses.Gateway);
        Begin("firewalled", "anna", port: Firewalled);
        Begin("filtered-in", "anna", port: FilteredIn);
        Begin("filtered-out", "anna", port: FilteredOut);
        Begin("cut", "anna", port: CutOnTheWay);
        Begin("loopback", "anna", port: OnLoopbackAlone);
        Begin("nowhere", "anna", port: Nowhere);
        Begin("foreign", "anna", port: Foreign, trust: ours);
        Begin("expired", "anna", port: Expired, trust: ours);
        Begin("for-clients", "anna", port: ForClients, trust: ours);
        Begin("other-root", "anna", port: OtherRoot, trust: ours);
        Begin("closing", "anna", port: Closing, trust: ours);
        Begin("inspected", "bella", port: Inspected, trust: ours);
        Begin("proxy", "anna", proxy: $"http://{Addresses.Gateway}:9");
    }

    private void Begin(string call, string user, string password = Password, string host = Topology.ServerName, int port = 443, string? trust = null, string? proxy = null) =>
        _calls[call] = CallAsync(user, password, host, port, trust ?? Server.CaFile, proxy);

    private Task<CallOutcome> BeginAsync(string call, string user)
    {
        Begin(call, user);
        return _calls[call];
    }

    private async Task<CallOutcome> LockAsync()
    {
        for (var i = 0; i < 2; i++)
            await CallAsync("lena", "Not-the-pass-w0rd", Topology.ServerName, 443, Server.CaFile, proxy: null);
        return await CallAsync("lena", Password, Topology.ServerName, 443, Server.CaFile, proxy: null);
    }

    /// <summary>One session is all there is room for.</summary>
    private async Task FillAsync()
    {
        await using var session = StartCall("anna", await WriteAsync(Password), Topology.ServerName, 443, Server.CaFile, proxy: null);
        await Eventually.BecomesTrueAsync("anna is connected", Limit, async () => session.HasExited
            ? throw new InvalidOperationException($"The client ended with {session.ExitCode}:\n{session.Output}")
            : await Server.CountSessionsAsync() == 1);
        await BeginAsync("full", "wendy");
        await session.TerminateAsync();
    }

    private async Task<CallOutcome> CallAsync(string user, string password, string host, int port, string trust, string? proxy)
    {
        await _places.WaitAsync();
        try
        {
            await using var client = StartCall(user, await WriteAsync(password), host, port, trust, proxy);
            await client.WaitForExitAsync(Limit);
            return await ReadAsync(user, client.Output);
        }
        finally
        {
            _places.Release();
        }
    }

    private BackgroundProcess StartCall(string user, string passwordFile, string host, int port, string trust, string? proxy) => _machine.Network.Start(
    [
        "env", $"HTTPS_PROXY={proxy}", Repository.Adit, "connect", host, "--port", $"{port}", "--user", user, "--password-file", passwordFile,
        "--ca", trust, "--no-reconnect", "--no-default-route", "--json",
    ]);

    /// <summary>What the client said last, and what the server knows of the user by now.</summary>
    private async Task<CallOutcome> ReadAsync(string user, string output)
    {
        var why = await Server.AskAsync("why", user, "-o", "json");
        return new CallOutcome(output, why.ExitCode == 0 ? JsonDocument.Parse(why.Output).RootElement.Clone() : null);
    }

    private async Task<string> WriteAsync(string password)
    {
        var file = Path.Combine(Topology.Folder, $"{Guid.NewGuid():N}.password");
        await File.WriteAllTextAsync(file, password);
        return file;
    }
}
