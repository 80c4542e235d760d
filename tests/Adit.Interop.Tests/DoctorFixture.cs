using System.Security.Cryptography;
using System.Security.Cryptography.X509Certificates;
using System.Text.Json;
using Adit.Interop.Tests.Lab;

namespace Adit.Interop.Tests;

/// <summary>A running server, a client's machine, and at further ports of the gateway whoever else a doctor might meet there.</summary>
public sealed class DoctorFixture : IAsyncLifetime
{
    internal const string User = "alice";
    internal const int ForeignPort = 9001;
    internal const int ExpiredPort = 9002;
    internal const int PurposePort = 9003;
    internal const int UntrustedPort = 9004;

    private const string ForServers = "1.3.6.1.5.5.7.3.1";
    private const string ForClients = "1.3.6.1.5.5.7.3.2";
    private const string Table = "lab_doctor";

    internal Topology Topology { get; } = new();

    internal ServerProcess Server { get; private set; } = null!;

    internal ClientNamespace Client { get; private set; } = null!;

    /// <summary>The root of whoever is at the further ports, but the untrusted.</summary>
    internal string OthersFile => Path.Combine(Topology.Folder, "others.pem");

    public async ValueTask InitializeAsync()
    {
        await Topology.StartWithoutGuestAsync();
        Server = await ServerProcess.StartFromAsync(Topology, Yaml(""));
        await Server.AddAccountAsync(User, "Pass-w0rd");
        Client = Topology.Keep(await ClientNamespace.CreateAsync(Topology));
        await StartOthersAsync();
    }

    public ValueTask DisposeAsync() => Topology.DisposeAsync();

    /// <summary>What the doctor finds from the client's place.</summary>
    internal Task<Diagnosis> ExamineAsync(string host, params string[] options) => ExamineFromAsync(Client.Network, host, options);

    /// <summary>The same from another's place.</summary>
    internal async Task<Diagnosis> ExamineFromAsync(NetworkNamespace place, string host, params string[] options) => Diagnosis.Of(await place.RunAsync(
        [Repository.Adit, "doctor", host, "--timeout", "8", "--json", .. options.Contains("--ca") ? options : [.. options, "--ca", Server.CaFile]]));

    /// <summary>The same with somebody who signs in.</summary>
    internal Task<Diagnosis> ExamineInsideAsync(params string[] options) =>
        ExamineAsync(Topology.ServerName, ["--as", User, "--password-file", Server.PasswordFile(User), .. options]);

    /// <summary>What the doctor finds on the server.</summary>
    internal async Task<Diagnosis> ExamineServerAsync(params string[] options) => Diagnosis.Of(await Topology.Gateway.RunAsync(
        [Repository.Adit, "doctor", "--state", Path.GetDirectoryName(Server.CaFile)!, "--json", .. options]));

    /// <summary>Puts rules in force at the gateway's machine, until the result is disposed.</summary>
    internal Task<IAsyncDisposable> FilterAsync(string chain) => FilterAsync(Topology.Gateway, chain);

    /// <summary>The same at any machine.</summary>
    internal async Task<IAsyncDisposable> FilterAsync(NetworkNamespace machine, string chain)
    {
        var file = Path.Combine(Topology.Folder, "doctor.nft");
        await File.WriteAllTextAsync(file, $"table inet {Table} {{\n{chain}\n}}\n");
        (await machine.RunAsync("nft", "-f", file)).Expect();
        return new Undo(async () => (await machine.RunAsync("nft", "delete", "table", "inet", Table)).Expect());
    }

    /// <summary>Has the server read its configuration with these lines, until the result is disposed.</summary>
    internal async Task<IAsyncDisposable> ConfigureAsync(string lines)
    {
        await ReloadAsync(lines);
        return new Undo(() => ReloadAsync(""));
    }

    private static string Yaml(string lines) => $"{ServerSettings.WithoutDns($"{ServerSettings.PoolPrefix}0/24")}\n{lines}\n";

    private async Task ReloadAsync(string lines)
    {
        await File.WriteAllTextAsync(Path.Combine(Topology.Folder, "adit.yaml"), Yaml(lines));
        (await Server.AskAsync("reload")).Expect();
    }

    private async Task StartOthersAsync()
    {
        using var root = NewRoot("Others");
        using var stranger = NewRoot("Somebody Else");
        await File.WriteAllTextAsync(OthersFile, root.ExportCertificatePem());
        var file = Path.Combine(Topology.Folder, "others.cfg");
        await File.WriteAllTextAsync(file, $"""
            defaults
                mode http
                timeout connect 5s
                timeout client 1m
                timeout server 1m
            frontend others
                bind {Addresses.Gateway}:{ForeignPort} ssl crt {Issue(root, "foreign", ForServers, 1)}
                bind {Addresses.Gateway}:{ExpiredPort} ssl crt {Issue(root, "expired", ForServers, -1)}
                bind {Addresses.Gateway}:{PurposePort} ssl crt {Issue(root, "purpose", ForClients, 1)}
                bind {Addresses.Gateway}:{UntrustedPort} ssl crt {Issue(stranger, "untrusted", ForServers, 1)}
                http-request return status 404

            """);
        var process = Topology.Keep(Topology.Gateway.Start("haproxy", "-db", "-f", file));
        await Eventually.BecomesTrueAsync("the others listen", TimeSpan.FromSeconds(30), async () => process.HasExited
            ? throw new InvalidOperationException($"haproxy ended with {process.ExitCode}:\n{process.Output}")
            : (await Topology.Gateway.RunAsync("ss", "-Hltn", $"sport = :{UntrustedPort}")).Output.Contains("LISTEN", StringComparison.Ordinal));
    }

    private static X509Certificate2 NewRoot(string name)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={name}", key, HashAlgorithmName.SHA256);
        request.CertificateExtensions.Add(X509BasicConstraintsExtension.CreateForCertificateAuthority());
        return request.CreateSelfSigned(DateTimeOffset.UtcNow.AddDays(-9), DateTimeOffset.UtcNow.AddDays(90));
    }

    /// <summary>A certificate of the server's name in PEM with its key, which ends so many days from now.</summary>
    private string Issue(X509Certificate2 root, string name, string purpose, int days)
    {
        using var key = ECDsa.Create(ECCurve.NamedCurves.nistP256);
        var request = new CertificateRequest($"CN={Topology.ServerName}", key, HashAlgorithmName.SHA256);
        var names = new SubjectAlternativeNameBuilder();
        names.AddDnsName(Topology.ServerName);
        request.CertificateExtensions.Add(names.Build());
        request.CertificateExtensions.Add(new X509EnhancedKeyUsageExtension([new Oid(purpose)], critical: false));
        using var issued = request.Create(root, DateTimeOffset.UtcNow.AddDays(-5), DateTimeOffset.UtcNow.AddDays(days), RandomNumberGenerator.GetBytes(8));
        var file = Path.Combine(Topology.Folder, $"{name}.pem");
        File.WriteAllText(file, $"{issued.ExportCertificatePem()}\n{key.ExportPkcs8PrivateKeyPem()}\n");
        return file;
    }

    private sealed class Undo(Func<Task> undo) : IAsyncDisposable
    {
        public async ValueTask DisposeAsync() => await undo();
    }
}

/// <summary>What a doctor printed as JSON.</summary>
internal sealed record Diagnosis(int ExitCode, string Text, IReadOnlyList<(string State, string? Code, string Groups, string Scenarios, string Component)> Findings)
{
    public static Diagnosis Of(CommandResult result)
    {
        using var document = JsonDocument.Parse(result.Output);
        return new Diagnosis(result.ExitCode, result.Output, [.. document.RootElement.GetProperty("findings").EnumerateArray().Select(finding => (
            finding.GetProperty("state").GetString()!, finding.GetProperty("code").GetString(), Join(finding, "groups"), Join(finding, "scenarios"),
            finding.GetProperty("component").GetString()!))]);
    }

    /// <summary>The codes of what is bad, with their groups, in their order.</summary>
    public IEnumerable<string> Bad => Findings.Where(finding => finding.State == "bad").Select(finding => $"{finding.Code} {finding.Groups}".TrimEnd());

    /// <summary>What has a code of one component, with its groups, in its order.</summary>
    public IEnumerable<string> NamedOf(string component) =>
        Findings.Where(finding => finding.Component == component && finding.Code is not null).Select(finding => $"{finding.Code} {finding.Groups}".TrimEnd());

    /// <summary>The codes of what belongs to a group, bad or to be minded, with the groups.</summary>
    public IEnumerable<string> Named => Findings.Where(finding => finding.Groups.Length > 0).Select(finding => $"{finding.Code} {finding.Groups}").Distinct();

    /// <summary>The groups of what is bad.</summary>
    public IEnumerable<string> BadGroups => Findings.Where(finding => finding.State == "bad" && finding.Groups.Length > 0).Select(finding => finding.Groups).Distinct();

    private static string Join(JsonElement finding, string list) => string.Join(' ', finding.GetProperty(list).EnumerateArray().Select(one => one.GetString()));
}
