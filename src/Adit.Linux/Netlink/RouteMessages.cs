using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;
using System.Text;

namespace Adit.Linux.Netlink;

/// <summary>The rtnetlink messages we send and read, as bytes (rtnetlink(7)). Interfaces appear by index here.</summary>
internal static class RouteMessages
{
    public static NetlinkRequest SetLink(Span<byte> buffer, int index, bool up, int? mtu)
    {
        Span<byte> body = stackalloc byte[Rtnetlink.LinkLength];
        body.Clear();
        MemoryMarshal.Write(body[4..], index);
        MemoryMarshal.Write(body[8..], up ? Rtnetlink.LinkUp : 0u);
        MemoryMarshal.Write(body[12..], Rtnetlink.LinkUp); // change this flag, leave the others
        var request = new NetlinkRequest(buffer, Rtnetlink.NewLink, Rtnetlink.Acknowledge, body);
        if (mtu is { } bytes)
            request.Add(Rtnetlink.LinkMtu, (uint)bytes);
        return request;
    }

    public static NetlinkRequest GetLink(Span<byte> buffer, string name)
    {
        var request = new NetlinkRequest(buffer, Rtnetlink.GetLink, flags: 0, stackalloc byte[Rtnetlink.LinkLength]);
        request.AddText(Rtnetlink.LinkName, name);
        return request;
    }

    public static NetlinkRequest GetLink(Span<byte> buffer, int index)
    {
        Span<byte> body = stackalloc byte[Rtnetlink.LinkLength];
        body.Clear();
        MemoryMarshal.Write(body[4..], index);
        return new NetlinkRequest(buffer, Rtnetlink.GetLink, flags: 0, body);
    }

    public static NetlinkRequest ChangeAddress(
        Span<byte> buffer, ushort type, ushort flags, int index, IPAddress address, int prefixLength, IPAddress? peer)
    {
        Span<byte> body = stackalloc byte[Rtnetlink.AddressLength];
        body.Clear();
        body[0] = Family(address);
        body[1] = (byte)prefixLength;
        MemoryMarshal.Write(body[4..], index);
        var request = new NetlinkRequest(buffer, type, (ushort)(Rtnetlink.Acknowledge | flags), body);
        request.Add(Rtnetlink.AddressLocal, address);
        request.Add(Rtnetlink.AddressPeer, peer ?? address);
        if (address.AddressFamily == AddressFamily.InterNetworkV6)
            request.Add(Rtnetlink.AddressFlags, Rtnetlink.NoDuplicateDetection); // a tunnel has no neighbours to ask
        return request;
    }

    public static NetlinkRequest GetAddresses(Span<byte> buffer) =>
        new(buffer, Rtnetlink.GetAddress, Rtnetlink.Dump, stackalloc byte[Rtnetlink.AddressLength]);

    public static NetlinkRequest ChangeRoute(Span<byte> buffer, ushort type, ushort flags, NetworkRoute route, int? index)
    {
        var destination = route.Destination;
        Span<byte> body = stackalloc byte[Rtnetlink.RouteLength];
        body.Clear();
        body[0] = Family(destination.BaseAddress);
        body[1] = (byte)destination.PrefixLength;
        body[4] = Rtnetlink.TableMain;
        body[5] = type == Rtnetlink.DeleteRoute ? (byte)0 : Rtnetlink.ProtocolStatic;
        body[6] = Scope(type, route);
        body[7] = Rtnetlink.TypeUnicast;
        var request = new NetlinkRequest(buffer, type, (ushort)(Rtnetlink.Acknowledge | flags), body);
        if (destination.PrefixLength > 0)
            request.Add(Rtnetlink.RouteDestination, destination.BaseAddress);
        AddGateway(ref request, route);
        if (index is { } device)
            request.Add(Rtnetlink.RouteDevice, (uint)device);
        if (route.Metric is { } metric)
            request.Add(Rtnetlink.RoutePriority, metric);
        return request;
    }

    public static NetlinkRequest GetRoute(Span<byte> buffer, IPAddress destination)
    {
        Span<byte> body = stackalloc byte[Rtnetlink.RouteLength];
        body.Clear();
        body[0] = Family(destination);
        body[1] = destination.AddressFamily == AddressFamily.InterNetwork ? (byte)32 : (byte)128;
        var request = new NetlinkRequest(buffer, Rtnetlink.GetRoute, flags: 0, body);
        request.Add(Rtnetlink.RouteDestination, destination);
        return request;
    }

    public static NetlinkRequest GetRoutes(Span<byte> buffer) =>
        new(buffer, Rtnetlink.GetRoute, Rtnetlink.Dump, stackalloc byte[Rtnetlink.RouteLength]);

    /// <summary>Reads an RTM_NEWLINK with everything that we know of interfaces.</summary>
    public static bool TryReadWholeLink(in NetlinkMessage message, out NetworkLink? link)
    {
        link = null;
        if (!TryReadLink(message, out var index, out var name))
            return false;

        byte[] address = [];
        foreach (var attribute in message.Attributes(Rtnetlink.LinkLength))
        {
            if (attribute.Type == Rtnetlink.LinkAddress)
                address = attribute.Value.ToArray();
        }

        var flags = MemoryMarshal.Read<uint>(message.Body[8..]);
        var resolves = (flags & (Rtnetlink.LinkBroadcast | Rtnetlink.LinkNoArp)) == Rtnetlink.LinkBroadcast;
        link = new NetworkLink(name, index, address, IsUp: (flags & Rtnetlink.LinkUp) != 0, resolves);
        return true;
    }

    /// <summary>Reads an RTM_NEWROUTE of a dump: one of the main table that forwards. The device's name is still empty.</summary>
    public static bool TryReadMainRoute(in NetlinkMessage message, out int index, out NetworkRoute? route)
    {
        (index, route) = (0, null);
        if (message.Type != Rtnetlink.NewRoute || message.Body.Length < Rtnetlink.RouteLength
            || message.Body[4] != Rtnetlink.TableMain || message.Body[7] != Rtnetlink.TypeUnicast)
            return false;

        var destination = message.Body[0] == Rtnetlink.Ipv4 ? IPAddress.Any : IPAddress.IPv6Any;
        IPAddress? gateway = null;
        foreach (var attribute in message.Attributes(Rtnetlink.RouteLength))
        {
            if (attribute.Type == Rtnetlink.RouteDestination)
                destination = attribute.ToAddress() ?? destination;
            else if (attribute.Type == Rtnetlink.RouteDevice)
                index = attribute.ToInt32();
            else if (attribute.Type == Rtnetlink.RouteGateway)
                gateway = attribute.ToAddress();
        }

        route = new NetworkRoute(new IPNetwork(destination, message.Body[1]), gateway);
        return true;
    }

    /// <summary>Reads an RTM_NEWLINK: the interface's index and name.</summary>
    public static bool TryReadLink(in NetlinkMessage message, out int index, out string name)
    {
        (index, name) = (0, "");
        if (message.Type != Rtnetlink.NewLink || message.Body.Length < Rtnetlink.LinkLength)
            return false;

        index = MemoryMarshal.Read<int>(message.Body[4..]);
        foreach (var attribute in message.Attributes(Rtnetlink.LinkLength))
        {
            if (attribute.Type == Rtnetlink.LinkName)
                name = Encoding.ASCII.GetString(attribute.Value).TrimEnd('\0');
        }

        return index > 0;
    }

    /// <summary>Reads an RTM_NEWADDR of global scope; the device's name is still empty.</summary>
    public static bool TryReadGlobalAddress(in NetlinkMessage message, out int index, out InterfaceAddress? address)
    {
        (index, address) = (0, null);
        if (message.Type != Rtnetlink.NewAddress || message.Body.Length < Rtnetlink.AddressLength
            || message.Body[3] != Rtnetlink.ScopeUniverse)
            return false;

        IPAddress? local = null, peer = null;
        foreach (var attribute in message.Attributes(Rtnetlink.AddressLength))
        {
            if (attribute.Type == Rtnetlink.AddressLocal)
                local = attribute.ToAddress();
            else if (attribute.Type == Rtnetlink.AddressPeer)
                peer = attribute.ToAddress();
        }

        index = MemoryMarshal.Read<int>(message.Body[4..]);
        if ((local ?? peer) is not { } own) // IPv6 without a peer sends only IFA_ADDRESS
            return false;

        // For IPv4 the same bit means a secondary address.
        var isTemporary = own.AddressFamily == AddressFamily.InterNetworkV6 && (message.Body[2] & Rtnetlink.FlagTemporary) != 0;
        address = new InterfaceAddress("", own, message.Body[1], own.Equals(peer) ? null : peer) { IsTemporary = isTemporary };
        return true;
    }

    /// <summary>Reads the RTM_NEWROUTE that answers a lookup; the device's name is still empty.</summary>
    public static bool TryReadRoute(in NetlinkMessage message, out int index, out ResolvedRoute? route)
    {
        (index, route) = (0, null);
        if (message.Type != Rtnetlink.NewRoute || message.Body.Length < Rtnetlink.RouteLength)
            return false;

        IPAddress? gateway = null, source = null;
        foreach (var attribute in message.Attributes(Rtnetlink.RouteLength))
        {
            if (attribute.Type == Rtnetlink.RouteDevice)
                index = attribute.ToInt32();
            else if (attribute.Type == Rtnetlink.RouteGateway)
                gateway = attribute.ToAddress();
            else if (attribute.Type == Rtnetlink.RouteVia)
                gateway = attribute.ToViaAddress();
            else if (attribute.Type == Rtnetlink.RoutePreferredSource)
                source = attribute.ToAddress();
        }

        route = new ResolvedRoute("", gateway, source);
        return index > 0;
    }

    private static void AddGateway(ref NetlinkRequest request, NetworkRoute route)
    {
        if (route.Gateway is not { } gateway)
            return;

        if (gateway.AddressFamily == route.Destination.BaseAddress.AddressFamily)
            request.Add(Rtnetlink.RouteGateway, gateway);
        else
            request.Add(Rtnetlink.RouteVia, [Family(gateway), 0, .. gateway.GetAddressBytes()]);
    }

    /// <summary>A delete leaves the scope open; otherwise only IPv4 destinations on the link itself have a narrower one.</summary>
    private static byte Scope(ushort type, NetworkRoute route)
    {
        if (type == Rtnetlink.DeleteRoute)
            return Rtnetlink.ScopeNowhere;

        var onLink = route.Gateway is null && route.Destination.BaseAddress.AddressFamily == AddressFamily.InterNetwork;
        return onLink ? Rtnetlink.ScopeLink : Rtnetlink.ScopeUniverse;
    }

    private static byte Family(IPAddress address) =>
        address.AddressFamily == AddressFamily.InterNetwork ? Rtnetlink.Ipv4 : Rtnetlink.Ipv6;
}
