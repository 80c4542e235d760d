using System.Net;
using Adit.Linux.Interop;

namespace Adit.Linux.Netlink;

/// <summary>
/// The kernel's tables of neighbours (ARP, neighbour discovery), in the network namespace of the thread that made this object: who is
/// there, and for whom the kernel answers. It needs no raw socket. Any thread may call; a refusal is a <see cref="LinuxException"/>.
/// </summary>
public sealed class NetworkNeighbours : IDisposable
{
    private const int RequestLength = 128;

    private readonly NetlinkSocket _socket = new();
    private readonly Lock _gate = new();

    /// <summary>
    /// Has the kernel answer on this link for an address that it forwards to elsewhere; that it does already is success. It answers only
    /// while forwarding is on and a route leads to the address by another link.
    /// </summary>
    /// <param name="link">The interface's index.</param>
    /// <param name="address">IPv4 or IPv6.</param>
    public void AddProxy(int link, IPAddress address) =>
        Change($"answer for {address}", Rtnetlink.NewNeighbour, Rtnetlink.Create | Rtnetlink.Replace, link, address, Rtnetlink.NeighbourProxy);

    /// <summary>Ends that; that it had ended is no error.</summary>
    public void RemoveProxy(int link, IPAddress address) =>
        Remove($"answer no more for {address}", link, address, Rtnetlink.NeighbourProxy);

    /// <summary>The IPv6 addresses for which the kernel answers on this link, whoever told it to.</summary>
    public IReadOnlyList<IPAddress> ListProxies6(int link)
    {
        lock (_gate)
        {
            var found = new List<IPAddress>();
            _socket.Exchange("list whom we answer for", NeighbourMessages.GetProxies(stackalloc byte[RequestLength], Rtnetlink.Ipv6),
                (in NetlinkMessage message) =>
                {
                    if (NeighbourMessages.TryReadProxy(message, link, out var address))
                        found.Add(address!);
                });
            return found;
        }
    }

    /// <summary>Has the kernel ask for the owner of an address, as it would for a packet to it.</summary>
    public void Ask(int link, IPAddress address) =>
        Change($"ask for {address}", Rtnetlink.NewNeighbour, Rtnetlink.Create | Rtnetlink.Replace, link, address, Rtnetlink.NeighbourUse);

    /// <summary>Drops what is known of an address; that nothing is known is no error.</summary>
    public void Forget(int link, IPAddress address) => Remove($"forget {address}", link, address, neighbourFlags: 0);

    /// <summary>What is known of an address.</summary>
    public NeighbourState Find(int link, IPAddress address)
    {
        ArgumentNullException.ThrowIfNull(address);
        var state = NeighbourState.None;
        lock (_gate)
        {
            var request = NeighbourMessages.Change(stackalloc byte[RequestLength], Rtnetlink.GetNeighbour, flags: 0, link, address, neighbourFlags: 0);
            try
            {
                _socket.Exchange($"find neighbour {address}", request,
                    (in NetlinkMessage message) => NeighbourMessages.TryReadState(message, out state));
            }
            catch (LinuxException exception) when (exception.ErrorNumber is Errno.ENOENT)
            {
                return NeighbourState.None;
            }
        }

        return state;
    }

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();

    private void Remove(string operation, int link, IPAddress address, byte neighbourFlags)
    {
        try
        {
            Change(operation, Rtnetlink.DeleteNeighbour, flags: 0, link, address, neighbourFlags);
        }
        catch (LinuxException exception) when (exception.ErrorNumber is Errno.ENOENT or Errno.ENODEV)
        {
            // gone already, with its link perhaps
        }
    }

    private void Change(string operation, ushort type, int flags, int link, IPAddress address, byte neighbourFlags)
    {
        ArgumentNullException.ThrowIfNull(address);
        lock (_gate)
        {
            _socket.Exchange(operation, NeighbourMessages.Change(
                stackalloc byte[RequestLength], type, (ushort)(Rtnetlink.Acknowledge | flags), link, address, neighbourFlags));
        }
    }
}
