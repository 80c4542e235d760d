namespace Adit.Server.Configuration;

/// <summary>Reads where sessions' addresses are leased, with <c>pool: dhcp</c>.</summary>
internal static class DhcpPoolReader
{
    public static DhcpPoolSettings Read(YamlSection section, DhcpPoolSettings defaults) => new()
    {
        Interface = section.List("interface", [], 0, 1, "an interface name",
            text => ConfigurationReader.IsInterface(text) ? text : null, shown: "none") is [var name] ? name : defaults.Interface,
        Timeout = section.Duration("timeout", defaults, options => options.Timeout),
        Lease = defaults.Lease with { ShortestLease = section.Duration("shortestLease", defaults.Lease, options => options.ShortestLease) },
        LinkLocalFallback = section.Flag("linkLocalFallback", defaults.LinkLocalFallback),
    };

    /// <summary>The pool and the interface need each other.</summary>
    public static void Check(YamlSection root, ServerConfiguration configuration)
    {
        var hasInterface = configuration.Dhcp.Interface.Length > 0;
        if (configuration.Pool.IsLeased && !hasInterface)
            root.Report("pool", "'pool: dhcp' needs 'dhcp.interface'", "Name it: 'dhcp: { interface: eth0 }'; see the interfaces with 'ip link'.");
        if (hasInterface && !configuration.Pool.IsLeased)
            root.Report("dhcp", "'dhcp.interface' without 'pool: dhcp' leases nothing", "Write 'pool: dhcp' instead of ranges, or take 'dhcp:' out.");
    }
}
