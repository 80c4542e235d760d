using Adit.Linux;
using Adit.Linux.Firewall;
using Adit.Linux.Netlink;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;
using Adit.Server.Hosting;
using Adit.Server.Network;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Ipv6;

/// <summary>What the gateway changes on its machine for IPv6: an address on the TUN with the pool's route, forwarding, NAT66.</summary>
/// <param name="Pool">Where sessions' prefixes come from.</param>
/// <param name="Presence">What leads packets for them here; null where the pool's route does.</param>
internal sealed record Ipv6Network(PrefixPool Pool, PrefixPresence? Presence)
{
    /// <summary>RFC 8200 §5: a link that carries less carries no IPv6.</summary>
    private const int LeastMtu = 1280;

    private const int Whole = 128; // bits of an address

    /// <summary>
    /// Sets everything, and leaves with <paramref name="undo"/> how to take each part back. Null where sessions get no IPv6. Throws
    /// <see cref="LinuxException"/> where the kernel refuses.
    /// </summary>
    public static Ipv6Network? SetUp(
        ServerConfiguration configuration, string stateDirectory, string device, TimeProvider clock, ILogger logger, UndoStack undo)
    {
        if (!IsWanted(configuration))
            return null;

        var pool = new PrefixPool(configuration.Pool6 ?? UniqueLocalPrefix.OpenOrCreate(stateDirectory));
        using var links = new NetworkLinks();
        var around = LocalNetwork6.List(links, device).FirstOrDefault(network => network.Holds(pool.Prefix));
        links.AddAddress(device, pool.Own.ToIPAddress(), around is null ? pool.Prefix.Length : Whole);
        if (configuration.Reach is ClientReach.Network)
            SetUpForwarding(configuration, pool.Prefix, device, isInside: around is not null, undo);
        var answers = configuration.Reach is ClientReach.Network;
        return new Ipv6Network(pool, around is null ? null : undo.Keep(new PrefixPresence(device, around, pool.Prefix, answers, clock, logger)));
    }

    /// <summary>Throws <see cref="StartupException"/> where IPv6 is demanded and cannot be. Touches nothing.</summary>
    public static void RefuseImpossible(ServerConfiguration configuration)
    {
        if (configuration.Ipv6 is Ipv6Mode.On && configuration.Mtu < LeastMtu)
            throw new StartupException($"IPv6 needs an 'mtu' of {LeastMtu} at least; it is {configuration.Mtu}.", "Raise it, or set 'ipv6: off'.");
        if (configuration.Ipv6 is Ipv6Mode.On && !Ipv6Link.IsAvailable)
            throw new StartupException("IPv6 is switched off on this machine.", "Set the sysctl net.ipv6.conf.all.disable_ipv6 to 0, or 'ipv6: off'.");
    }

    /// <summary>Throws <see cref="StartupException"/> where the pool takes what others have. Touches nothing.</summary>
    public static void RefuseOverlap(ServerConfiguration configuration)
    {
        if (configuration.Pool6 is not { } pool || !IsWanted(configuration))
            return;

        using var links = new NetworkLinks();
        var routes = links.ListRoutes().Where(route => route.Device != configuration.Interface).ToList();
        if (MachineFaults.FindOverlap(pool, LocalNetwork6.List(links, configuration.Interface), routes) is { } other)
            throw new StartupException($"The pool {pool} overlaps with {other}.", "Choose another prefix with 'pool6:' in adit.yaml.");
    }

    private static bool IsWanted(ServerConfiguration configuration) => configuration.Ipv6 switch
    {
        Ipv6Mode.Off => false,
        Ipv6Mode.On => true,
        _ => Ipv6Link.IsAvailable && configuration.Mtu >= LeastMtu,
    };

    /// <summary>The hosts of a network that the pool lies inside reach sessions without help, as with IPv4.</summary>
    private static void SetUpForwarding(ServerConfiguration configuration, Ipv6Prefix pool, string device, bool isInside, UndoStack undo)
    {
        undo.Keep(Ipv6Forwarding.Enable());
        if (pool.IsUniqueLocal && (configuration.Nat is NatMode.On || (configuration.Nat is NatMode.Auto && !isInside)))
            undo.Keep(NatTable.Create($"{GatewayNetwork.TableName(device)}_6", [pool.ToIPNetwork()]));
    }
}
