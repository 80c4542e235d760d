using System.Buffers.Binary;
using Adit.Protocols.Ip;

namespace Adit.Fuzz.Targets.Ip;

/// <summary>What the TUN gives: a super-packet becomes what the plainest cutting makes of it, any other packet itself, complete.</summary>
internal sealed class PacketSegmenterTarget : IFuzzTarget
{
    private const byte Fin = 0x01, Psh = 0x08, Ack = 0x10, Cwr = 0x80;
    private const int UdpHeaderLength = 8;

    public string Name => "ip-segmenter";

    public IEnumerable<byte[]> Seeds =>
    [
        Super(IpPackets.Segment(ipv6: false, 1000, Ack | Psh, payload: 600), 100),
        Super(IpPackets.Segment(ipv6: true, -40, Ack | Fin | Cwr, payload: 333, options: "0101080a0000000100000002"), 64),
        SuperDatagram(IpPackets.Datagram(ipv6: false, payload: 500), 90),
        SuperDatagram(IpPackets.Datagram(ipv6: true, payload: 128), 64),
        WithHeader(default, IpPackets.Udp),
        WithHeader(new VirtioNetHeader(VirtioNetHeader.NeedsChecksum, 0, 28, 0, 20, 6), IpPackets.Udp),
        WithHeader(default, IpPackets.Segment(ipv6: true, 5, Ack, payload: 40)),
    ];

    /// <summary>Repairs the packet, and has the header say what such a packet needs.</summary>
    public byte[] Repair(byte[] input)
    {
        if (input.Length <= VirtioNetHeader.Length + IpPackets.TcpHeaderLength)
            return input;

        var packet = input[VirtioNetHeader.Length..];
        IpPackets.Repair(packet);
        if (IpPackets.IsUdp(packet) && packet.Length > IpPackets.HeaderLength(packet) + UdpHeaderLength)
            return SuperDatagram(packet, Math.Max((ushort)1, BinaryPrimitives.ReadUInt16LittleEndian(input.AsSpan(4))));

        return IpPackets.IsTcp(packet) && packet.Length > IpPackets.HeaderLength(packet) + IpPackets.TcpHeaderLength
            ? Super(packet, Math.Max((ushort)1, BinaryPrimitives.ReadUInt16LittleEndian(input.AsSpan(4))))
            : WithHeader(default, packet);
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var segments = new PacketSegmenter(input.Span);
        if (segments.IsDropped || !VirtioNetHeader.TryParse(input.Span, out var header))
        {
            BrokenLawException.ThrowUnless(segments.NextLength == 0, "What makes no sense gives nothing.");
            return false;
        }

        var packet = input[VirtioNetHeader.Length..].ToArray();
        var expected = header.GsoType == VirtioNetHeader.GsoNone ? [Complete(packet, header)]
            : IpPackets.IsUdp(packet) ? CutDatagrams(packet, header.GsoSize)
            : Cut(packet, header.GsoSize);
        foreach (var one in expected)
            CheckNext(ref segments, one);

        BrokenLawException.ThrowUnless(
            !segments.TryNext(new byte[ushort.MaxValue], out _) && !segments.IsDropped, "Nothing follows the last.");
        return true;
    }

    private static void CheckNext(ref PacketSegmenter segments, byte[] expected)
    {
        var destination = new byte[segments.NextLength];
        BrokenLawException.ThrowUnless(
            segments.TryNext(destination, out var length) && length == destination.Length, "The next is as long as was said.");
        BrokenLawException.ThrowUnless(destination.AsSpan().SequenceEqual(expected), "It is what the plainest cutting makes.");
    }

    private static byte[] Complete(byte[] packet, VirtioNetHeader header)
    {
        if ((header.Flags & VirtioNetHeader.NeedsChecksum) == 0)
            return packet;

        var complete = packet.ToArray();
        var checksum = IpPackets.Checksum(complete.AsSpan(header.ChecksumStart));
        if (checksum == 0 && header.ChecksumOffset == 6)
            checksum = ushort.MaxValue;

        BinaryPrimitives.WriteUInt16BigEndian(complete.AsSpan(header.ChecksumStart + header.ChecksumOffset), checksum);
        return complete;
    }

    private static IEnumerable<byte[]> Cut(byte[] packet, int size)
    {
        var ip = IpPackets.HeaderLength(packet);
        var headers = ip + ((packet[ip + 12] >> 4) * 4);
        var identification = BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(4));
        for (int at = headers, index = 0; at < packet.Length; at += size, index++)
        {
            byte[] segment = [.. packet[..headers], .. packet[at..Math.Min(packet.Length, at + size)]];
            var tcp = segment.AsSpan(ip);
            BinaryPrimitives.WriteUInt32BigEndian(tcp[4..], BinaryPrimitives.ReadUInt32BigEndian(tcp[4..]) + (uint)(at - headers));
            if (index > 0)
                tcp[13] &= 0xff ^ Cwr;
            if (at + size < packet.Length)
                tcp[13] &= 0xff ^ (Fin | Psh);
            if (packet[0] >> 4 == 4)
                BinaryPrimitives.WriteUInt16BigEndian(segment.AsSpan(4), (ushort)(identification + index));

            IpPackets.Repair(segment);
            segment[1] = packet[1];
            segment[0] = packet[0];
            yield return segment;
        }
    }

    private static IEnumerable<byte[]> CutDatagrams(byte[] packet, int size)
    {
        var headers = IpPackets.HeaderLength(packet) + UdpHeaderLength;
        var identification = BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(4));
        for (int at = headers, index = 0; at < packet.Length; at += size, index++)
        {
            byte[] datagram = [.. packet[..headers], .. packet[at..Math.Min(packet.Length, at + size)]];
            if (packet[0] >> 4 == 4)
                BinaryPrimitives.WriteUInt16BigEndian(datagram.AsSpan(4), (ushort)(identification + index));

            IpPackets.Repair(datagram);
            (datagram[0], datagram[1]) = (packet[0], packet[1]);
            yield return datagram;
        }
    }

    private static byte[] SuperDatagram(byte[] packet, ushort size) => WithHeader(
        new VirtioNetHeader(VirtioNetHeader.NeedsChecksum, VirtioNetHeader.GsoUdpL4, 0, size, (ushort)IpPackets.HeaderLength(packet), 6), packet);

    private static byte[] Super(byte[] packet, ushort size)
    {
        var isIpv6 = packet[0] >> 4 == 6;
        var ip = IpPackets.HeaderLength(packet);
        var type = isIpv6 ? VirtioNetHeader.GsoTcpV6 : VirtioNetHeader.GsoTcpV4;
        return WithHeader(new VirtioNetHeader(VirtioNetHeader.NeedsChecksum, type, 0, size, (ushort)ip, 16), packet);
    }

    private static byte[] WithHeader(VirtioNetHeader header, byte[] packet)
    {
        byte[] read = [.. new byte[VirtioNetHeader.Length], .. packet];
        header.Write(read);
        return read;
    }
}
