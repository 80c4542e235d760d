using Adit.Protocols.Ip;

namespace Adit.Transport;

/// <summary>
/// Takes one call's packets into the TUN: drops what is not from, or not for, the session's own address, and clamps the TCP MSS to what the
/// tunnel carries. Used by the call's reader alone.
/// </summary>
/// <param name="tun">Where the packets go.</param>
/// <param name="mtu">What the tunnel carries, in bytes.</param>
/// <param name="onlySource">The one address that packets may come from; null for any.</param>
/// <param name="onlyDestination">The one address that packets may go to; null for any.</param>
public sealed class TunReceiver(TunWriter tun, int mtu, Ipv4Address? onlySource, Ipv4Address? onlyDestination) : IPacketReceiver
{
    // A SYN with every option there is; only a SYN states an MSS.
    private const int LongestSyn = 120;

    private PacketCoalescer? _coalescer;

    /// <inheritdoc/>
    public DropReason Accept(ReadOnlySpan<byte> packet)
    {
        if (!Ipv4Header.TryParse(packet, out var header))
            return DropReason.Malformed;
        if (onlySource is { } source && header.Source != source)
            return DropReason.WrongSource;
        if (onlyDestination is { } destination && header.Destination != destination)
            return DropReason.WrongDestination;

        _coalescer ??= tun.Borrow();
        if (header.Protocol == IpProtocol.Tcp && packet.Length <= LongestSyn)
            AddClamped(packet);
        else
            _coalescer.Add(packet);
        return DropReason.None;
    }

    /// <inheritdoc/>
    public void Flush()
    {
        if (_coalescer is not { } coalescer)
            return;

        coalescer.Flush();
        tun.Return(coalescer);
        _coalescer = null;
    }

    private void AddClamped(ReadOnlySpan<byte> packet)
    {
        Span<byte> copy = stackalloc byte[LongestSyn];
        packet.CopyTo(copy);
        TcpMssClamp.Clamp(copy[..packet.Length], mtu);
        _coalescer!.Add(copy[..packet.Length]);
    }
}
