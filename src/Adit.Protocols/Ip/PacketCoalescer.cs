namespace Adit.Protocols.Ip;

/// <summary>
/// Gathers consecutive TCP segments into super-packets for a TUN device, so that the kernel handles one where many came. Call
/// <see cref="Add"/> for each packet of a read, then <see cref="Flush"/>, after which it holds nothing: sessions may share one, each
/// from its first packet to its flush. The order within a flow is kept, and only segments with good checksums are gathered, since
/// the kernel will not look at them again. It owns 64 KiB for each of up to eight flows, made when first needed.
/// </summary>
public sealed class PacketCoalescer(IPacketSink sink)
{
    private const int MaxFlows = 8;

    private readonly CoalescingFlow?[] _flows = new CoalescingFlow?[MaxFlows];
    private readonly byte[] _single = new byte[VirtioNetHeader.Length + ushort.MaxValue + Ipv6Header.Length];
    private int _nextVictim;

    /// <summary>How many packets were dropped because they were no IP packets, or lied about their length.</summary>
    public long MalformedPackets { get; private set; }

    /// <summary>How many TCP segments had a wrong checksum. They are passed on as they came: the kernel drops and counts them too.</summary>
    public long BadChecksums { get; private set; }

    /// <summary>Takes one IP packet from the wire. Bytes beyond its own length are padding and are cut off.</summary>
    public void Add(ReadOnlySpan<byte> packet)
    {
        if (TcpLayout.TryParse(packet, out var layout))
            AddSegment(packet[..layout.Length], layout);
        else if (Ipv4Header.TryParse(packet, out var ipv4))
            PassOn(packet[..ipv4.TotalLength], ipv4.Protocol, packet.Slice(12, 2 * Ipv4Address.Length));
        else if (Ipv6Header.TryParse(packet, out var ipv6))
            PassOn(packet[..ipv6.TotalLength], ipv6.NextHeader, packet.Slice(Ipv6Header.SourceOffset, 2 * Ipv6Header.AddressLength));
        else
            MalformedPackets++;
    }

    /// <summary>Gives away all that is held: call it at the end of each batch.</summary>
    public void Flush()
    {
        foreach (var flow in _flows)
            flow?.Flush(sink);
    }

    private void AddSegment(ReadOnlySpan<byte> packet, in TcpLayout layout)
    {
        var flow = Find(packet, layout);
        var fits = IsPlain(packet, layout) && HasGoodChecksums(packet, layout);
        if (fits && flow is not null && flow.TryAppend(packet, layout))
            return;

        flow?.Flush(sink);
        if (fits)
            (flow ?? TakeFlow()).Begin(packet, layout);
        else
            Write(packet);
    }

    /// <summary>Only data with ACK, and perhaps PSH, can be gathered: all else the receiver must see as it came.</summary>
    private static bool IsPlain(ReadOnlySpan<byte> packet, in TcpLayout layout)
    {
        var reserved = packet[layout.TcpOffset + 12] & 0x0f;
        var flags = packet[layout.TcpOffset + 13] & ~TcpLayout.Psh;
        return layout.PayloadLength > 0 && flags == TcpLayout.Ack && reserved == 0
            && (layout.IsIpv6 || layout.TcpOffset == Ipv4Header.MinLength);
    }

    private bool HasGoodChecksums(ReadOnlySpan<byte> packet, in TcpLayout layout)
    {
        var isGood = (layout.IsIpv6 || Ipv4HeaderChecksum.IsIntact(packet[..layout.TcpOffset]))
            && InternetChecksum.IsIntact(InternetChecksum.Sum(packet[layout.TcpOffset..], layout.PseudoHeader(packet, layout.TcpLength)));
        BadChecksums += isGood ? 0 : 1;
        return isGood;
    }

    private CoalescingFlow? Find(ReadOnlySpan<byte> packet, in TcpLayout layout)
    {
        foreach (var flow in _flows)
        {
            if (flow is not null && flow.Holds(packet, layout))
                return flow;
        }

        return null;
    }

    private CoalescingFlow TakeFlow()
    {
        for (var i = 0; i < MaxFlows; i++)
        {
            var flow = _flows[i] ??= new CoalescingFlow();
            if (flow.IsEmpty)
                return flow;
        }

        var victim = _flows[_nextVictim]!;
        _nextVictim = (_nextVictim + 1) % MaxFlows;
        victim.Flush(sink);
        return victim;
    }

    /// <summary>UDP overtakes nothing it belongs with; a fragment or a chain of extension headers may hide a segment of a held flow.</summary>
    private void PassOn(ReadOnlySpan<byte> packet, IpProtocol protocol, ReadOnlySpan<byte> addresses)
    {
        if (protocol is not (IpProtocol.Udp or IpProtocol.Icmp or IpProtocol.IcmpV6))
            FlushAddresses(addresses);
        Write(packet);
    }

    private void FlushAddresses(ReadOnlySpan<byte> addresses)
    {
        foreach (var flow in _flows)
        {
            if (flow is not null && flow.HoldsAddresses(addresses))
                flow.Flush(sink);
        }
    }

    private void Write(ReadOnlySpan<byte> packet)
    {
        default(VirtioNetHeader).Write(_single);
        packet.CopyTo(_single.AsSpan(VirtioNetHeader.Length));
        sink.Write(_single.AsSpan(0, VirtioNetHeader.Length + packet.Length));
    }
}
