using System.Net;
using System.Net.Sockets;
using Adit.Linux;
using Adit.Linux.Netlink;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;
using Adit.Transport;

namespace Adit.Server.Network;

/// <summary>
/// The networks behind clients: a route of this machine's leads into the tunnels for each, as long as its session lasts, and there its
/// packets go into that session. Any thread may call.
/// </summary>
internal sealed class RoutesBehind : IDisposable
{
    private readonly NetworkLinks _links = new();
    private readonly NetworkMap<CallDriver> _ipv4 = new();
    private readonly NetworkMap<CallDriver> _ipv6 = new();
    private readonly string _tunnels;
    private readonly bool _hasIpv6;
    private volatile IReadOnlyList<IPNetwork> _taken;

    /// <param name="tunnels">The TUN's name.</param>
    /// <param name="configuration">Whose pools nobody else's networks may overlap.</param>
    /// <param name="pool6">The same of IPv6; null where sessions get none.</param>
    public RoutesBehind(string tunnels, ServerConfiguration configuration, Ipv6Prefix? pool6)
    {
        (_tunnels, _hasIpv6) = (tunnels, pool6 is not null);
        _taken = TakenBy(configuration, pool6);
    }

    /// <summary>Another configuration is in force, or another pool of IPv6.</summary>
    public void Change(ServerConfiguration configuration, Ipv6Prefix? pool6) => _taken = TakenBy(configuration, pool6);

    /// <summary>A network behind a client that overlaps with one of these; null for none.</summary>
    public string? FindBehind(IEnumerable<IPNetwork> networks) =>
        networks.Select(network => MapOf(network).FindOverlap(network)).FirstOrDefault(found => found is not null)?.ToString();

    private IReadOnlyList<IPNetwork> TakenBy(ServerConfiguration configuration, Ipv6Prefix? pool6) =>
        [
            IPNetwork.Parse("0.0.0.0/8"), IPNetwork.Parse("127.0.0.0/8"), IPNetwork.Parse("224.0.0.0/3"), IPNetwork.Parse("::/8"), IPNetwork.Parse("fe80::/9"), IPNetwork.Parse("ff00::/8"),
            .. configuration.AllRanges.SelectMany(range => range.ToPrefixes()),
            .. pool6 is { } prefix ? [prefix.ToIPNetwork()] : Array.Empty<IPNetwork>(),
            .. LocalNetwork.List(_links, _tunnels).Select(network => new IPNetwork(network.Start.ToIPAddress(), network.PrefixLength)),
            .. LocalNetwork6.List(_links, _tunnels).Select(network => network.Prefix.ToIPNetwork()),
        ];

    /// <summary>The session behind which a packet's destination is; null for none.</summary>
    public CallDriver? Find(Ipv4Address address) => _ipv4.Find(address.Value);

    /// <summary>The same for IPv6.</summary>
    public CallDriver? Find(Ipv6Address address) => _ipv6.Find(new UInt128(address.Network, address.InterfaceId));

    /// <summary>Leads a network's packets into a session; the reason where that cannot be.</summary>
    public string? Bring(IPNetwork network, CallDriver session)
    {
        if (!_hasIpv6 && MapOf(network) == _ipv6)
            return "sessions get no IPv6 here";
        if (_taken.Where(taken => Overlap(taken, network)).Select(taken => (IPNetwork?)taken).FirstOrDefault() is { } other)
            return $"it overlaps with {other}, which is this gateway's own, its pools' or nobody's";
        if (!MapOf(network).TryAdd(network, session))
            return "it overlaps with a network behind another session";

        try
        {
            _links.AddRoute(new NetworkRoute(network, Device: _tunnels));
            return null;
        }
        catch (LinuxException e)
        {
            MapOf(network).Remove(network);
            return e.Message;
        }
    }

    /// <summary>Takes back what <see cref="Bring"/> has done.</summary>
    public void Remove(IPNetwork network)
    {
        try
        {
            _links.RemoveRoute(new NetworkRoute(network, Device: _tunnels));
        }
        catch (LinuxException)
        {
            // somebody has removed it, or it has gone with the interface
        }
        finally
        {
            MapOf(network).Remove(network);
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _links.Dispose();

    private NetworkMap<CallDriver> MapOf(IPNetwork network) => network.BaseAddress.AddressFamily is AddressFamily.InterNetwork ? _ipv4 : _ipv6;

    private static bool Overlap(IPNetwork one, IPNetwork other) => one.Contains(other.BaseAddress) || other.Contains(one.BaseAddress);
}
