using System.Formats.Tar;
using System.IO.Compression;
using System.Runtime.InteropServices;
using System.Text;
using System.Text.Json;
using System.Text.Json.Nodes;
using System.Text.Json.Serialization.Metadata;
using Adit.Diagnosis.Findings;
using Adit.Linux;
using Adit.Linux.Firewall;
using Adit.Linux.Netlink;
using Adit.Linux.Sockets;
using Adit.Server.Configuration;
using Adit.Server.Control;
using Adit.Server.Hosting;

namespace Adit.Server.Doctor;

/// <summary>
/// What others need to help with a server, in one archive: made of what the control API shows and the machine tells, and of no file of the
/// state directory, so that there is no secret in it. Names of users and addresses of callers are. Bounded in number and size.
/// </summary>
/// <param name="options">Where state and configuration are.</param>
public sealed class SupportBundle(UpOptions options)
{
    private const int MaxEntry = 1024 * 1024;
    private const int Rows = 200;
    private const string Cut = "\n... cut here\n";

    /// <summary>Collects everything; what cannot be had says why in its place.</summary>
    public async Task<IReadOnlyList<BundleEntry>> CollectAsync(CancellationToken cancellation)
    {
        using var client = new ControlClient(options.StateDirectory);
        return
        [
            await AddAsync("about.txt", "versions of server, system and kernel", () => Task.FromResult(About())),
            await AddAsync("doctor.txt", "what the doctor finds", async () => Write(await new ServerDoctor(options).ExamineAsync(cancellation))),
            await AddAsync("status.json", "how the server does", async () => Json(await client.GetStatusAsync(cancellation), ControlJson.Default.ServerStatus)),
            await AddAsync("configuration.json", "every key with the value in force; secrets are in files of their own, which are not here",
                async () => ConfigurationFile.ToJson(WithoutArguments(await client.GetConfigurationAsync(cancellation)))),
            await AddAsync("sessions.json", "open sessions", async () => Json(await client.ListSessionsAsync(cancellation), ControlJson.Default.IReadOnlyListSessionView)),
            await AddAsync("attempts.json", $"the last {Rows} attempts", async () => Json(await client.ListAttemptsAsync(new AttemptFilter { Limit = Rows }, cancellation), ControlJson.Default.IReadOnlyListAttemptView)),
            await AddAsync("audit.json", $"the last {Rows} changes by administrators", async () => Json(await client.ListAuditAsync(null, null, Rows, cancellation), ControlJson.Default.IReadOnlyListAuditView)),
            await AddAsync("radius.json", "RADIUS clients and servers", async () => Json(await client.GetRadiusAsync(cancellation), ControlJson.Default.RadiusView)),
            await AddAsync("metrics.txt", "what is counted", () => client.ReadMetricsAsync(cancellation)),
            await AddAsync("network.txt", "addresses, routes and listeners of this machine", () => Task.FromResult(Network())),
            await AddAsync("firewall.json", "nftables of this machine", () => Task.FromResult(Ruleset.Dump())),
        ];
    }

    /// <summary>Writes a new file, for its owner alone.</summary>
    public static async Task WriteAsync(string path, IReadOnlyList<BundleEntry> entries, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(entries);
        var create = new FileStreamOptions
        {
            Mode = FileMode.CreateNew, Access = FileAccess.Write, UnixCreateMode = UnixFileMode.UserRead | UnixFileMode.UserWrite,
        };
        await using var file = new FileStream(path, create);
        await using var zip = new GZipStream(file, CompressionLevel.Optimal);
        await using var tar = new TarWriter(zip);
        foreach (var entry in entries)
            await tar.WriteEntryAsync(
                new PaxTarEntry(TarEntryType.RegularFile, $"adit/{entry.Name}") { DataStream = new MemoryStream(entry.Content) }, cancellation);
    }

    /// <summary>The words that a program of somebody else's is given may be the password of what it speaks to.</summary>
    internal static JsonObject WithoutArguments(JsonObject configuration)
    {
        if (configuration["certificateHook"]?["run"] is JsonArray { Count: > 1 } run)
        {
            while (run.Count > 1)
                run.RemoveAt(1);
            run.Add("(arguments left out)");
        }

        return configuration;
    }

    private static async Task<BundleEntry> AddAsync(string name, string what, Func<Task<string>> read)
    {
        string text;
        try
        {
            text = await read();
        }
        catch (Exception e) when (e is ControlException or LinuxException or IOException or UnauthorizedAccessException)
        {
            text = $"not to be had: {e.Message}\n";
        }

        var bytes = Encoding.UTF8.GetBytes(text);
        return new BundleEntry(name, what, bytes.Length <= MaxEntry ? bytes : [.. bytes.AsSpan(0, MaxEntry), .. Encoding.UTF8.GetBytes(Cut)]);
    }

    private static string Json<T>(T value, JsonTypeInfo<T> type) => JsonSerializer.Serialize(value, type);

    private static string About() => string.Join('\n',
    [
        $"adit {typeof(SupportBundle).Assembly.GetName().Version!.ToString(3)}",
        FormattableString.Invariant($"collected {DateTimeOffset.UtcNow:u}"),
        RuntimeInformation.FrameworkDescription,
        RuntimeInformation.OSDescription,
        .. File.Exists("/etc/os-release") ? File.ReadLines("/etc/os-release").Take(20) : [],
        "",
    ]);

    private static string Write(FindingReport report)
    {
        var text = new StringBuilder();
        foreach (var finding in report.Findings)
            text.Append($"{finding.State}\t{finding.Component}\t{finding.Code ?? "-"}\t{finding.Title}\t{finding.Evidence}\n");
        return text.ToString();
    }

    private static string Network()
    {
        using var links = new NetworkLinks();
        return string.Join('\n', ["addresses", .. links.ListAddresses(), "", "routes", .. links.ListRoutes(), "", "listeners", .. ListeningSockets.List().Select(one => one.EndPoint), ""]);
    }
}

/// <summary>A file of a bundle.</summary>
/// <param name="Name">Its name.</param>
/// <param name="What">What it holds, in words.</param>
/// <param name="Content">Its bytes.</param>
public sealed record BundleEntry(string Name, string What, byte[] Content);
