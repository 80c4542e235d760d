using System.Text.Json;
using Adit.Interop.Tests.Lab;
using static Adit.Interop.Tests.ScenarioSettings;

namespace Adit.Interop.Tests;

/// <summary>
/// A server, a client's machine, and all that goes wrong between them at once: every call is made when the tests begin, side by side,
/// since most of them only wait. Each test then looks at what its own call came to.
/// </summary>
public sealed partial class ScenarioFixture : IAsyncLifetime
{
    public const string Password = "Pass-w0rd";

    private const string Wrong = "Not-the-pass-w0rd";

    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(90);

    /// <summary>Of those who are refused, one for each number: what the doctor says depends on that alone.</summary>
    private static readonly string[] Diagnosed = ["diana", "ghost", "harry", "paula"];

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
        var authority = FreeRadius.StartAsync(Topology, "127.0.0.1", OtherAuthority);
        await WriteSecretAsync();
        Server = await ServerProcess.StartFromAsync(Topology, ScenarioSettings.Write(Secret));
        await AddAccountsAsync();
        StartForeignServers();
        await authority;
        BeginCalls();
        await Task.WhenAll(_calls.Values);
        await CallThroughInspectionAsync();
        await GoThroughTimesAsync();
    }

    public async ValueTask DisposeAsync()
    {
        await Topology.DisposeAsync();
        _places.Dispose();
    }

    internal Task<CallOutcome> FindAsync(string call) => _calls[call];

    /// <summary>A firewall of the server's machine, and one that stands before it: what it drops never gets as far as the machine's own.</summary>
    private async Task CutAsync()
    {
        var rules = Path.Combine(Topology.Folder, "cuts.nft");
        await File.WriteAllTextAsync(rules, $$"""
            table inet adit-lab {
              chain input { type filter hook input priority 0; tcp dport {{Firewalled}} drop; ip daddr {{SilentAuthority}} udp dport 1812 drop; }
            }
            table netdev adit-lab {
              chain before { type filter hook ingress device "client" priority 0; tcp dport {{CutOnTheWay}} drop; }
            }
            """);
        (await Topology.Gateway.RunAsync("nft", "-f", rules)).Expect();
    }

    private async Task WriteSecretAsync()
    {
        Directory.CreateDirectory(Path.GetDirectoryName(Secret)!);
        await File.WriteAllTextAsync(Secret, RadiusSecret + "\n");
        File.SetUnixFileMode(Secret, UnixFileMode.UserRead | UnixFileMode.UserWrite);
    }

    /// <summary>Of one account the store is damaged while the server is stopped: it keeps in memory what it has seen.</summary>
    private async Task AddAccountsAsync()
    {
        await Server.AddAccountAsync("amos", Password, "--groups", "staff");
        await Server.StopAsync();
        (await Command.RunAsync("sqlite3", Server.StateFile("adit.db"), "UPDATE accounts SET sealed_password = zeroblob(length(sealed_password)) WHERE name = 'amos'")).Expect();
        await Server.RestartAsync();
        await Task.WhenAll(Accounts().Select(account => Server.AddAccountAsync(account.Name, Password, account.Options)));
        (await Server.AskAsync("user", "disable", "diana")).Expect();
        foreach (var user in (string[])["peter", "ada"])
            (await Server.AskAsync("user", "set", user, "--password-expiry", "now")).Expect();
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

    /// <summary>By itself: the password is right, so that the call has the server's only place until the binding fails.</summary>
    private Task<CallOutcome> CallThroughInspectionAsync() =>
        _calls["inspected"] = CallAsync(new Order("bella") { Port = Inspected, Trust = Path.Combine(Topology.Folder, "ours", "ca.pem") });

    private void BeginCalls()
    {
        var ours = Path.Combine(Topology.Folder, "ours", "ca.pem");
        foreach (var user in (string[])["ghost", "ellen", "diana", "harry", "paula", "conrad", "wilma", "wanda", "nils", "amos", "nora", "rita", "stella"])
            _ = Begin(user, user);
        _ = Begin("realm", "anna@nosuch.test");
        _calls["wrong"] = CallAsync(new Order("wendy") { Password = Wrong });
        _calls["locked"] = LockAsync("lena", Password);
        _calls["shut"] = LockAsync("lisa", Wrong);
        _calls["peter"] = CallAsync(new Order("peter") { Options = ["--auth", "pap"] });
        _calls["ada"] = ChangeAsync("ada");
        _calls["eap-8-bit"] = AskWithEapAsync("jürgen", "6afc7267656e");
        _calls["pap-8-bit"] = AskWithPapAsync("bjørn", "626af8726e");
        _ = BeginAnonymous("unresolved", host: "nosuch.adit.test");
        _ = BeginAnonymous("no-way", host: "203.0.113.7");
        _ = BeginAnonymous("address", host: Addresses.Gateway);
        _ = BeginAnonymous("firewalled", port: Firewalled);
        _ = BeginAnonymous("filtered-in", port: FilteredIn);
        _ = BeginAnonymous("filtered-out", port: FilteredOut);
        _ = BeginAnonymous("cut", port: CutOnTheWay);
        _ = BeginAnonymous("loopback", port: OnLoopbackAlone);
        _ = BeginAnonymous("nowhere", port: Nowhere);
        _ = BeginAnonymous("pinned", port: Pptp);
        _ = BeginAnonymous("foreign", port: Foreign, trust: ours);
        _ = BeginAnonymous("expired", port: Expired, trust: ours, isDiagnosed: false);
        _ = BeginAnonymous("for-clients", port: ForClients, trust: ours, isDiagnosed: false);
        _ = BeginAnonymous("other-root", port: OtherRoot, trust: ours, isDiagnosed: false);
        _ = BeginAnonymous("closing", port: Closing, trust: ours);
        _ = BeginAnonymous("proxy", proxy: $"http://{Addresses.Gateway}:9");
    }

    private Task<CallOutcome> Begin(string call, string user) => _calls[call] = CallAsync(new Order(user) { SignsIn = true, IsDiagnosed = Diagnosed.Contains(call) });

    /// <summary>Nobody of this name has an account, and nobody gets as far as saying it. openssl's server is no place for a doctor: it takes one at a time.</summary>
    private Task<CallOutcome> BeginAnonymous(string call, string host = Topology.ServerName, int port = 443, string? trust = null, string? proxy = null, bool isDiagnosed = true) =>
        _calls[call] = CallAsync(new Order(call) { Host = host, Port = port, Trust = trust, Proxy = proxy, IsDiagnosed = isDiagnosed });

    private async Task<CallOutcome> LockAsync(string user, string last)
    {
        for (var i = 0; i < 2; i++)
            await CallAsync(new Order(user) { Password = Wrong });
        return await CallAsync(new Order(user) { Password = last });
    }

    private async Task<CallOutcome> ChangeAsync(string user) =>
        await CallAsync(new Order(user) { Options = ["--new-password-file", await WritePasswordAsync("An0ther-pass-w0rd")] });

    private async Task<CallOutcome> CallAsync(Order order)
    {
        await _places.WaitAsync();
        try
        {
            var given = order with { PasswordFile = await WritePasswordAsync(order.Password) };
            await using var client = StartCall(given);
            await EndsAsync(client, order.User);
            await client.WaitForExitAsync(Limit); // and for the last line that it has printed
            var outcome = await ReadEndAsync(order.User, client.Output);
            return order.IsDiagnosed ? outcome with { Doctor = await ExamineAsync(given) } : outcome;
        }
        finally
        {
            _places.Release();
        }
    }

    /// <summary>A call that gets in would never end.</summary>
    private static Task EndsAsync(BackgroundProcess client, string user) => Eventually.BecomesTrueAsync($"the call of {user} ends", Limit, () =>
        client.Output.Contains("\"event\":\"connected\"", StringComparison.Ordinal)
            ? throw new InvalidOperationException($"{user} got in:\n{client.Output}")
            : Task.FromResult(client.HasExited));

    private BackgroundProcess StartCall(Order order) => _machine.Network.Start(
    [
        "env", $"HTTPS_PROXY={order.Proxy}", Repository.Adit, "connect", order.Host, "--port", $"{order.Port}", "--user", order.User, "--password-file", order.PasswordFile,
        "--ca", order.Trust ?? Server.CaFile, "--no-reconnect", "--no-default-route", "--json", .. order.Options,
    ]);

    private async Task<Diagnosis> ExamineAsync(Order order) => Diagnosis.Of(await _machine.Network.RunAsync(
    [
        "env", $"HTTPS_PROXY={order.Proxy}", Repository.Adit, "doctor", $"{order.Host}:{order.Port}", "--ca", order.Trust ?? Server.CaFile, "--timeout", "8", "--json",
        .. order.SignsIn ? (string[])["--as", order.User, "--password-file", order.PasswordFile] : [],
    ]));

    /// <summary>What the client said last, and what the server knows of the user by now.</summary>
    private async Task<CallOutcome> ReadAsync(string user, string output)
    {
        var why = await Server.AskAsync("why", user, "-o", "json");
        return new CallOutcome(output, why.ExitCode == 0 ? JsonDocument.Parse(why.Output).RootElement.Clone() : null);
    }

    /// <summary>The same of a call that has ended for its client: the server may write its end down a little later.</summary>
    private async Task<CallOutcome> ReadEndAsync(string user, string output)
    {
        CallOutcome outcome = null!;
        await Eventually.BecomesTrueAsync($"the record of {user} has its end", Limit, async () =>
        {
            outcome = await ReadAsync(user, output);
            return outcome.Why is not { } why || HasEnd(why.GetProperty("attempt"), output);
        });
        return outcome;
    }

    /// <summary>That of an earlier call of the same user is not meant.</summary>
    private static bool HasEnd(JsonElement attempt, string output) =>
        attempt.TryGetProperty("failureCode", out var code) && code.ValueKind is JsonValueKind.String
        && attempt.GetProperty("correlationId").GetString() is { } id && output.Contains(id.Trim('{', '}'), StringComparison.OrdinalIgnoreCase);

    private async Task<string> WritePasswordAsync(string password)
    {
        var file = Path.Combine(Topology.Folder, $"{Guid.NewGuid():N}.password");
        await File.WriteAllTextAsync(file, password);
        return file;
    }

    /// <summary>A call that is to be made.</summary>
    private sealed record Order(string User)
    {
        public string Password { get; init; } = ScenarioFixture.Password;

        public string PasswordFile { get; init; } = "";

        public string Host { get; init; } = Topology.ServerName;

        public int Port { get; init; } = 443;

        public string? Trust { get; init; }

        public string? Proxy { get; init; }

        public string[] Options { get; init; } = [];

        /// <summary>Whether the doctor looks from the client's place, too, and whether it signs in.</summary>
        public bool IsDiagnosed { get; init; }

        public bool SignsIn { get; init; }
    }
}
