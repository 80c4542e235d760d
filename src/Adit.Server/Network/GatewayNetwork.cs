using System.Net;
using Adit.Linux;
using Adit.Linux.Firewall;
using Adit.Linux.Netlink;
using Adit.Linux.Tun;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;
using Adit.Server.Hosting;

namespace Adit.Server.Network;

/// <summary>What the gateway changes on its machine: the TUN with the pool's route, forwarding, NAT.</summary>
internal static class GatewayNetwork
{
    /// <summary>
    /// Sets everything, and leaves with <paramref name="undo"/> how to take each part back. Throws <see cref="LinuxException"/> where the
    /// kernel refuses; what was done until then is in <paramref name="undo"/>.
    /// </summary>
    public static TunDevice SetUp(ServerConfiguration configuration, UndoStack undo)
    {
        using var links = new NetworkLinks();
        var tun = undo.Keep(TunDevice.Create(configuration.Interface));
        links.AddAddress(tun.Name, configuration.Pool.First.ToIPAddress(), configuration.Pool.Length);
        links.SetLink(tun.Name, up: true, configuration.Mtu);
        undo.Keep(new Sysctl()).Set("net/ipv4/ip_forward", "1");
        var pool = new IPNetwork(configuration.Pool.Address.ToIPAddress(), configuration.Pool.Length);
        if (configuration.Nat)
            undo.Keep(NatTable.Create(TableName(tun.Name), [pool]));
        return tun;
    }

    /// <summary>Throws <see cref="StartupException"/> where the pool would take addresses that this machine reaches otherwise.</summary>
    /// <param name="pool">The pool.</param>
    /// <param name="ownDevice">The server's own interface, which has an address of the pool while it runs.</param>
    public static void RefuseOverlap(Ipv4Prefix pool, string? ownDevice = null)
    {
        using var links = new NetworkLinks();
        if (links.ListAddresses().FirstOrDefault(address => address.Device != ownDevice && Overlaps(pool, address)) is { } overlapping)
            throw new StartupException(
                $"The pool {pool} overlaps with {overlapping.Address}/{overlapping.PrefixLength} on {overlapping.Device}.",
                "Choose another prefix with 'pool:' in adit.yaml.");
    }

    internal static bool Overlaps(Ipv4Prefix pool, InterfaceAddress local)
    {
        if (local.Address.ToIpv4() is not { } address)
            return false;

        var mask = local.PrefixLength == 0 ? 0 : uint.MaxValue << (32 - local.PrefixLength);
        return pool.Contains(address) || (pool.Address.Value & mask) == (address.Value & mask);
    }

    /// <summary>Two gateways on one machine have two interfaces and so two tables.</summary>
    private static string TableName(string device) =>
        string.Concat(device.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
}
