using Adit.Linux.Netlink;
using Adit.Server.Configuration;
using Adit.Server.Hosting;

namespace Adit.Server.Network;

/// <summary>The network of this machine in which sessions' addresses are leased, with <c>pool: dhcp</c>.</summary>
internal static class LeasingNetwork
{
    /// <summary>Throws <see cref="StartupException"/> where there is none on this machine; does nothing for a pool of ranges.</summary>
    public static void RefuseMissing(ServerConfiguration configuration)
    {
        if (configuration.Leasing is not { } dhcp)
            return;

        using var links = new NetworkLinks();
        if (links.FindLink(dhcp.Interface) is null)
            throw new StartupException(
                $"There is no interface '{dhcp.Interface}' on this machine, on which addresses are to be leased.",
                "See them with 'ip link', and correct 'dhcp.interface' in adit.yaml.");
        if (Find(dhcp, LocalNetwork.List(links, configuration.Interface)) is null)
            throw new StartupException(
                $"The interface '{dhcp.Interface}' is in no IPv4 network whose hosts ask each other for addresses (ARP), so none can be leased there.",
                "See 'ip address', give the interface an address, or name another one with 'dhcp.interface' in adit.yaml.");
    }

    /// <summary>Null where there is none.</summary>
    public static LocalNetwork? Find(DhcpPoolSettings settings, IReadOnlyList<LocalNetwork> networks) =>
        networks.FirstOrDefault(network => network.Link.Name == settings.Interface && network is { Link.Resolves: true, PrefixLength: > 0 and < 31 });
}
