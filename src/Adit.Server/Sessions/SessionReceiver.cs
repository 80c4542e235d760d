using Adit.Protocols.Ip;
using Adit.Transport;

namespace Adit.Server.Sessions;

/// <summary>
/// Drops everything until the session has its address; then lets only packets from that address into the TUN, but for those that the
/// gateway answers itself.
/// </summary>
internal sealed class SessionReceiver(TunWriter tun, int mtu, IReadOnlyList<ITunnelService> services, Action<ReadOnlyMemory<byte>> answer)
    : IPacketReceiver
{
    private volatile TunReceiver? _receiver;

    public void AllowSource(SessionAddresses own) => _receiver = new TunReceiver(tun, mtu) { OnlySource = own };

    public DropReason Accept(ReadOnlySpan<byte> packet) =>
        _receiver is not { } receiver ? DropReason.NotOpen : Serve(packet) ?? receiver.Accept(packet);

    public void Flush() => _receiver?.Flush();

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
