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
        _receiver is not { } receiver ? DropReason.NotOpen : TryServe(packet) ? DropReason.None : receiver.Accept(packet);

    public void Flush() => _receiver?.Flush();

    private bool TryServe(ReadOnlySpan<byte> packet)
    {
        foreach (var service in services)
        {
            if (!service.TryServe(packet, out var reply))
                continue;

            if (!reply.IsEmpty)
                answer(reply);
            return true;
        }

        return false;
    }
}
