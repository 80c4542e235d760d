using Adit.Linux;
using Adit.Linux.Firewall;
using Adit.Linux.Netlink;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;
using Adit.Server.Hosting;

namespace Adit.Server.Ipv6;

/// <summary>What the gateway changes on its machine for IPv6: an address on the TUN with the pool's route, forwarding, NAT66.</summary>
internal static class Ipv6Network
{
    /// <summary>RFC 8200 §5: a link that carries less carries no IPv6.</summary>
    private const int LeastMtu = 1280;

    /// <summary>
    /// Sets everything, and leaves with <paramref name="undo"/> how to take each part back. Null where sessions get no IPv6. Throws
    /// <see cref="LinuxException"/> where the kernel refuses.
    /// </summary>
    public static PrefixPool? SetUp(ServerConfiguration configuration, string stateDirectory, string device, UndoStack undo)
    {
        if (!IsWanted(configuration))
            return null;

        var pool = new PrefixPool(configuration.Pool6 ?? UniqueLocalPrefix.OpenOrCreate(stateDirectory));
        using var links = new NetworkLinks();
        links.AddAddress(device, pool.Own.ToIPAddress(), pool.Prefix.Length);
        if (configuration.Reach is ClientReach.Server)
            return pool;

        undo.Keep(Ipv6Forwarding.Enable());
        if (configuration.Nat is not NatMode.Off && pool.Prefix.IsUniqueLocal)
            undo.Keep(NatTable.Create($"{device.ToLowerInvariant().Replace('-', '_').Replace('.', '_')}_6", [pool.Prefix.ToIPNetwork()]));
        return pool;
    }

    /// <summary>Throws <see cref="StartupException"/> where IPv6 is demanded and cannot be, or the pool is not free. Touches nothing.</summary>
    public static void Check(ServerConfiguration configuration)
    {
        if (configuration.Ipv6 is Ipv6Mode.On && configuration.Mtu < LeastMtu)
            throw new StartupException($"IPv6 needs an 'mtu' of {LeastMtu} at least; it is {configuration.Mtu}.", "Raise it, or set 'ipv6: off'.");
        if (configuration.Ipv6 is Ipv6Mode.On && !Ipv6Link.IsAvailable)
            throw new StartupException("IPv6 is switched off on this machine.", "Set the sysctl net.ipv6.conf.all.disable_ipv6 to 0, or 'ipv6: off'.");
        if (configuration.Pool6 is { } pool && IsWanted(configuration))
            RefuseOverlap(pool);
    }

    /// <summary>The machine's own prefix that overlaps with the pool; null where none does.</summary>
    internal static InterfaceAddress? FindOverlap(Ipv6Prefix pool, IEnumerable<InterfaceAddress> addresses) => addresses.FirstOrDefault(address =>
        address.Address.ToIpv6() is { } own && Ipv6Prefix.Of(own, address.PrefixLength).Overlaps(pool));

    private static bool IsWanted(ServerConfiguration configuration) => configuration.Ipv6 switch
    {
        Ipv6Mode.Off => false,
        Ipv6Mode.On => true,
        _ => Ipv6Link.IsAvailable && configuration.Mtu >= LeastMtu,
    };

    private static void RefuseOverlap(Ipv6Prefix pool)
    {
        using var links = new NetworkLinks();
        if (FindOverlap(pool, links.ListAddresses()) is { } overlapping)
            throw new StartupException(
                $"The pool {pool} overlaps with {overlapping.Address}/{overlapping.PrefixLength} on {overlapping.Device}.",
                "Choose another prefix with 'pool6:' in adit.yaml.");
    }
}
