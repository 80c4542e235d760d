using Adit.Linux;
using Adit.Linux.Netlink;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;

namespace Adit.Server.Network;

/// <summary>An IPv4 network that this machine is in: one address of an interface, and all that it reaches there directly.</summary>
/// <param name="Link">Where.</param>
/// <param name="Own">The machine's own address.</param>
/// <param name="PrefixLength">0 to 32.</param>
/// <param name="Start">The network's first address.</param>
/// <param name="End">The network's last address.</param>
internal sealed record LocalNetwork(NetworkLink Link, Ipv4Address Own, int PrefixLength, Ipv4Address Start, Ipv4Address End)
{
    /// <summary>All of them as they are now, but those of the tunnels' own interface.</summary>
    public static IReadOnlyList<LocalNetwork> List(NetworkLinks links, string tunnels) =>
        [.. links.ListAddresses().Where(address => address.Device != tunnels).Select(address => Of(links, address)).OfType<LocalNetwork>()];

    /// <summary>Whether hosts of the network could be answered for.</summary>
    public bool Holds(Ipv4Address address) =>
        Link.Resolves && address.Value > Start.Value && address.Value < End.Value && address != Own;

    /// <summary>Whether all that sessions can have of a range could be answered for.</summary>
    public bool Holds(PoolRange range) => Holds(range.First) && Holds(range.Last) && !range.Contains(Own);

    /// <summary>Own address and prefix, and the interface.</summary>
    public override string ToString() => FormattableString.Invariant($"{Own}/{PrefixLength} on {Link.Name}");

    internal static LocalNetwork? Of(NetworkLink link, InterfaceAddress address)
    {
        if (address.Address.ToIpv4() is not { } own)
            return null;

        var mask = address.PrefixLength == 0 ? 0 : uint.MaxValue << (32 - address.PrefixLength);
        var reached = (address.Peer?.ToIpv4() ?? own).Value; // the prefix is the peer's where there is one
        return new LocalNetwork(link, own, address.PrefixLength, new Ipv4Address(reached & mask), new Ipv4Address(reached | ~mask));
    }

    private static LocalNetwork? Of(NetworkLinks links, InterfaceAddress address) =>
        links.FindLink(address.Device) is { } link ? Of(link, address) : null;
}
