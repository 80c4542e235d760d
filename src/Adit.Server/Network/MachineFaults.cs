using System.Net;
using Adit.Linux;
using Adit.Linux.Netlink;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;

namespace Adit.Server.Network;

/// <summary>What in a configuration cannot be on this machine, however well it reads: a pool that takes what others have.</summary>
public static class MachineFaults
{
    /// <summary>All of them, in the file's order. Asks the kernel; throws <see cref="LinuxException"/> where it refuses.</summary>
    public static IReadOnlyList<ConfigurationFault> Find(ServerConfiguration configuration)
    {
        ArgumentNullException.ThrowIfNull(configuration);
        using var links = new NetworkLinks();
        var networks = LocalNetwork.List(links, configuration.Interface);
        var routes = links.ListRoutes().Where(route => route.Device != configuration.Interface).ToList();
        return [.. configuration.AllRanges.SelectMany(range => FindFaults(range, networks, routes))];
    }

    /// <summary>
    /// A range inside a network of this machine is answered for there; one that a broader route holds is its more special part. Every other
    /// overlap would take something away.
    /// </summary>
    internal static IEnumerable<ConfigurationFault> FindFaults(
        PoolRange range, IReadOnlyList<LocalNetwork> networks, IReadOnlyList<NetworkRoute> routes)
    {
        foreach (var network in networks)
            if ((range.Overlaps(network.Start, network.End) || range.Covers(network.Own)) && !network.Holds(range))
                yield return Fault(range, network.ToString());
        foreach (var route in routes)
            if (Bounds(route.Destination) is { } bounds && range.Overlaps(bounds.Start, bounds.End) && !IsBroader(bounds, range)
                && !networks.Any(network => (network.Start, network.End) == bounds))
                yield return Fault(range, Describe(route));
    }

    /// <summary>What the pool of IPv6 overlaps with that would take something away, in words; null where it takes nothing.</summary>
    internal static string? FindOverlap(Ipv6Prefix pool, IReadOnlyList<LocalNetwork6> networks, IReadOnlyList<NetworkRoute> routes) =>
        networks.FirstOrDefault(network => network.Prefix.Overlaps(pool) && !network.Holds(pool))?.ToString()
            ?? routes.Where(route => Takes(route, pool) && !networks.Any(network => network.Prefix.ToIPNetwork() == route.Destination))
                .Select(Describe).FirstOrDefault();

    /// <summary>A broader route is none of it: the pool is its more special part.</summary>
    private static bool Takes(NetworkRoute route, Ipv6Prefix pool) =>
        route.Destination.BaseAddress.ToIpv6() is { } address && route.Destination.PrefixLength >= pool.Length && pool.Contains(address);

    private static ConfigurationFault Fault(PoolRange range, string other) =>
        new(Math.Max(1, range.Line), Math.Max(1, range.Column), $"The pool {range} overlaps with {other}");

    private static bool IsBroader((Ipv4Address Start, Ipv4Address End) bounds, PoolRange range) =>
        bounds.Start.Value <= range.Start.Value && bounds.End.Value >= range.End.Value && bounds != (range.Start, range.End);

    private static (Ipv4Address Start, Ipv4Address End)? Bounds(IPNetwork network)
    {
        if (network.BaseAddress.ToIpv4() is not { } start)
            return null;

        var rest = network.PrefixLength == 32 ? 0 : uint.MaxValue >> network.PrefixLength;
        return (start, new Ipv4Address(start.Value | rest));
    }

    private static string Describe(NetworkRoute route) =>
        $"the route {route.Destination}{(route.Gateway is { } gateway ? $" via {gateway}" : "")}{(route.Device is { } device ? $" on {device}" : "")}";
}
