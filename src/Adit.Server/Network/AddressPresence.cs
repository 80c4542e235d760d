using System.Collections.Concurrent;
using System.Net;
using Adit.Linux;
using Adit.Linux.Netlink;
using Adit.Protocols.Ip;
using Adit.Server.Addresses;
using Adit.Server.Configuration;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Network;

/// <summary>
/// Leads packets for sessions' addresses into the TUN. An address inside a network of this machine is asked for there first, then answered
/// for (proxy ARP); one that no route of the pool covers gets a route of its own. Disposing takes all of it back.
/// </summary>
internal sealed class AddressPresence : IAddressPresence, IDisposable
{
    private const uint FirstMulticast = 0xe0000000;

    private readonly NetworkLinks _links = new();
    private readonly NetworkNeighbours _neighbours = new();
    private readonly ConcurrentDictionary<Ipv4Address, Presence> _here = [];
    private readonly string _tunnels;
    private readonly Lock _gate = new();
    private readonly bool _answers;
    private readonly ConflictProbe _probe;
    private readonly ILogger _logger;

    /// <param name="tunnels">The TUN's name.</param>
    /// <param name="routed">The ranges that a route leads into the TUN as a whole.</param>
    /// <param name="answers">Whether to answer for addresses inside networks of this machine.</param>
    /// <param name="clock">For the wait for other hosts' answers.</param>
    /// <param name="logger">Is told what could not be taken back.</param>
    public AddressPresence(string tunnels, IReadOnlyList<PoolRange> routed, bool answers, TimeProvider clock, ILogger logger)
    {
        (_tunnels, _answers, _logger, Routes) = (tunnels, answers, logger, new PoolRoutes(tunnels, routed));
        _probe = new ConflictProbe(_neighbours, clock);
        Networks = LocalNetwork.List(_links, tunnels);
    }

    /// <summary>The networks that this machine was in when we started.</summary>
    public IReadOnlyList<LocalNetwork> Networks { get; }

    /// <summary>The ranges that a route leads into the TUN as a whole.</summary>
    public PoolRoutes Routes { get; }

    public string? Refuses(Ipv4Address address) =>
        address.Value >> 24 is 0 or 127 || address.Value >= FirstMulticast ? "no host can have it"
        : Networks.Any(network => network.Own == address) ? "it is this machine's own"
        : Networks.Any(network => network.PrefixLength < 31 && (address == network.Start || address == network.End))
            ? "it is the network's or the broadcast address of a network of this machine"
        : null;

    public async Task<AddressFailure?> AppearAsync(Ipv4Address address, CancellationToken cancellationToken)
    {
        var network = Networks.FirstOrDefault(one => one.Holds(address));
        try
        {
            if (network is not null && await _probe.IsUsedAsync(network.Link.Index, address.ToIPAddress(), cancellationToken))
                return new AddressFailure.UsedByAnother(address.ToString(), network.Link.Name);

            lock (_gate)
                Bring(address, network);
            return null;
        }
        catch (LinuxException e)
        {
            Disappear(address);
            return new AddressFailure.NotRouted(address.ToString(), e.Message);
        }
    }

    public void Disappear(Ipv4Address address)
    {
        if (!_here.TryRemove(address, out var presence))
            return;

        if (presence.ProxyLink is { } link)
            Try(address, () => _neighbours.RemoveProxy(link, address.ToIPAddress()));
        if (presence.HasRoute)
            Try(address, () => _links.RemoveRoute(RouteTo(address)));
    }

    /// <summary>
    /// Puts other ranges in force. An address that a session holds, and that no range covers any more, gets a route of its own before the
    /// range's ends; what the kernel refuses of that is logged.
    /// </summary>
    public void Follow(PoolRoutes.Led led, IReadOnlyList<Ipv4Address> held)
    {
        lock (_gate)
        {
            var ended = Routes.Change(led);
            foreach (var address in held.Where(address => !_here.ContainsKey(address) && !Networks.Any(one => one.Holds(address))))
                Try(address, () => Bring(address, network: null));
            Routes.End(ended);
        }
    }

    /// <summary>Ends the answers for addresses that a killed process has left behind; its routes went with its TUN.</summary>
    public void ForgetLeftovers(IEnumerable<Ipv4Address> addresses)
    {
        foreach (var address in addresses)
            if (Networks.FirstOrDefault(one => one.Holds(address)) is { } network)
                Try(address, () => _neighbours.RemoveProxy(network.Link.Index, address.ToIPAddress()));
    }

    /// <inheritdoc/>
    public void Dispose()
    {
        foreach (var address in _here.Keys)
            Disappear(address);
        Routes.Dispose();
        _neighbours.Dispose();
        _links.Dispose();
    }

    private void Bring(Ipv4Address address, LocalNetwork? network)
    {
        if (_here.ContainsKey(address))
            return; // a change of the pools has come first
        if (network is not null || !Routes.Ranges.Any(range => range.Covers(address)))
        {
            _links.AddRoute(RouteTo(address));
            _here[address] = new Presence(HasRoute: true, ProxyLink: null);
        }

        if (network is null || !_answers)
            return;

        _neighbours.AddProxy(network.Link.Index, address.ToIPAddress());
        _here[address] = new Presence(HasRoute: true, network.Link.Index);
    }

    private NetworkRoute RouteTo(Ipv4Address address) => new(new IPNetwork(address.ToIPAddress(), 32), Device: _tunnels);

    private void Try(Ipv4Address address, Action undo)
    {
        try
        {
            undo();
        }
        catch (LinuxException e)
        {
            AddressLog.NotRemoved(_logger, address.ToString(), e.Message);
        }
    }

    private readonly record struct Presence(bool HasRoute, int? ProxyLink);
}
