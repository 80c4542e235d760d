using Adit.Protocols.Ip;
using Adit.Transport;

namespace Adit.Server.Sessions;

/// <summary>Drops everything until the session has its address, then lets only packets from that address into the TUN.</summary>
internal sealed class SessionReceiver(TunWriter tun, int mtu) : IPacketReceiver
{
    private volatile TunReceiver? _receiver;

    public void AllowSource(Ipv4Address address) => _receiver = new TunReceiver(tun, mtu, onlySource: address, onlyDestination: null);

    public bool Accept(ReadOnlySpan<byte> packet) => _receiver is { } receiver && receiver.Accept(packet);

    public void Flush() => _receiver?.Flush();
}
