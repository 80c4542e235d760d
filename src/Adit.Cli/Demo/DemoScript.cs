using System.Globalization;
using System.Security.Cryptography;
using System.Text.Json;
using Adit.Cli.Output;
using Adit.Server.Control;

namespace Adit.Cli.Demo;

/// <summary>The steps of the demonstration, in their order. What they run is the product itself, as anyone would run it.</summary>
internal sealed partial class DemoScript(DemoRunner runner, CancellationToken cancellation)
{
    private const string User = "anna";
    private static readonly TimeSpan TimeToStart = TimeSpan.FromSeconds(60);
    private static readonly TimeSpan TimeForErrand = TimeSpan.FromSeconds(90);
    private static readonly TimeSpan TimeToConnect = TimeSpan.FromSeconds(30);

    private readonly DemoNetworks _networks = runner.Keep(new DemoNetworks());
    private readonly DemoFolder _folder = runner.Keep(new DemoFolder());
    private readonly string _password = RandomNumberGenerator.GetHexString(16, lowercase: true);
    private ChildProcess _site = null!;
    private ChildProcess _visitor = null!;
    private ChildProcess _server = null!;
    private ChildProcess _client = null!;
    private readonly Dictionary<string, JsonElement> _heard = [];
    private string _networkBefore = "";

    /// <summary>Plays them up to the first that does not hold; whether all did.</summary>
    public async Task<bool> PlayAsync()
    {
        (string Name, Func<Task<string>> Do)[] steps =
        [
            ("networks", MakeNetworksAsync),
            ("site", StartSiteAsync),
            ("server", StartServerAsync),
            ("account", AddAccountAsync),
            ("outside", FindSiteOutOfReachAsync),
            ("connect", ConnectAsync),
            ("routes", HearRoutesAsync),
            ("page", () => SendVisitorAsync(Visitor.OpenPage)),
            .. Ipv6Steps(),
            ("fetch", () => SendVisitorAsync(Visitor.FetchFile)),
            ("send", () => SendVisitorAsync(Visitor.SendFile)),
            ("rotate", RotateAsync),
            ("expire", LetExpireAsync),
            ("session", ShowSessionAsync),
            ("disconnect", DisconnectAsync),
            ("reason", HearReasonAsync),
            ("record", ReadRecordAsync),
            ("restored", FindNetworkAsBeforeAsync),
            ("guest", ConnectGuestAsync),
            ("filter", FindFilterAsync),
            ("refused", RefuseContractorAsync),
            ("why", ExplainRefusalAsync),
            ("stop", StopServerAsync),
        ];
        foreach (var step in steps)
        {
            if (!await runner.StepAsync(step.Name, step.Do))
                return false;
        }

        return true;
    }

    private (string Name, Func<Task<string>> Do)[] Ipv6Steps() =>
        DemoAddresses.HasIpv6 ? [("ipv6", HearIpv6Async), ("page6", () => SendVisitorAsync(Visitor.OpenPage6))] : [];

    private async Task<string> MakeNetworksAsync()
    {
        await _networks.MakeAsync(cancellation);
        _networkBefore = await DemoNetworks.DescribeAsync(_networks.Client);
        return "Four networks on this machine: client, internet, gateway, intranet";
    }

    /// <summary>The server is started along with the site: both take their time.</summary>
    private async Task<string> StartSiteAsync()
    {
        _server = runner.Keep(await DemoServer.StartAsync(_networks, _folder, Policies));
        _site = runner.Keep(ChildProcess.StartAdit(_networks.Intranet, "demo", "--part", nameof(DemoPart.Site)));
        _visitor = runner.Keep(ChildProcess.StartAdit(_networks.Client, "demo", "--part", nameof(DemoPart.Visitor)));
        await _site.ReadLineAsync(TimeToStart, cancellation);
        return $"A web server in the intranet, {DemoAddresses.SiteUri}";
    }

    private async Task<string> StartServerAsync()
    {
        await DemoServer.TakesCallsAsync(_server, cancellation);
        using var control = new ControlClient(_folder.Path);
        var status = await control.GetStatusAsync(cancellation);
        return $"adit up --name {DemoAddresses.Gateway}: listens at {string.Join(", ", status.Listeners)}, gives addresses of {status.Pool.Prefix}";
    }

    private async Task<string> AddAccountAsync()
    {
        using var control = new ControlClient(_folder.Path);
        foreach (var (name, group) in ((string, string)[])[(User, StaffGroup), (Guest, GuestGroup), (Contractor, ContractorGroup)])
            await control.AddAccountAsync(new AccountPassword(name, _password) { Settings = new AccountOrder { Groups = group } }, cancellation);
        return $"adit user add {User} --groups {StaffGroup}; and {Guest} of the group {GuestGroup}, {Contractor} of the group {ContractorGroup}";
    }

    private async Task<string> FindSiteOutOfReachAsync()
    {
        var answer = await AskVisitorAsync(Visitor.OpenPage);
        return !answer.Succeeded
            ? $"Without the tunnel {DemoAddresses.SiteUri} cannot be reached: {answer.Text}"
            : throw new DemoException($"{DemoAddresses.SiteUri} can be reached without the tunnel");
    }

    private async Task<string> ConnectAsync()
    {
        _client = StartClient(User, Path.Combine(_folder.Path, "ca.crt"));
        var connected = await HearClientAsync("connected");
        return $"adit connect {DemoAddresses.Gateway} --user {User} --no-default-route: has {Text(connected, "address")} on {Text(connected, "device")}";
    }

    private ChildProcess StartClient(string user, string authority)
    {
        var client = runner.Keep(ChildProcess.StartAdit(_networks.Client, "connect", DemoAddresses.Gateway, "--user", user,
            "--password-stdin", "--ca", authority, "--no-default-route", "--no-reconnect", "--json"));
        client.Tell(_password);
        client.EndInput();
        return client;
    }

    /// <summary>The client keeps its own way out, and so goes by what the server says about the networks behind it.</summary>
    private async Task<string> HearRoutesAsync()
    {
        var routes = Texts(await HearClientAsync("routes"), "routes");
        return routes.Contains(DemoAddresses.IntranetNetwork, StringComparer.Ordinal)
            ? $"The server has told of the intranet: {string.Join(", ", routes)} through the tunnel"
            : throw new DemoException($"The server has told of {string.Join(", ", routes)}");
    }

    private async Task<string> HearIpv6Async()
    {
        var told = await HearClientAsync("ipv6");
        var routes = Texts(told, "routes");
        return routes.Contains(DemoAddresses.IntranetNetwork6, StringComparer.Ordinal)
            ? $"IPv6: has {Text(told, "address")}, and {string.Join(", ", routes)} through the tunnel"
            : throw new DemoException($"The server has told of {string.Join(", ", routes)}");
    }

    private async Task<string> SendVisitorAsync(string errand)
    {
        var answer = await AskVisitorAsync(errand);
        return answer.Succeeded ? answer.Text : throw new DemoException(answer.Text);
    }

    private async Task<string> ShowSessionAsync()
    {
        using var control = new ControlClient(_folder.Path);
        var sessions = await control.ListSessionsAsync(cancellation);
        return sessions is [var one]
            ? $"adit sessions: {one.User} from {one.Peer} has {one.Address}, {one.Tunnel} over {one.TlsVersion} {one.TlsSuite}, "
                + $"{Humane.Bytes(one.BytesIn)} in, {Humane.Bytes(one.BytesOut)} out"
            : throw new DemoException(string.Create(CultureInfo.InvariantCulture, $"There are {sessions.Count} sessions, not one"));
    }

    private async Task<string> DisconnectAsync()
    {
        using var control = new ControlClient(_folder.Path);
        var count = await control.DisconnectAsync(User, cancellation);
        return string.Create(CultureInfo.InvariantCulture, $"adit disconnect {User}: {count} session ended");
    }

    private async Task<string> HearReasonAsync()
    {
        var ended = await HearClientAsync("ended");
        var exitCode = await _client.WaitAsync(TimeToConnect, cancellation);
        return exitCode == ExitCode.Failed && Text(ended, "failure") == "CLIENT-107"
            ? string.Create(CultureInfo.InvariantCulture,
                $"The client: {Text(ended, "failure")}, {Text(ended, "title")} (Windows: {ended.GetProperty("code").GetInt32()} {Text(ended, "symbol")})")
            : throw new DemoException(string.Create(CultureInfo.InvariantCulture, $"The client ended with {exitCode}: {ended}"));
    }

    private async Task<string> ReadRecordAsync()
    {
        var attempt = await ServerRecord.FindAsync(_folder.Path, User, cancellation);
        return attempt?.FailureCode == "CALL-104"
            ? $"adit why {User}: {attempt.FailureCode}, {attempt.FailureText}"
            : throw new DemoException($"The server's record does not say who ended the session: {attempt?.FailureCode}");
    }

    private async Task<string> FindNetworkAsBeforeAsync()
    {
        var after = await DemoNetworks.DescribeAsync(_networks.Client);
        return after == _networkBefore
            ? "The client's interfaces and routes are as before"
            : throw new DemoException($"The client's network is not as before:\n{after}\n--- before\n{_networkBefore}");
    }

    private async Task<string> StopServerAsync()
    {
        var exitCode = await _server.EndAsync();
        return exitCode == ExitCode.Done
            ? "The server has ended, and taken its interface and rules away"
            : throw new DemoException(string.Create(CultureInfo.InvariantCulture, $"The server ended with {exitCode}:\n{_server.Said}"));
    }

    private async Task<VisitorAnswer> AskVisitorAsync(string errand)
    {
        _visitor.Tell(errand);
        return VisitorAnswer.Parse(await _visitor.ReadLineAsync(TimeForErrand, cancellation));
    }

    /// <summary>The client's latest event of this name, which may have come already; its end in place of it is a failure.</summary>
    private async Task<JsonElement> HearClientAsync(string name)
    {
        while (!_heard.ContainsKey(name))
        {
            var line = await _client.ReadLineAsync(TimeToConnect, cancellation);
            using var parsed = JsonDocument.Parse(line);
            var said = Text(parsed.RootElement, "event");
            _heard[said] = parsed.RootElement.Clone();
            if (said == "ended" && name != said)
                throw new DemoException($"The client ended: {line}");
        }

        return _heard[name];
    }

    private static IReadOnlyList<string> Texts(JsonElement message, string name) =>
        [.. message.GetProperty(name).EnumerateArray().Select(text => text.GetString() ?? "")];

    private static string Text(JsonElement message, string name) => message.TryGetProperty(name, out var value) ? value.GetString() ?? "" : "";
}
