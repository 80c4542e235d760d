using System.Buffers.Binary;
using Adit.Protocols.Ip;

namespace Adit.Fuzz.Targets.Ip;

/// <summary>Segments and datagrams gathered in the plainest way, with any number of flows: what ours is compared with, byte by byte, within each flow.</summary>
internal sealed class PlainCoalescing
{
    private const byte Psh = 0x08, Ack = 0x10;
    private const int Ipv4Length = 20;
    private const int UdpHeaderLength = 8;
    private const int MostDatagrams = 64;

    private readonly List<List<byte[]>> _groups = [];

    /// <summary>All that the device is given, each behind its header.</summary>
    public List<byte[]> Written { get; } = [];

    /// <summary>Takes one whole packet without padding.</summary>
    public void Add(byte[] packet)
    {
        if (!IsOfFlow(packet))
        {
            if (packet[packet[0] >> 4 == 6 ? 6 : 9] is not (1 or 58)) // ICMP, ICMPv6 hide nothing of a flow
                Write(group => IpPackets.Addresses(group[0]).SequenceEqual(IpPackets.Addresses(packet)));
            Written.Add([.. new byte[VirtioNetHeader.Length], .. packet]);
            return;
        }

        var gathered = _groups.Find(group => FlowOf(group[0]) == FlowOf(packet));
        if (gathered is not null && IsPlain(packet) && IsNext(gathered, packet))
        {
            gathered.Add(packet);
            return;
        }

        Write(group => group == gathered);
        if (IsPlain(packet))
            _groups.Add([packet]);
        else
            Written.Add([.. new byte[VirtioNetHeader.Length], .. packet]);
    }

    /// <summary>Writes what is held.</summary>
    public void Flush() => Write(_ => true);

    /// <summary>A whole TCP segment or UDP datagram, not a fragment, whose headers have room and whose lengths agree.</summary>
    public static bool IsOfFlow(byte[] packet)
    {
        var isFragment = packet[0] >> 4 == 4 && ((packet[6] & 0x3f) | packet[7]) != 0;
        var transport = IpPackets.HeaderLength(packet);
        if (isFragment)
            return false;
        if (IpPackets.IsUdp(packet))
            return packet.Length >= transport + UdpHeaderLength
                && BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(transport + 4)) == packet.Length - transport;

        return IpPackets.IsTcp(packet) && packet.Length >= transport + IpPackets.TcpHeaderLength
            && packet[transport + 12] >> 4 >= 5 && packet.Length >= Headers(packet);
    }

    /// <summary>Protocol, addresses and ports.</summary>
    public static string FlowOf(byte[] segment) =>
        IpPackets.IsUdp(segment) + Convert.ToHexString([.. IpPackets.Addresses(segment), .. segment.AsSpan(IpPackets.HeaderLength(segment), 4)]);

    private void Write(Predicate<List<byte[]>> which)
    {
        Written.AddRange(_groups.Where(group => which(group)).Select(Joined));
        _groups.RemoveAll(which);
    }

    private static bool IsPlain(byte[] segment)
    {
        var ip = IpPackets.HeaderLength(segment);
        var isPlain = IpPackets.IsUdp(segment)
            ? (segment[ip + 6] | segment[ip + 7]) != 0
            : (segment[ip + 13] | Psh) == (Ack | Psh) && (segment[ip + 12] & 0x0f) == 0;
        return segment.Length > Headers(segment) && isPlain
            && (segment[0] >> 4 == 6 || ip == Ipv4Length) && IpPackets.IsIntact(segment);
    }

    private static bool IsNext(List<byte[]> group, byte[] segment)
    {
        var (first, last) = (group[0], group[^1]);
        var ip = IpPackets.HeaderLength(first);
        var headers = Headers(first);
        var gathered = group.Sum(one => one.Length - headers);
        var isUdp = IpPackets.IsUdp(first);
        var isDone = last.Length < first.Length || (isUdp ? group.Count == MostDatagrams : (last[ip + 13] & Psh) != 0);
        return !isDone && segment.Length <= first.Length && headers + gathered + segment.Length - Headers(segment) <= ushort.MaxValue
            && Compared(segment) == Compared(first)
            && (isUdp || BinaryPrimitives.ReadUInt32BigEndian(segment.AsSpan(ip + 4)) == BinaryPrimitives.ReadUInt32BigEndian(first.AsSpan(ip + 4)) + (uint)gathered)
            && (first[0] >> 4 == 6 || (first[6] & 0x40) != 0 || Identification(segment) == (ushort)(Identification(first) + group.Count));
    }

    /// <summary>The headers without what may differ: lengths, identification, checksums, sequence number, the push.</summary>
    private static string Compared(byte[] segment)
    {
        var headers = segment.AsSpan(0, Headers(segment)).ToArray();
        var ip = IpPackets.HeaderLength(segment);
        if (segment[0] >> 4 == 6)
            headers.AsSpan(4, 2).Clear();
        else
            (headers[2], headers[3], headers[4], headers[5], headers[10], headers[11]) = (0, 0, 0, 0, 0, 0);
        headers.AsSpan(ip + 4, 4).Clear();
        if (IpPackets.IsUdp(segment))
            return Convert.ToHexString(headers);

        headers.AsSpan(ip + 16, 2).Clear();
        headers[ip + 13] |= Psh;
        return Convert.ToHexString(headers);
    }

    private static byte[] Joined(List<byte[]> group)
    {
        var first = group[0];
        if (group.Count == 1)
            return [.. new byte[VirtioNetHeader.Length], .. first];

        var isIpv6 = first[0] >> 4 == 6;
        var (ip, headers) = (IpPackets.HeaderLength(first), Headers(first));
        byte[] whole = [.. first, .. group.Skip(1).SelectMany(one => one[headers..])];
        var isUdp = IpPackets.IsUdp(first);
        if (!isUdp)
            whole[ip + 13] |= (byte)(group[^1][ip + 13] & Psh);
        IpPackets.Repair(whole);
        (whole[0], whole[1]) = (first[0], first[1]);
        var pseudoHeader = (ushort)~IpPackets.Checksum(IpPackets.PseudoHeader(whole));
        var checksum = isUdp ? 6 : 16;
        BinaryPrimitives.WriteUInt16BigEndian(whole.AsSpan(ip + checksum), pseudoHeader);
        var type = isUdp ? VirtioNetHeader.GsoUdpL4 : isIpv6 ? VirtioNetHeader.GsoTcpV6 : VirtioNetHeader.GsoTcpV4;
        byte[] written = [.. new byte[VirtioNetHeader.Length], .. whole];
        new VirtioNetHeader(VirtioNetHeader.NeedsChecksum, type, (ushort)headers, (ushort)(first.Length - headers), (ushort)ip, (ushort)checksum).Write(written);
        return written;
    }

    private static int Headers(byte[] segment)
    {
        var ip = IpPackets.HeaderLength(segment);
        return ip + (IpPackets.IsUdp(segment) ? UdpHeaderLength : (segment[ip + 12] >> 4) * 4);
    }

    private static ushort Identification(byte[] packet) => BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(4));
}
