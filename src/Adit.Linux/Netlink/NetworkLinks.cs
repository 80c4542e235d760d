using System.Net;
using Adit.Linux.Interop;

namespace Adit.Linux.Netlink;

/// <summary>
/// The machine's interfaces, addresses and routes, in the network namespace of the thread that made this object. Any thread may
/// call; calls wait for one another. A refusal of the kernel is a <see cref="LinuxException"/>.
/// </summary>
public sealed class NetworkLinks : IDisposable
{
    private const int RequestLength = 512;
    private const int MaxNameLength = 15;

    private readonly NetlinkSocket _socket = new();
    private readonly Lock _gate = new();

    /// <summary>The interface of this name; null where there is none.</summary>
    public NetworkLink? FindLink(string device)
    {
        lock (_gate)
        {
            try
            {
                NetworkLink? found = null;
                _socket.Exchange($"find interface {device}", RouteMessages.GetLink(stackalloc byte[RequestLength], device),
                    (in NetlinkMessage message) => RouteMessages.TryReadWholeLink(message, out found));
                return found;
            }
            catch (LinuxException exception) when (exception.ErrorNumber is Errno.ENODEV)
            {
                return null;
            }
        }
    }

    /// <summary>The routes of the main table that lead somewhere, of both address families.</summary>
    public IReadOnlyList<NetworkRoute> ListRoutes()
    {
        lock (_gate)
        {
            var found = new List<(int Index, NetworkRoute Route)>();
            _socket.Exchange("list routes", RouteMessages.GetRoutes(stackalloc byte[RequestLength]), (in NetlinkMessage message) =>
            {
                if (RouteMessages.TryReadMainRoute(message, out var index, out var route))
                    found.Add((index, route!));
            });

            return [.. found.Select(one => one.Index > 0 ? one.Route with { Device = NameOf(one.Index) } : one.Route)];
        }
    }

    /// <summary>Sets the interface up or down, and its MTU in bytes where one is given.</summary>
    public void SetLink(string device, bool up, int? mtu = null)
    {
        lock (_gate)
        {
            var request = RouteMessages.SetLink(stackalloc byte[RequestLength], IndexOf(device), up, mtu);
            _socket.Exchange($"set link {device}", request);
        }
    }

    /// <summary>Gives the interface an address; that it has it already is success.</summary>
    /// <param name="device">The interface's name.</param>
    /// <param name="address">IPv4 or IPv6.</param>
    /// <param name="prefixLength">Of the network on the link, or of the peer's address where there is a peer.</param>
    /// <param name="peer">The other end of a point-to-point link; null where there is none.</param>
    public void AddAddress(string device, IPAddress address, int prefixLength, IPAddress? peer = null) =>
        ChangeAddress(Rtnetlink.NewAddress, Rtnetlink.Create | Rtnetlink.Replace, device, address, prefixLength, peer);

    /// <summary>Takes an address from the interface: the same values that added it.</summary>
    public void RemoveAddress(string device, IPAddress address, int prefixLength, IPAddress? peer = null) =>
        ChangeAddress(Rtnetlink.DeleteAddress, flags: 0, device, address, prefixLength, peer);

    /// <summary>Adds a route. An equal one that exists is an error (EEXIST).</summary>
    public void AddRoute(NetworkRoute route) => ChangeRoute(Rtnetlink.NewRoute, Rtnetlink.Create | Rtnetlink.Exclusive, "add", route);

    /// <summary>Adds a route in place of one with the same destination and metric.</summary>
    public void ReplaceRoute(NetworkRoute route) => ChangeRoute(Rtnetlink.NewRoute, Rtnetlink.Create | Rtnetlink.Replace, "replace", route);

    /// <summary>Removes a route. One that does not exist is an error (ESRCH).</summary>
    public void RemoveRoute(NetworkRoute route) => ChangeRoute(Rtnetlink.DeleteRoute, flags: 0, "remove", route);

    /// <summary>The way to <paramref name="destination"/> as things are now; null where there is none.</summary>
    public ResolvedRoute? FindRoute(IPAddress destination)
    {
        ArgumentNullException.ThrowIfNull(destination);
        lock (_gate)
        {
            var index = 0;
            ResolvedRoute? found = null;
            var request = RouteMessages.GetRoute(stackalloc byte[RequestLength], destination);
            try
            {
                _socket.Exchange($"find route to {destination}", request,
                    (in NetlinkMessage message) => RouteMessages.TryReadRoute(message, out index, out found));
            }
            catch (LinuxException exception) when (exception.ErrorNumber is Errno.ENETUNREACH or Errno.EHOSTUNREACH)
            {
                return null;
            }

            return found is null || index == 0 ? null : found with { Device = NameOf(index) };
        }
    }

    /// <summary>The global addresses of all interfaces; link-local and loopback ones are left out.</summary>
    public IReadOnlyList<InterfaceAddress> ListAddresses()
    {
        lock (_gate)
        {
            var found = new List<(int Index, InterfaceAddress Address)>();
            _socket.Exchange("list addresses", RouteMessages.GetAddresses(stackalloc byte[RequestLength]), (in NetlinkMessage message) =>
            {
                if (RouteMessages.TryReadGlobalAddress(message, out var index, out var address))
                    found.Add((index, address!));
            });

            return [.. found.Select(one => one.Address with { Device = NameOf(one.Index) })];
        }
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void ChangeAddress(ushort type, int flags, string device, IPAddress address, int prefixLength, IPAddress? peer)
    {
        ArgumentNullException.ThrowIfNull(address);
        ArgumentOutOfRangeException.ThrowIfNegative(prefixLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(prefixLength, address.GetAddressBytes().Length * 8);
        var verb = type == Rtnetlink.NewAddress ? "add" : "remove";
        lock (_gate)
        {
            var request = RouteMessages.ChangeAddress(
                stackalloc byte[RequestLength], type, (ushort)flags, IndexOf(device), address, prefixLength, peer);
            _socket.Exchange($"{verb} address {address}/{prefixLength} on {device}", request);
        }
    }

    private void ChangeRoute(ushort type, int flags, string verb, NetworkRoute route)
    {
        ArgumentNullException.ThrowIfNull(route);
        if (route is { Gateway: null, Device: null })
            throw new ArgumentException("A route needs a gateway or a device.", nameof(route));

        lock (_gate)
        {
            int? index = route.Device is { } device ? IndexOf(device) : null;
            var request = RouteMessages.ChangeRoute(stackalloc byte[RequestLength], type, (ushort)flags, route, index);
            _socket.Exchange($"{verb} route {route.Destination}", request);
        }
    }

    private int IndexOf(string device)
    {
        ArgumentException.ThrowIfNullOrEmpty(device);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(device.Length, MaxNameLength, nameof(device));
        var found = 0;
        _socket.Exchange($"find interface {device}", RouteMessages.GetLink(stackalloc byte[RequestLength], device),
            (in NetlinkMessage message) => RouteMessages.TryReadLink(message, out found, out _));
        return found > 0 ? found : throw new LinuxException($"find interface {device}", Errno.ENODEV);
    }

    private string NameOf(int index)
    {
        var found = "";
        _socket.Exchange("name an interface", RouteMessages.GetLink(stackalloc byte[RequestLength], index),
            (in NetlinkMessage message) => RouteMessages.TryReadLink(message, out _, out found));
        return found;
    }
}
