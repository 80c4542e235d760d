using System.Net;
using System.Net.Sockets;
using Adit.Linux;
using Adit.Linux.Netlink;

namespace Adit.Client;

/// <summary>A route of its own for the server, so that the tunnel does not swallow what carries it. Disposing takes it away.</summary>
internal sealed class ServerRoute : IDisposable
{
    private const string Loopback = "lo";

    private readonly NetworkRoute _route;

    private ServerRoute(NetworkRoute route) => _route = route;

    /// <summary>
    /// Fixes the way that leads to the server now. Null where nothing is to be taken away later: the server is on this machine or its
    /// link, or somebody else has made that very route.
    /// </summary>
    public static ServerRoute? Keep(NetworkLinks links, IPAddress server)
    {
        var address = server.IsIPv4MappedToIPv6 ? server.MapToIPv4() : server;
        if (address.IsIPv6LinkLocal || links.FindRoute(address) is not { Device: not Loopback } way)
            return null;

        var route = new NetworkRoute(new IPNetwork(address, address.AddressFamily is AddressFamily.InterNetwork ? 32 : 128), way.Gateway, way.Device);
        try
        {
            links.AddRoute(route);
            return new ServerRoute(route);
        }
        catch (LinuxException e) when (e.ErrorName == "EEXIST")
        {
            return null;
        }
    }

    public void Dispose()
    {
        using var links = new NetworkLinks();
        TryRemove(links);
    }

    /// <summary>False where the network that it led over has gone, and it with it.</summary>
    private bool TryRemove(NetworkLinks links)
    {
        try
        {
            links.RemoveRoute(_route);
            return true;
        }
        catch (LinuxException)
        {
            return false;
        }
    }
}
