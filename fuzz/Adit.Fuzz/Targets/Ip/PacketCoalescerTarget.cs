using System.Buffers.Binary;
using Adit.Protocols.Ip;

namespace Adit.Fuzz.Targets.Ip;

/// <summary>
/// Packets from the wire on their way to the TUN: cut again, what was gathered is just what came, in its order within each flow, and
/// nothing with a wrong checksum was gathered. And each flow is gathered byte by byte as the plainest gathering has it.
/// </summary>
internal sealed class PacketCoalescerTarget : IFuzzTarget
{
    private const byte Fin = 0x01, Psh = 0x08, Ack = 0x10;
    private const int FlowsAtOnce = 8;

    public string Name => "ip-coalescer";

    /// <summary>Packets, each behind its length in two bytes.</summary>
    public IEnumerable<byte[]> Seeds =>
    [
        Join(Flow(6, i => IpPackets.Segment(ipv6: false, 1000 + (100 * i), i == 5 ? (byte)(Ack | Psh) : Ack, 100, id: (ushort)(7 + i)))),
        Join(Flow(4, i => IpPackets.Segment(ipv6: true, -100 + (64 * i), Ack, i == 3 ? 10 : 64, "0101080a0000000100000002"))),
        Join(
        [
            IpPackets.Segment(false, 0, Ack, 50), IpPackets.Udp, IpPackets.Segment(true, 0, Ack, 50), IpPackets.Segment(false, 50, Ack, 50),
            IpPackets.Fragment,
        ]),
        Join([IpPackets.Segment(false, 0, Ack, 50), IpPackets.Segment(false, 50, Ack | Fin, 50), IpPackets.Segment(false, 100, Ack, 0)]),
        Join(Flow(70, i => IpPackets.Datagram(ipv6: false, i == 69 ? 20 : 40, id: (ushort)(7 + i)))),
        Join([IpPackets.Datagram(true, 30), IpPackets.Segment(true, 0, Ack, 50), IpPackets.Datagram(true, 30), IpPackets.Datagram(true, 31)]),
    ];

    public byte[] Repair(byte[] input)
    {
        var packets = Part(input);
        foreach (var packet in packets)
            IpPackets.Repair(packet);

        return Join(packets);
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var packets = Part(input.ToArray());
        var sink = new CuttingSink();
        var coalescer = new PacketCoalescer(sink, takesDatagrams: true);
        foreach (var packet in packets)
            coalescer.Add(packet);

        coalescer.Flush();
        var whole = packets.Select(WithoutPadding).OfType<byte[]>().ToList();
        BrokenLawException.ThrowUnless(coalescer.MalformedPackets == packets.Count - whole.Count, "What is no packet is counted.");
        BrokenLawException.ThrowUnless(
            ByFlow(whole).SequenceEqual(ByFlow(sink.Packets), StringComparer.Ordinal), "Cut again, each flow is what came, in its order.");
        CheckGathering(whole, sink.Written);
        return sink.Gathered > 0 || whole.Count == packets.Count;
    }

    /// <summary>With more flows than ours holds at once, it may give one away early: which one is its own affair.</summary>
    private static void CheckGathering(List<byte[]> packets, List<byte[]> written)
    {
        if (packets.Where(PlainCoalescing.IsOfFlow).Select(PlainCoalescing.FlowOf).Distinct(StringComparer.Ordinal).Count() > FlowsAtOnce)
            return;

        var plain = new PlainCoalescing();
        packets.ForEach(plain.Add);
        plain.Flush();
        BrokenLawException.ThrowUnless(
            WritesByFlow(plain.Written).SequenceEqual(WritesByFlow(written), StringComparer.Ordinal), "It is what the plainest gathering makes.");
    }

    private static IEnumerable<string> WritesByFlow(IEnumerable<byte[]> written) =>
        written.GroupBy(one => FlowOf(one[VirtioNetHeader.Length..]), StringComparer.Ordinal)
            .OrderBy(flow => flow.Key, StringComparer.Ordinal)
            .SelectMany(flow => flow.Select(Convert.ToHexString));

    /// <summary>The packets of all flows, flow after flow.</summary>
    private static IEnumerable<string> ByFlow(IEnumerable<byte[]> packets) =>
        packets.GroupBy(FlowOf, StringComparer.Ordinal)
            .OrderBy(flow => flow.Key, StringComparer.Ordinal)
            .SelectMany(flow => flow.Select(Compared));

    private static string FlowOf(byte[] packet)
    {
        var ip = IpPackets.HeaderLength(packet);
        var hasPorts = (IpPackets.IsTcp(packet) || IpPackets.IsUdp(packet)) && packet.Length >= ip + 4 && !IsFragment(packet);
        var ports = hasPorts ? packet.AsSpan(ip, 4) : [];
        var protocol = packet[0] >> 4 == 6 ? packet[6] : packet[9];
        return $"{packet[0] >> 4} {Convert.ToHexString(IpPackets.Addresses(packet))} {Convert.ToHexString(ports)} {protocol}";
    }

    private static bool IsFragment(byte[] packet) => packet[0] >> 4 == 4 && ((packet[6] & 0x3f) | packet[7]) != 0;

    /// <summary>Where fragmenting is forbidden, the identification means nothing (RFC 6864 §4.1) and may have changed.</summary>
    private static string Compared(byte[] packet)
    {
        var compared = packet.ToArray();
        if (packet[0] >> 4 == 4 && (packet[6] & 0x40) != 0)
            (compared[4], compared[5], compared[10], compared[11]) = (0, 0, 0, 0);

        return Convert.ToHexString(compared);
    }

    private static byte[]? WithoutPadding(byte[] packet)
    {
        if (Ipv4Header.TryParse(packet, out var ipv4))
            return packet[..ipv4.TotalLength];

        return Ipv6Header.TryParse(packet, out var ipv6) ? packet[..ipv6.TotalLength] : null;
    }

    private static byte[][] Flow(int segments, Func<int, byte[]> segment) => [.. Enumerable.Range(0, segments).Select(segment)];

    private static byte[] Join(IReadOnlyList<byte[]> packets) =>
        [.. packets.SelectMany(packet => (byte[])[(byte)(packet.Length >> 8), (byte)packet.Length, .. packet])];

    private static List<byte[]> Part(byte[] input)
    {
        List<byte[]> packets = [];
        for (var at = 0; at + sizeof(ushort) <= input.Length;)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(input.AsSpan(at));
            at += sizeof(ushort);
            var end = Math.Min(input.Length, at + length);
            packets.Add(input[at..end]);
            at = end;
        }

        return packets;
    }

    /// <summary>Cuts again what comes, with the segmenter that has a target of its own.</summary>
    private sealed class CuttingSink : IPacketSink
    {
        public List<byte[]> Packets { get; } = [];

        public List<byte[]> Written { get; } = [];

        public int Gathered { get; private set; }

        public void Write(ReadOnlySpan<byte> packetWithVirtioHeader)
        {
            BrokenLawException.ThrowUnless(VirtioNetHeader.TryParse(packetWithVirtioHeader, out var header), "A header leads each packet.");
            Written.Add(packetWithVirtioHeader.ToArray());
            Gathered += header.GsoType == VirtioNetHeader.GsoNone ? 0 : 1;
            var segments = new PacketSegmenter(packetWithVirtioHeader);
            BrokenLawException.ThrowUnless(!segments.IsDropped, "What is given to the device makes sense.");
            for (byte[] next; segments.NextLength > 0; Packets.Add(next))
            {
                next = new byte[segments.NextLength];
                segments.TryNext(next, out _);
                BrokenLawException.ThrowUnless(
                    header.GsoType == VirtioNetHeader.GsoNone || IpPackets.IsIntact(next), "Only what was intact is gathered.");
            }
        }
    }
}
