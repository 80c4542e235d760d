using System.Net;
using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Adit.Linux.Netlink;

/// <summary>The messages about neighbours, as bytes (rtnetlink(7), <c>struct ndmsg</c>).</summary>
internal static class NeighbourMessages
{
    public static NetlinkRequest Change(Span<byte> buffer, ushort type, ushort flags, int link, IPAddress address, byte neighbourFlags)
    {
        Span<byte> body = stackalloc byte[Rtnetlink.NeighbourLength];
        body.Clear();
        body[0] = address.AddressFamily == AddressFamily.InterNetwork ? Rtnetlink.Ipv4 : Rtnetlink.Ipv6;
        MemoryMarshal.Write(body[4..], link);
        body[10] = neighbourFlags;
        var request = new NetlinkRequest(buffer, type, flags, body);
        request.Add(Rtnetlink.NeighbourDestination, address);
        return request;
    }

    /// <summary>Asks for everybody for whom the kernel answers.</summary>
    public static NetlinkRequest GetProxies(Span<byte> buffer, byte family)
    {
        Span<byte> body = stackalloc byte[Rtnetlink.NeighbourLength];
        body.Clear();
        body[0] = family;
        body[10] = Rtnetlink.NeighbourProxy; // alone: the kernel looks for this very value
        return new NetlinkRequest(buffer, Rtnetlink.GetNeighbour, Rtnetlink.Dump, body);
    }

    /// <summary>Reads an RTM_NEWNEIGH of somebody for whom the kernel answers on this link.</summary>
    public static bool TryReadProxy(in NetlinkMessage message, int link, out IPAddress? address)
    {
        address = null;
        if (message.Type != Rtnetlink.NewNeighbour || message.Body.Length < Rtnetlink.NeighbourLength
            || MemoryMarshal.Read<int>(message.Body[4..]) != link || (message.Body[10] & Rtnetlink.NeighbourProxy) == 0)
            return false;

        foreach (var attribute in message.Attributes(Rtnetlink.NeighbourLength))
        {
            if (attribute.Type == Rtnetlink.NeighbourDestination)
                address = attribute.ToAddress();
        }

        return address is not null;
    }

    /// <summary>Reads an RTM_NEWNEIGH.</summary>
    public static bool TryReadState(in NetlinkMessage message, out NeighbourState state)
    {
        var isOne = message.Type == Rtnetlink.NewNeighbour && message.Body.Length >= Rtnetlink.NeighbourLength;
        state = isOne ? (NeighbourState)MemoryMarshal.Read<ushort>(message.Body[8..]) : NeighbourState.None;
        return isOne;
    }
}
