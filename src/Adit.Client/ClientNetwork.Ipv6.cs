using System.Net;
using Adit.Linux;
using Adit.Linux.Netlink;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Nd;

namespace Adit.Client;

/// <content>The IPv6 address and routes, which the router at the other end may change while the connection lasts.</content>
internal sealed partial class ClientNetwork
{
    private static readonly IReadOnlyList<IPNetwork> _everywhere6 = [IPNetwork.Parse("::/1"), IPNetwork.Parse("8000::/1")];

    private Ipv6Address? _address6;
    private IReadOnlyList<IPNetwork> _routes6 = [];
    private IReadOnlyList<IPAddress> _dns6 = [];

    /// <summary>Sets what the router says in place of what it said before. One call after another, once the network is open.</summary>
    /// <param name="settings">What it says now.</param>
    /// <param name="defaultRoute">Whether everything is to go through the tunnel, where it leads everywhere.</param>
    /// <exception cref="LinuxException">The kernel refused; the message says what to do.</exception>
    public void UseIpv6(HostSettings settings, bool defaultRoute)
    {
        using var links = new NetworkLinks();
        UseAddress(links, settings.Address);
        _receiver!.OnlyDestination = _receiver.OnlyDestination! with { Ipv6 = settings.Prefix };
        UseRoutes(links, settings.Address is null ? [] : defaultRoute && settings.IsDefault
            ? _everywhere6
            : [.. settings.Routes.Select(route => route.ToIPNetwork())]);
    }

    /// <summary>Sets the name servers of both families.</summary>
    /// <exception cref="IOException">The resolver's file cannot be written, or another connection has it.</exception>
    /// <exception cref="UnauthorizedAccessException">The resolver's file may not be written.</exception>
    public void UseNameServers(HostSettings settings)
    {
        IReadOnlyList<IPAddress> servers = [.. settings.DnsServers.Select(server => server.ToIPAddress())];
        lock (_gate)
        {
            if (servers.SequenceEqual(_dns6))
                return;

            _dns6 = servers;
            UseNameServers();
        }
    }

    private void UseAddress(NetworkLinks links, Ipv6Address? address)
    {
        if (address == _address6)
            return;

        if (_address6 is { } former)
            links.RemoveAddress(Interface, former.ToIPAddress(), 128);
        _address6 = null;
        if (address is { } own)
            links.AddAddress(Interface, own.ToIPAddress(), 128);
        _address6 = address;
    }

    private void UseRoutes(NetworkLinks links, IReadOnlyList<IPNetwork> routes)
    {
        foreach (var former in _routes6.Except(routes))
            links.RemoveRoute(new NetworkRoute(former, Device: Interface));
        var added = routes.Except(_routes6).ToList();
        _routes6 = [.. _routes6.Intersect(routes)];
        foreach (var route in added)
        {
            links.ReplaceRoute(new NetworkRoute(route, Device: Interface));
            _routes6 = [.. _routes6, route];
        }
    }
}
