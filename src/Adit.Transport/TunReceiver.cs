using Adit.Protocols.Ip;

namespace Adit.Transport;

/// <summary>
/// Takes one call's packets into the TUN: drops what is not from, or not for, the session's own addresses, and clamps the TCP MSS to what
/// the tunnel carries. Used by the call's reader alone.
/// </summary>
/// <param name="tun">Where the packets go.</param>
/// <param name="mtu">What the tunnel carries, in bytes.</param>
public sealed class TunReceiver(TunWriter tun, int mtu) : IPacketReceiver
{
    // A SYN with every option there is; only a SYN states an MSS.
    private const int LongestSyn = 120;

    private volatile SessionAddresses? _onlySource;
    private volatile SessionAddresses? _onlyDestination;
    private PacketCoalescer? _coalescer;

    /// <summary>The addresses that packets may come from; null for any. Any thread may set it.</summary>
    public SessionAddresses? OnlySource
    {
        get => _onlySource;
        set => _onlySource = value;
    }

    /// <summary>The addresses that packets may go to; null for any. Any thread may set it.</summary>
    public SessionAddresses? OnlyDestination
    {
        get => _onlyDestination;
        set => _onlyDestination = value;
    }

    /// <inheritdoc/>
    public DropReason Accept(ReadOnlySpan<byte> packet)
    {
        if (!Ipv4Header.TryParse(packet, out _) && !Ipv6Header.TryParse(packet, out _))
            return DropReason.Malformed;
        if (_onlySource is { } source && !source.IsFromHere(packet))
            return DropReason.WrongSource;
        if (_onlyDestination is { } destination && !destination.IsForHere(packet))
            return DropReason.WrongDestination;

        _coalescer ??= tun.Borrow();
        if (packet.Length <= LongestSyn)
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
