namespace Adit.Protocols.Ip;

/// <summary>
/// Gathers consecutive TCP segments, and UDP datagrams of one size, into super-packets for a TUN device, so that the kernel handles one
/// where many came. Call <see cref="Add"/> for each packet of a read, then <see cref="Flush"/>, after which it holds nothing: sessions may
/// share one, each from its first packet to its flush. The order within a flow is kept, and only packets with good checksums are gathered,
/// since the kernel will not look at them again. It owns 64 KiB for each of up to eight flows, made when first needed.
/// </summary>
/// <param name="sink">Takes the super-packets, and what stays as it came.</param>
/// <param name="takesDatagrams">Whether the device has USO; without it a super-packet of datagrams is refused.</param>
public sealed class PacketCoalescer(IPacketSink sink, bool takesDatagrams)
{
    private const int MaxFlows = 8;

    private readonly CoalescingFlow?[] _flows = new CoalescingFlow?[MaxFlows];
    private readonly byte[] _single = new byte[VirtioNetHeader.Length + ushort.MaxValue + Ipv6Header.Length];
    private int _nextVictim;

    /// <summary>How many packets were dropped because they were no IP packets, or lied about their length.</summary>
    public long MalformedPackets { get; private set; }

    /// <summary>How many packets that could have been gathered had a wrong checksum. They are passed on as they came: the kernel drops and counts them too.</summary>
    public long BadChecksums { get; private set; }

    /// <summary>Takes one IP packet from the wire. Bytes beyond its own length are padding and are cut off.</summary>
    public void Add(ReadOnlySpan<byte> packet)
    {
        if (TransportLayout.TryParse(packet, out var layout))
            Gather(packet[..layout.Length], layout);
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

    private void Gather(ReadOnlySpan<byte> packet, in TransportLayout layout)
    {
        var flow = Find(packet, layout);
        var isPlain = IsPlain(packet, layout);
        if (isPlain && flow is not null && flow.TryAppend(packet, layout))
            return;

        var fits = isPlain && HasGoodChecksums(packet, layout);
        flow?.Flush(sink);
        if (fits)
            (flow ?? TakeFlow()).Begin(packet, layout);
        else
            Write(packet);
    }

    /// <summary>All that is not plain the receiver must see as it came.</summary>
    private bool IsPlain(ReadOnlySpan<byte> packet, in TransportLayout layout) =>
        layout.PayloadLength > 0 && (layout.IsIpv6 || layout.Offset == Ipv4Header.MinLength)
        && (layout.IsTcp ? IsPlainSegment(packet[layout.Offset..]) : takesDatagrams && HasChecksum(packet[layout.Offset..]));

    /// <summary>Data with ACK, and perhaps PSH.</summary>
    private static bool IsPlainSegment(ReadOnlySpan<byte> tcp) =>
        (tcp[12] & 0x0f) == 0 && (tcp[13] & ~TransportLayout.Psh) == TransportLayout.Ack;

    private static bool HasChecksum(ReadOnlySpan<byte> udp) => udp[TransportLayout.UdpChecksumOffset..UdpDatagram.HeaderLength] is not [0, 0];

    private bool HasGoodChecksums(ReadOnlySpan<byte> packet, in TransportLayout layout)
    {
        var isGood = layout.HasIntactIpHeader(packet)
            && InternetChecksum.IsIntact(InternetChecksum.Sum(packet[layout.PayloadOffset..], layout.HeaderSum(packet)));
        BadChecksums += isGood ? 0 : 1;
        return isGood;
    }

    private CoalescingFlow? Find(ReadOnlySpan<byte> packet, in TransportLayout layout)
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

    /// <summary>A fragment, or a chain of extension headers, may hide a packet of a held flow; an ICMP message is of none.</summary>
    private void PassOn(ReadOnlySpan<byte> packet, IpProtocol protocol, ReadOnlySpan<byte> addresses)
    {
        if (protocol is not (IpProtocol.Icmp or IpProtocol.IcmpV6))
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
