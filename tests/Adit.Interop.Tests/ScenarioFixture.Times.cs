using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>What is wrong with the server for a while, one after another, with what the doctor on the server finds at each time.</summary>
public sealed partial class ScenarioFixture
{
    private readonly Dictionary<string, Diagnosis> _diagnoses = [];

    private string Secret => Path.Combine(Topology.Folder, "state", "lab.secret");

    /// <summary>What the doctor on the server found then.</summary>
    internal Diagnosis FindDiagnosis(string time) => _diagnoses[time];

    /// <summary>What the server lists as failed, before it is stopped.</summary>
    internal string Failed { get; private set; } = "";

    /// <summary>What it finds at every time: the lab's firewall, filters, listeners and authorities. Without listeners none is in the wrong place.</summary>
    internal static IEnumerable<string> FindLasting(string time) =>
    [
        "DOC-105 A94", "DOC-106 B25", "DOC-106 B24", "DOC-116 authority-silent", "NPS-113 A58", .. time is "off" or "drained" ? (string[])[] : ["DOC-124 B20"],
    ];

    private async Task GoThroughTimesAsync()
    {
        await DiagnoseAsync("running");
        await FillAsync();
        await ReloadAsync(ScenarioSettings.Write(Secret, limits: "ports: { sstp: 0 }, refuse: tcp"));
        await Task.WhenAll(BeginAnonymous("off"), DiagnoseAsync("off"));
        await ReloadAsync(ScenarioSettings.Write(Secret, limits: "refuse: tcp"));
        (await Server.AskAsync("drain")).Expect();
        await Task.WhenAll(BeginAnonymous("drained"), DiagnoseAsync("drained"));
        (await Server.AskAsync("drain", "off")).Expect();
        await ReloadAsync(ScenarioSettings.Write(Secret, more: "ipv4: false"));
        await Task.WhenAll(Begin("no-ipv4", "anna"), DiagnoseAsync("no-ipv4"));
        await ReloadAsync(ScenarioSettings.Write(Secret, identityText: "codepage"));
        await Begin("codepage", "zoë");
        await DiagnoseAsync("codepage");
        await ReloadAsync(ScenarioSettings.Write(Secret, identityText: "auto"));
        _calls["auto-8-bit"] = AskWithPapAsync("bjørn", "626af8726e");
        _calls["auto-utf-8"] = AskWithPapAsync("bjørn", "626ac3b8726e");
        await WriteAsync(ScenarioSettings.Write(Secret, identityText: "auto", more: $"certificates: [ {{ file: {Topology.Folder}/nosuch.pem }} ]"));
        await DiagnoseAsync("no-certificate");
        await WriteAsync(ScenarioSettings.Write(Secret, identityText: "auto").Replace($"{Addresses.Gateway}:443", $"{Addresses.Gateway}:{ScenarioSettings.Nowhere}", StringComparison.Ordinal));
        await DiagnoseAsync("wrong-port");
        await Server.RestartAsync();
        await Task.WhenAll(BeginAnonymous("moved"), DiagnoseAsync("moved"));
        await Task.WhenAll(_calls.Values);
        Failed = (await Server.AskAsync("attempts", "--failed", "--limit", "1000")).Output;
        await Server.StopAsync();
        await Task.WhenAll(BeginAnonymous("stopped"), DiagnoseAsync("stopped"));
    }

    /// <summary>One session is all there is room for.</summary>
    private async Task FillAsync()
    {
        await using var session = StartCall(new Order("anna") { PasswordFile = await WritePasswordAsync(Password) });
        await Eventually.BecomesTrueAsync("anna is connected", Limit, async () => session.HasExited
            ? throw new InvalidOperationException($"The client ended with {session.ExitCode}:\n{session.Output}")
            : await Server.CountSessionsAsync() == 1);
        await Task.WhenAll(BeginAnonymous("full"), DiagnoseAsync("full"));
        await ReloadAsync(ScenarioSettings.Write(Secret, limits: "ports: { sstp: 1 }"));
        await Task.WhenAll(BeginAnonymous("full-of-sstp"), DiagnoseAsync("full-of-sstp"));
        await session.TerminateAsync();
    }

    private async Task DiagnoseAsync(string time) => _diagnoses[time] = Diagnosis.Of(await Topology.Gateway.RunAsync(
        Repository.Adit, "doctor", "--state", Path.GetDirectoryName(Server.CaFile)!, "--config", Path.Combine(Topology.Folder, "adit.yaml"), "--json"));

    private Task WriteAsync(string yaml) => File.WriteAllTextAsync(Path.Combine(Topology.Folder, "adit.yaml"), yaml);

    private async Task ReloadAsync(string yaml)
    {
        await WriteAsync(yaml);
        (await Server.AskAsync("reload")).Expect();
    }

    /// <summary>A gateway asks by PAP for a user whose name comes as these bytes.</summary>
    private async Task<CallOutcome> AskWithPapAsync(string user, string bytes)
    {
        var request = Path.Combine(Topology.Folder, $"{Guid.NewGuid():N}.request");
        await File.WriteAllTextAsync(request, $"Attr-1 = 0x{bytes}\nUser-Password = \"{Password}\"\nMessage-Authenticator = 0x00\n");
        var answer = await Topology.Gateway.RunAsync("radclient", "-x", "-r", "1", "-t", "15", "-f", request, "127.0.0.1:1812", "auth", ScenarioSettings.RadiusSecret);
        return await ReadAsync(user, answer.Output);
    }

    /// <summary>The same by EAP-MSCHAPv2, with hostap's peer.</summary>
    private async Task<CallOutcome> AskWithEapAsync(string user, string bytes)
    {
        var network = Path.Combine(Topology.Folder, $"{Guid.NewGuid():N}.conf");
        await File.WriteAllTextAsync(network, $"network={{\nkey_mgmt=IEEE8021X\neapol_flags=0\neap=MSCHAPV2\nidentity={bytes}\npassword=\"{Password}\"\n}}\n");
        var answer = await Topology.Gateway.RunAsync("eapol_test", "-c", network, "-a", "127.0.0.1", "-p", "1812", "-s", ScenarioSettings.RadiusSecret, "-t", "20");
        return await ReadAsync(user, answer.Output);
    }
}
