using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Filtering;
using Adit.Transport;

namespace Adit.Server.Sessions;

/// <summary>
/// Drops everything until the session has its address; then lets only packets from that address into the TUN, but for those that the
/// gateway answers itself.
/// </summary>
internal sealed class SessionReceiver(TunWriter tun, int mtu, ITunnelService[] services, Action<ReadOnlyMemory<byte>> answer)
    : IPacketReceiver
{
    private volatile TunReceiver? _receiver;
    private volatile SessionFilter? _filter; // set before the receiver is

    /// <summary>Opens for this session.</summary>
    /// <param name="own">Its addresses.</param>
    /// <param name="filter">What may pass; null for everything.</param>
    /// <param name="ownMtu">What its packets may measure, where that is less than for others.</param>
    public void Open(SessionAddresses own, SessionFilter? filter, uint? ownMtu)
    {
        _filter = filter;
        _receiver = new TunReceiver(tun, (int)Math.Min((uint)mtu, ownMtu ?? uint.MaxValue)) { OnlySource = own };
    }

    /// <summary>What may pass from now on; null for everything.</summary>
    public void Replace(SessionFilter? filter) => _filter = filter;

    public DropReason Accept(ReadOnlySpan<byte> packet) =>
        _receiver is not { } receiver ? DropReason.NotOpen : Serve(packet) ?? Filter(packet) ?? receiver.Accept(packet);

    public void Flush() => _receiver?.Flush();

    private DropReason? Filter(ReadOnlySpan<byte> packet) =>
        _filter is { } filter && !filter.Permits(PacketDirection.In, packet) ? DropReason.Filtered : null;

    /// <summary>Null where no service wants it.</summary>
    private DropReason? Serve(ReadOnlySpan<byte> packet)
    {
        foreach (var service in services)
        {
            if (!service.TryServe(packet, out var reply))
                continue;

            if (reply.IsEmpty)
                return DropReason.NotServed;

            answer(reply);
            return DropReason.None;
        }

        return null;
    }
}
