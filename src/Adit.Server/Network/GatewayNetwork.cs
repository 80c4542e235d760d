using System.Net;
using Adit.Linux;
using Adit.Linux.Firewall;
using Adit.Linux.Netlink;
using Adit.Linux.Tun;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;
using Adit.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Network;

/// <summary>What the gateway has changed on its machine: the TUN with its routes, forwarding, NAT.</summary>
/// <param name="Tun">Where the packets come and go.</param>
/// <param name="Presence">What leads each session's packets there.</param>
/// <param name="Nat">What hides sessions behind this machine's addresses.</param>
/// <param name="OwnAddress">The server's own address in the tunnels.</param>
internal sealed record GatewayNetwork(TunDevice Tun, AddressPresence Presence, NatSet Nat, Ipv4Address OwnAddress)
{
    /// <summary>The server's own address in the tunnels: what new sessions are told.</summary>
    public Ipv4Address OwnAddress { get; set; } = OwnAddress;

    /// <summary>
    /// Sets everything, and leaves with <paramref name="undo"/> how to take each part back. Throws <see cref="LinuxException"/> where the
    /// kernel refuses; what was done until then is in <paramref name="undo"/>.
    /// </summary>
    public static async Task<GatewayNetwork> SetUpAsync(ServerConfiguration configuration, TimeProvider clock, ILogger logger, UndoStack undo)
    {
        using var links = new NetworkLinks();
        var networks = LocalNetwork.List(links, configuration.Interface);
        var routed = RoutedOf(configuration, networks);
        var own = OwnAddressOf(configuration, networks);
        await RefuseUsedAsync(own, networks, clock);

        var tun = undo.Keep(TunDevice.Create(configuration.Interface, configuration.UdpOffload, TunDevice.MostQueues));
        SetUpTun(links, tun.Name, own, routed, configuration.Mtu);
        SetUpForwarding(configuration, tun.Name, undo);
        var nat = NatSet.Create(configuration, tun.Name, networks, undo);
        var answers = configuration.Reach is ClientReach.Network;
        return new GatewayNetwork(tun, undo.Keep(new AddressPresence(tun.Name, routed, answers, clock, logger)), nat, own);
    }

    /// <summary>The ranges that a route leads into the tunnels as a whole: those of no network of this machine.</summary>
    public static IReadOnlyList<PoolRange> RoutedOf(ServerConfiguration configuration, IReadOnlyList<LocalNetwork> networks) =>
        [.. configuration.AllRanges.Where(range => !networks.Any(network => network.Holds(range)))];

    /// <summary>Makes this an own address of the server's, beside the former; throws where another host has it, or the kernel refuses.</summary>
    public async Task TakeOwnAsync(Ipv4Address own, TimeProvider clock)
    {
        await RefuseUsedAsync(own, Presence.Networks, clock);
        using var links = new NetworkLinks();
        if (!links.ListAddresses().Any(address => address.Device == Tun.Name && address.Address.Equals(own.ToIPAddress())))
            links.AddAddress(Tun.Name, own.ToIPAddress(), 32);
    }

    /// <summary>Undoes that; an address that somebody has removed is no error.</summary>
    public void GiveUpOwn(Ipv4Address own)
    {
        try
        {
            using var links = new NetworkLinks();
            links.RemoveAddress(Tun.Name, own.ToIPAddress(), 32);
        }
        catch (LinuxException)
        {
            // as said
        }
    }

    private static void SetUpTun(NetworkLinks links, string tun, Ipv4Address own, IReadOnlyList<PoolRange> routed, int mtu)
    {
        links.AddAddress(tun, own.ToIPAddress(), 32);
        Ipv6Link.LeaveToUs(tun);
        links.SetLink(tun, up: true, mtu);
        foreach (var prefix in routed.SelectMany(range => range.ToPrefixes()))
            links.AddRoute(new NetworkRoute(prefix, Device: tun));
    }

    private static void SetUpForwarding(ServerConfiguration configuration, string tun, UndoStack undo)
    {
        if (configuration.Reach is ClientReach.Server)
        {
            undo.Keep(ReachTable.Create(TableName(tun), tun));
            return;
        }

        undo.Keep(new Sysctl()).Set("net/ipv4/ip_forward", "1");
    }

    /// <summary>
    /// Of a pool of ranges, its first address. Where addresses are leased, the machine's own in that network: it is there without a DHCP
    /// server, and known to all.
    /// </summary>
    private static Ipv4Address OwnAddressOf(ServerConfiguration configuration, IReadOnlyList<LocalNetwork> networks) =>
        configuration.Leasing is not { } dhcp ? configuration.Pool.First
        : LeasingNetwork.Find(dhcp, networks)?.Own
            ?? throw new StartupException($"The interface '{dhcp.Interface}' is in no IPv4 network any more.", "See 'ip address'.");

    /// <summary>The server's own address is asked for, too, where it is of a network of this machine.</summary>
    private static async Task RefuseUsedAsync(Ipv4Address own, IReadOnlyList<LocalNetwork> networks, TimeProvider clock)
    {
        if (networks.FirstOrDefault(network => network.Holds(own)) is not { } network)
            return;

        using var neighbours = new NetworkNeighbours();
        if (await new ConflictProbe(neighbours, clock).IsUsedAsync(network.Link.Index, own.ToIPAddress(), CancellationToken.None))
            throw new StartupException(
                $"The first address of the pool, {own}, is to be the server's own, and another host on {network.Link.Name} has it.",
                "Choose addresses with 'pool:' in adit.yaml that nobody else in that network is given.");
    }

    /// <summary>Two gateways on one machine have two interfaces and so two tables.</summary>
    internal static string TableName(string device) =>
        string.Concat(device.ToLowerInvariant().Select(letter => char.IsAsciiLetterOrDigit(letter) ? letter : '_'));
}
