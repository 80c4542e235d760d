using System.Buffers.Binary;
using Adit.Protocols.Ip;

namespace Adit.Fuzz.Targets.Ip;

/// <summary>The MSS clamp: changes the one option of a SYN and its checksum, downwards only, and nothing else ever.</summary>
internal sealed class TcpMssClampTarget : IFuzzTarget
{
    private const byte Syn = 0x02, Ack = 0x10;

    public string Name => "tcp-mss-clamp";

    /// <summary>The MTU in two bytes, then a packet.</summary>
    public IEnumerable<byte[]> Seeds =>
    [
        [0x05, 0x78, .. IpPackets.Segment(ipv6: false, 1, Syn, 0, "020405b40402080a000000010000000001030307")],
        [0x05, 0x78, .. IpPackets.Segment(ipv6: true, 1, Syn | Ack, 0, "01020405a0000000")],
        [0x02, 0x40, .. IpPackets.Segment(ipv6: false, 1, Syn, 0, "0101010204ffff00")],
        [0x05, 0x78, .. IpPackets.Segment(ipv6: false, 1, Syn, 9, "020402180101")[..]],
    ];

    public byte[] Repair(byte[] input)
    {
        if (input.Length < 2 + IpPackets.TcpHeaderLength)
            return input;

        var packet = input.AsSpan(2);
        var ip = IpPackets.HeaderLength(packet);
        if (packet.Length > ip + 13)
            packet[ip + 13] |= Syn;

        IpPackets.Repair(packet);
        return input;
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (input.Length < sizeof(ushort))
            return false;

        var mtu = BinaryPrimitives.ReadUInt16BigEndian(input.Span);
        var before = input[sizeof(ushort)..].ToArray();
        var after = before.ToArray();
        var hasChanged = TcpMssClamp.Clamp(after, mtu);
        BrokenLawException.ThrowUnless(hasChanged == !before.AsSpan().SequenceEqual(after), "A change is told exactly when there is one.");
        if (!TransportLayout.TryParseTcp(before, out var layout) || layout.PayloadOffset == layout.Offset + IpPackets.TcpHeaderLength)
            return false;

        CheckWhatChanged(before, after, layout);
        var option = FindMss(before.AsSpan(layout.Offset, layout.PayloadOffset - layout.Offset));
        var isSyn = (before[layout.Offset + 13] & Syn) != 0;
        var largest = mtu - (layout.IsIpv6 ? 60 : 40);
        BrokenLawException.ThrowUnless(
            hasChanged == (isSyn && largest > 0 && option is { Value: var announced } && announced > largest),
            "Just what is too large is lowered.");
        BrokenLawException.ThrowUnless(
            !hasChanged || BinaryPrimitives.ReadUInt16BigEndian(after.AsSpan(layout.Offset + option!.Value.At + 2)) == largest,
            "It becomes what fits.");
        return true;
    }

    private static void CheckWhatChanged(byte[] before, byte[] after, TransportLayout layout)
    {
        var changed = Enumerable.Range(0, before.Length).Where(i => before[i] != after[i]).ToList();
        BrokenLawException.ThrowUnless(
            changed.TrueForAll(i => i > layout.Offset + 15 && i < layout.PayloadOffset) && changed.Count <= 4,
            "Only option and checksum change.");
        BrokenLawException.ThrowUnless(
            !IpPackets.IsTransportIntact(before.AsSpan(0, layout.Length)) || IpPackets.IsTransportIntact(after.AsSpan(0, layout.Length)),
            "A right checksum stays right.");
    }

    /// <summary>The first MSS option as RFC 9293 §3.1 has options read; null where there is none or the list breaks before it.</summary>
    private static (int At, int Value)? FindMss(ReadOnlySpan<byte> tcp)
    {
        for (var at = IpPackets.TcpHeaderLength; at < tcp.Length && tcp[at] != 0;)
        {
            if (tcp[at] == 1)
            {
                at++;
                continue;
            }

            if (at + 1 >= tcp.Length || tcp[at + 1] < 2 || at + tcp[at + 1] > tcp.Length)
                return null;
            if (tcp[at] == 2)
                return tcp[at + 1] == 4 ? (at, BinaryPrimitives.ReadUInt16BigEndian(tcp[(at + 2)..])) : null;

            at += tcp[at + 1];
        }

        return null;
    }
}
