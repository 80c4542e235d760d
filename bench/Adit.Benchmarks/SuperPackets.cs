using Adit.Fuzz.Targets.Ip;
using Adit.Protocols.Ip;

namespace Adit.Benchmarks;

/// <summary>What a bulk transfer gives: 64 KiB of one flow, as the TUN reads them and as a peer sends them.</summary>
internal static class SuperPackets
{
    public const int SegmentLength = 1360;
    public const int Segments = 47;
    private const byte Ack = 0x10;
    private const byte Syn = 0x02;

    /// <summary>One read of the device: its header, and a super-packet over IPv4.</summary>
    public static byte[] Read()
    {
        var packet = IpPackets.Segment(ipv6: false, sequence: 1000, Ack, SegmentLength * Segments);
        var header = new VirtioNetHeader(VirtioNetHeader.NeedsChecksum, VirtioNetHeader.GsoTcpV4, 40, SegmentLength, 20, 16);
        byte[] read = [.. new byte[VirtioNetHeader.Length], .. packet];
        header.Write(read);
        return read;
    }

    /// <summary>The same as packets from the wire.</summary>
    public static byte[][] Packets() =>
        [.. Enumerable.Range(0, Segments).Select(i => IpPackets.Segment(ipv6: false, 1000 + (i * SegmentLength), Ack, SegmentLength, id: (ushort)i))];

    /// <summary>A SYN that announces 1460 bytes.</summary>
    public static byte[] FirstPacket() => IpPackets.Segment(ipv6: false, 1, Syn, payload: 0, options: "020405b4");
}
