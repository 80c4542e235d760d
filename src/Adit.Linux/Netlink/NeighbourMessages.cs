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

    /// <summary>Reads an RTM_NEWNEIGH.</summary>
    public static bool TryReadState(in NetlinkMessage message, out NeighbourState state)
    {
        var isOne = message.Type == Rtnetlink.NewNeighbour && message.Body.Length >= Rtnetlink.NeighbourLength;
        state = isOne ? (NeighbourState)MemoryMarshal.Read<ushort>(message.Body[8..]) : NeighbourState.None;
        return isOne;
    }
}
