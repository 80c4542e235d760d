namespace Adit.Interop.Tests.Lab;

/// <summary>A DHCP server in the intranet: Debian's dnsmasq or kea. Disposing ends it.</summary>
internal sealed class DhcpServer : IAsyncDisposable
{
    public const string NameServer = "10.77.0.53";

    public const string Domain = "corp.example";

    private const string Range = "10.77.0.100";
    private const string RangeEnd = "10.77.0.120";

    private readonly BackgroundProcess _process;
    private readonly string _leaseFile;

    private DhcpServer(BackgroundProcess process, string leaseFile) => (_process, _leaseFile) = (process, leaseFile);

    /// <summary>What it logged.</summary>
    public string Output => _process.Output;

    /// <summary>Its list of leases, as it writes it.</summary>
    public string Leases => File.Exists(_leaseFile) ? File.ReadAllText(_leaseFile) : "";

    /// <summary>Whether it lends this address.</summary>
    public static bool Lends(string address) =>
        address.StartsWith("10.77.0.1", StringComparison.Ordinal) && int.Parse(address.Split('.')[3], null) is >= 100 and <= 120;

    /// <summary>dnsmasq, with leases of an hour and routes, a name server and a domain to tell.</summary>
    public static Task<DhcpServer> StartDnsmasqAsync(Topology topology)
    {
        var leases = Path.Combine(topology.Folder, $"dnsmasq-{Guid.NewGuid():n}.leases");
        return BecomesReadyAsync(topology, leases, "dnsmasq", "--keep-in-foreground", "--conf-file=/dev/null", "--user=root", "--pid-file=",
            "--log-facility=-", "--log-dhcp", "--port=0", "--interface=lan", "--bind-dynamic", "--no-ping", $"--dhcp-leasefile={leases}",
            $"--dhcp-range={Range},{RangeEnd},255.255.255.0,1h", $"--dhcp-option=option:dns-server,{NameServer}",
            $"--dhcp-option=option:domain-name,{Domain}", "--dhcp-option=option:classless-static-route,10.200.0.0/16,10.77.0.9,0.0.0.0/0,10.77.0.1");
    }

    /// <summary>kea, with leases of these many seconds that are to be renewed every other second.</summary>
    public static async Task<DhcpServer> StartKeaAsync(Topology topology, int seconds)
    {
        var folder = Directory.CreateDirectory(Path.Combine(topology.Folder, $"kea-{Guid.NewGuid():n}")).FullName;
        var leases = Path.Combine(folder, "leases.csv");
        var file = Path.Combine(folder, "kea.json");
        await File.WriteAllTextAsync(file, $$"""
            { "Dhcp4": {
                "interfaces-config": { "interfaces": [ "lan" ] },
                "lease-database": { "type": "memfile", "persist": true, "name": "{{leases}}", "lfc-interval": 0 },
                "valid-lifetime": {{seconds}}, "renew-timer": 2, "rebind-timer": {{seconds - 2}},
                "subnet4": [ { "subnet": "10.77.0.0/24", "pools": [ { "pool": "{{Range}}-{{RangeEnd}}" } ] } ],
                "loggers": [ { "name": "kea-dhcp4", "severity": "INFO", "output_options": [ { "output": "stdout", "flush": true } ] } ]
            } }
            """);
        var program = Path.Combine(folder, "kea-dhcp4"); // a copy, to which no profile of AppArmor forbids this folder
        File.Copy("/usr/sbin/kea-dhcp4", program);
        return await BecomesReadyAsync(topology, leases,
            "env", $"KEA_PIDFILE_DIR={folder}", $"KEA_LOCKFILE_DIR={folder}", program, "-c", file);
    }

    /// <summary>Has it end, so that nobody answers any more.</summary>
    public Task StopAsync() => _process.TerminateAsync();

    public ValueTask DisposeAsync() => _process.DisposeAsync();

    private static async Task<DhcpServer> BecomesReadyAsync(Topology topology, string leases, params string[] command)
    {
        var server = new DhcpServer(topology.Intranet.Start(command), leases);
        await Eventually.BecomesTrueAsync("the DHCP server listens", TimeSpan.FromSeconds(30), async () => server._process.HasExited
            ? throw new InvalidOperationException($"{command[0]} ended with {server._process.ExitCode}:\n{server.Output}")
            : (await topology.Intranet.RunAsync("ss", "-Hlun", "sport", "=", "67")).Expect().Length > 0);
        return server;
    }
}
