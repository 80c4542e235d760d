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

    internal const int Whole = 128; // bits of an address

    /// <summary>
    /// Sets everything, and leaves with <paramref name="undo"/> how to take each part back. Null where sessions get no IPv6. Throws
    /// <see cref="LinuxException"/> where the kernel refuses.
    /// </summary>
    public static Ipv6Network? SetUp(
        ServerConfiguration configuration, string stateDirectory, string device, NatSet nat, TimeProvider clock, ILogger logger, UndoStack undo)
    {
        if (!IsWanted(configuration))
            return null;

        var pool = new PrefixPool(configuration.Pool6 ?? UniqueLocalPrefix.OpenOrCreate(stateDirectory));
        using var links = new NetworkLinks();
        var around = LocalNetwork6.List(links, device).FirstOrDefault(network => network.Holds(pool.Prefix));
        links.AddAddress(device, pool.Own.ToIPAddress(), Whole);
        if (around is null)
            links.AddRoute(new NetworkRoute(pool.Prefix.ToIPNetwork(), Device: device));
        if (configuration.Reach is ClientReach.Network)
            undo.Keep(Ipv6Forwarding.Enable());
        nat.Hide(pool.Prefix, isInside: around is not null);
        var answers = configuration.Reach is ClientReach.Network;
        var presence = around is null ? null : undo.Keep(new PrefixPresence(device, around, answers, clock, logger));
        presence?.ForgetLeftovers(pool.Prefix);
        return new Ipv6Network(pool, presence);
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
}
