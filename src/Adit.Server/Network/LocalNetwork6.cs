using Adit.Linux;
using Adit.Linux.Netlink;
using Adit.Protocols.Ip;

namespace Adit.Server.Network;

/// <summary>An IPv6 network that this machine is in: one address of an interface, and all that it reaches there directly.</summary>
/// <param name="Link">Where.</param>
/// <param name="Own">The machine's own address.</param>
/// <param name="Prefix">The network.</param>
internal sealed record LocalNetwork6(NetworkLink Link, Ipv6Address Own, Ipv6Prefix Prefix)
{
    /// <summary>All of them as they are now, but those of the tunnels' own interface.</summary>
    public static IReadOnlyList<LocalNetwork6> List(NetworkLinks links, string tunnels) =>
        [.. links.ListAddresses().Where(address => address.Device != tunnels).Select(address => Of(links, address)).OfType<LocalNetwork6>()];

    /// <summary>Whether all that sessions can have of a pool could be answered for.</summary>
    public bool Holds(Ipv6Prefix pool) =>
        Link.Resolves && Prefix.Length < pool.Length && Prefix.Contains(pool.Address) && !pool.Contains(Own);

    /// <summary>Own address and prefix, and the interface.</summary>
    public override string ToString() => FormattableString.Invariant($"{Own}/{Prefix.Length} on {Link.Name}");

    internal static LocalNetwork6? Of(NetworkLink link, InterfaceAddress address) =>
        address.Address.ToIpv6() is { } own
            ? new LocalNetwork6(link, own, Ipv6Prefix.Of(address.Peer?.ToIpv6() ?? own, address.PrefixLength)) // the prefix is the peer's where there is one
            : null;

    private static LocalNetwork6? Of(NetworkLinks links, InterfaceAddress address) =>
        links.FindLink(address.Device) is { } link ? Of(link, address) : null;
}
