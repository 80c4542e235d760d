using System.Globalization;
using Adit.Server.Control;

namespace Adit.Cli.Demo;

/// <summary>The failures themselves, and the accounts and policies that they need.</summary>
internal sealed partial class FailureScript
{
    private const string NoWay = "192.0.2.7";
    private const int NobodyListens = 444;
    private const int SilencedPort = 4443;
    private const string SilenceTable = "demo_silence";
    private static readonly TimeSpan ShortLife = TimeSpan.FromSeconds(6);

    private DemoAuthority? _others;

    private string Authority => _others?.RootFile ?? Path.Combine(_folder.Path, "ca.crt");

    private static string AnotherDay => DateTime.Now.AddDays(3).ToString("ddd", CultureInfo.InvariantCulture).ToLowerInvariant();

    private static string Policies => $$"""
        policies:
          network:
            - name: Contractors
              conditions: { windowsGroups: contractors }
              constraints: { dayAndTime: {{AnotherDay}} 09:00-17:00 }
            - name: Staff
              conditions: { windowsGroups: staff }

        """;

    private static IEnumerable<(string Name, AccountOrder Settings)> Accounts =>
    [
        (Caller, new() { Groups = "staff" }),
        ("dora", new() { Groups = "staff" }),
        ("dirk", new() { Groups = "staff" }),
        ("erik", new() { Groups = "staff", Expires = "2020-12-31" }),
        ("hugo", new() { Groups = "staff", Hours = AnotherDay }),
        ("paul", new() { Groups = "staff", PasswordExpiry = "now" }),
        ("dana", new() { Groups = "staff", Permission = "deny" }),
        ("cora", new() { Groups = "staff", CallerId = "192.0.2.0/24" }),
        ("gina", new()),
        ("carl", new() { Groups = "contractors" }),
    ];

    private IEnumerable<DemoFailure> Failures() =>
    [
        new("The name does not exist", "CLIENT-101") { Host = "nosuch.adit.invalid" },
        new("No way leads to the address", "CLIENT-104") { Host = NoWay, Begin = () => IpProgram.RunAsync($"-n {_networks.Client} route add unreachable {NoWay}") },
        new("Nobody listens at the port", "CLIENT-103") { Port = NobodyListens },
        new("A firewall drops what comes for the port", "CLIENT-102") { Port = SilencedPort, Begin = SilenceAsync, End = SpeakAsync },
        new("The proxy is not there", "PROXY-101") { Options = ["--proxy", $"http://{DemoAddresses.Gateway}:9"] },
        new("The caller does not know the server's authority", "PKI-104") { Trusts = false },
        new("The caller asks for a name that the certificate does not bear", "PKI-110") { Options = ["--sni", "vpn.example.com"] },
        new("The port is a web server's, without TLS", "CLIENT-105") { Port = 80 },
        new("The server is drained before it is taken down", "SSTP-101") { Begin = () => DrainAsync(drain: true), End = () => DrainAsync(drain: false) },
        .. AccountFailures(),
        new("The server's certificate has ended", "PKI-108") { Begin = LetExpireAsync },
    ];

    private IEnumerable<DemoFailure> AccountFailures() =>
    [
        Of("The password is wrong", "NPS-016", Caller) with { Password = "Not-the-pass-w0rd" },
        Of("The name is nobody's", "NPS-008", "nobody"),
        Of("The account is disabled", "NPS-034", "dora") with { Begin = () => AskAsync(control => control.SetEnabledAsync("dora", enabled: false, cancellation)) },
        Of("The account has ended", "NPS-035", "erik"),
        Of("The account may be used at other hours", "NPS-037", "hugo"),
        Of("The password has expired", "NPS-033", "paul"),
        Of("The account may not dial in", "NPS-065", "dana"),
        Of("The account may be used from elsewhere", "NPS-067", "cora"),
        Of("'adit deny user dirk --now'", "NPS-038", "dirk") with { Begin = () => AskAsync(control => control.Denials.DenyAsync(new DenialOrder("user", "dirk", "", Now: true), cancellation)) },
        Of("No policy is for the user", "NPS-048", "gina"),
        Of("The policy that is for the user wants other hours", "NPS-068", "carl"),
    ];

    private static DemoFailure Of(string what, string code, string user) => new(what, code) { User = user, IsForServer = true };

    private async Task AddAccountsAsync()
    {
        using var control = new ControlClient(_folder.Path);
        foreach (var (name, settings) in Accounts)
            await control.AddAccountAsync(new AccountPassword(name, _password) { Settings = settings }, cancellation);
    }

    private Task DrainAsync(bool drain) => AskAsync(control => control.DrainAsync(drain, cancellation));

    private async Task AskAsync(Func<ControlClient, Task> ask)
    {
        using var control = new ControlClient(_folder.Path);
        await ask(control);
    }

    private Task SilenceAsync() => FilterAsync(
        $"add table inet {SilenceTable}; add chain inet {SilenceTable} input {{ type filter hook input priority 0; }}; add rule inet {SilenceTable} input tcp dport {SilencedPort} drop");

    private Task SpeakAsync() => FilterAsync($"delete table inet {SilenceTable}");

    private async Task FilterAsync(string rules)
    {
        await using var nft = ChildProcess.Start("ip", "netns", "exec", _networks.Gateway, "nft", rules);
        if (await nft.WaitAsync(TimeToEnd, cancellation) != 0)
            throw new DemoException($"nft: {nft.Said}");
    }

    /// <summary>From here on the server shows a certificate of another authority, which its callers trust.</summary>
    private async Task LetExpireAsync()
    {
        _others = runner.Keep(new DemoAuthority(_folder.Path));
        var (_, end) = await _others.ReplaceAsync(ShortLife);
        await File.AppendAllTextAsync(Path.Combine(_folder.Path, "adit.yaml"), $"certificates: [ {{ file: '{_others.ServerFile}' }} ]\n", cancellation);
        await AskAsync(control => control.ReloadAsync(cancellation));
        if (end - DateTimeOffset.UtcNow is { Ticks: > 0 } left)
            await Task.Delay(left, cancellation);
    }
}
