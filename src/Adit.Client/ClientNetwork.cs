using System.Net;
using Adit.Linux;
using Adit.Linux.Firewall;
using Adit.Linux.Netlink;
using Adit.Linux.Tun;
using Adit.Protocols.Ip;
using Adit.Protocols.Ppp;
using Adit.Transport;

namespace Adit.Client;

/// <summary>
/// The client's interface with its address, routes and name servers, as long as the object lives. What it changes on the machine it
/// puts back; routes over the interface go with the interface.
/// </summary>
internal sealed partial class ClientNetwork : ICallTable, IDisposable
{
    private readonly TunDevice _tun;
    private readonly int _mtu;
    private readonly bool _isLockedDown;
    private readonly IReadOnlyList<IPNetwork> _behind;
    private readonly Stack<IDisposable> _changes = new();
    private volatile CallDriver? _call;
    private TunReceiver? _receiver;
    private readonly Lock _gate = new(); // the networks behind the server and IPv6 come each in its own time
    private IReadOnlyList<IPAddress> _dns = [];
    private string? _suffix;
    private bool _namesAreForAll = true;

    /// <summary>Makes the interface, still down.</summary>
    /// <exception cref="LinuxException">The kernel refused; the message says what to do.</exception>
    public ClientNetwork(ConnectionProfile profile, bool isLockedDown)
    {
        _tun = TunDevice.Create(profile.Interface, profile.UdpOffload, TunDevice.MostQueues);
        (_mtu, _isLockedDown, _behind) = (profile.Mtu, isLockedDown, profile.Behind);
        _changes.Push(_tun);
    }

    /// <summary>The interface's name.</summary>
    public string Interface => _tun.Name;

    /// <inheritdoc/>
    public CallDriver? Find(ReadOnlySpan<byte> packet) => _call;

    /// <summary>Sets address and routes for a call that has opened; packets wait until <see cref="Begin"/>.</summary>
    /// <param name="settings">What the server gave.</param>
    /// <param name="server">The server's address outside the tunnel, which must stay reachable.</param>
    /// <param name="defaultRoute">Whether everything goes through the tunnel.</param>
    /// <exception cref="LinuxException">The kernel refused; the message says what to do.</exception>
    /// <returns>What takes the call's packets into the interface.</returns>
    public IPacketReceiver Open(Ipv4Settings settings, IPAddress server, bool defaultRoute)
    {
        RefuseLoop(settings, server);
        if (_isLockedDown)
            _changes.Push(Lockdown.LetThrough(Interface));
        using (var links = new NetworkLinks())
        {
            if (defaultRoute && ServerRoute.Keep(links, server) is { } kept)
                _changes.Push(kept);
            links.AddAddress(Interface, settings.Client.ToIPAddress(), 32, settings.Server.ToIPAddress());
            Ipv6Link.LeaveToUs(Interface);
            links.SetLink(Interface, up: true, _mtu);
            if (defaultRoute)
                RouteEverything(links);
        }

        return _receiver = new TunReceiver(new TunWriter(_tun), _mtu) { OnlyDestination = DestinationsOf(settings.Client) };
    }

    /// <summary>Leads what the interface is given into a call, by which answers are taken from now on.</summary>
    public void Begin(CallDriver call)
    {
        _call = call;
        _changes.Push(new TunPump(_tun, this));
    }

    /// <summary>What this machine takes out of the tunnel: what is for itself, and for the networks behind it.</summary>
    private SessionAddresses DestinationsOf(Ipv4Address own) => new(own, Ipv6: null)
    {
        Behind = [.. _behind.Where(network => network.BaseAddress.ToIpv4() is not null)
            .Select(network => new Ipv4Network(network.BaseAddress.ToIpv4()!.Value, network.PrefixLength))],
        Ipv6Behind = [.. _behind.Where(network => network.BaseAddress.ToIpv6() is not null)
            .Select(network => new Ipv6Prefix(network.BaseAddress.ToIpv6()!.Value, network.PrefixLength))],
    };

    /// <summary>
    /// Leads networks into the tunnel. Where one of them holds the server's own address, the way to the server is fixed first: the
    /// tunnel must not swallow what carries it.
    /// </summary>
    /// <param name="networks">Which networks.</param>
    /// <param name="server">The server's address outside the tunnel.</param>
    /// <returns>Those that the kernel would not have.</returns>
    public IReadOnlyList<RouteRefusal> Lead(IReadOnlyList<Ipv4Network> networks, IPAddress server)
    {
        using var links = new NetworkLinks();
        if (PushedRoutes.OuterAddress(server) is { } outer && networks.Any(network => network.Contains(outer)) && ServerRoute.Keep(links, server) is { } kept)
        {
            lock (_gate)
                _changes.Push(kept);
        }

        var refused = new List<RouteRefusal>();
        foreach (var network in networks)
        {
            try
            {
                links.AddRoute(new NetworkRoute(new IPNetwork(network.Address.ToIPAddress(), network.PrefixLength), Device: Interface));
            }
            catch (LinuxException e)
            {
                refused.Add(new RouteRefusal(network, e.ErrorName == "EEXIST" ? "this machine has that route already" : e.Message));
            }
        }

        return refused;
    }

    /// <summary>Sets name servers, where there are any. They have to be reachable by now.</summary>
    /// <param name="nameServers">The servers.</param>
    /// <param name="suffix">The domain to look short names up in; null for none.</param>
    /// <param name="forAll">Whether they are asked for every name, rather than for those of the domain.</param>
    /// <exception cref="IOException">The resolver's file cannot be written, or another connection has it.</exception>
    /// <exception cref="UnauthorizedAccessException">The resolver's file may not be written.</exception>
    public void UseNameServers(IReadOnlyList<Ipv4Address> nameServers, string? suffix, bool forAll)
    {
        lock (_gate)
        {
            (_dns, _suffix, _namesAreForAll) = ([.. nameServers.Select(address => address.ToIPAddress())], suffix, forAll);
            UseNameServers();
        }
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        if (!_changes.TryPop(out var last))
            return;

        try
        {
            last.Dispose();
        }
        finally
        {
            Dispose(); // what cannot be put back must not keep the rest
        }
    }

    private void UseNameServers()
    {
        if (_dns.Count + _dns6.Count > 0 && NameServers.Set(Interface, [.. _dns, .. _dns6], _suffix, _namesAreForAll) is { } servers)
            _changes.Push(servers);
    }

    /// <summary>A server that claims its outer address inside, or one of this machine's, would lead its own tunnel into itself.</summary>
    private static void RefuseLoop(Ipv4Settings settings, IPAddress server)
    {
        var inner = settings.Server.ToIPAddress();
        if (inner.Equals(server) || IPAddress.IsLoopback(inner) || settings.Server == Ipv4Address.Any || settings.Server == settings.Client)
            throw new LinuxException("set up the tunnel", errorNumber: 0, $"the server claims {inner} as its address inside it",
                "Tell the server's administrator: its pool is wrong.");
    }

    /// <summary>Two halves beat any default route without touching it.</summary>
    private void RouteEverything(NetworkLinks links)
    {
        try
        {
            links.AddRoute(new NetworkRoute(new IPNetwork(IPAddress.Any, 1), Device: Interface));
            links.AddRoute(new NetworkRoute(new IPNetwork(IPAddress.Parse("128.0.0.0"), 1), Device: Interface));
        }
        catch (LinuxException e) when (e.ErrorName == "EEXIST")
        {
            throw new LinuxException($"lead everything through {Interface}", e.ErrorNumber,
                "another connection does so already", "End that one, or connect with --no-default-route.");
        }
    }
}
