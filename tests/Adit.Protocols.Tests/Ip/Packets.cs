using System.Buffers.Binary;
using Adit.Protocols.Ip;

namespace Adit.Protocols.Tests.Ip;

/// <summary>Builds whole packets, with checksums by the plainest reading of RFC 1071: what the code under test is compared with.</summary>
internal static class Packets
{
    public const byte Fin = 0x01, Syn = 0x02, Psh = 0x08, Ack = 0x10, Cwr = 0x80;

    public const byte Udp = 17;

    public sealed record Tcp
    {
        public bool Ipv6 { get; init; }
        public byte Host { get; init; } = 1;
        public ushort Port { get; init; } = 5000;
        public ushort Id { get; init; } = 100;
        public bool DontFragment { get; init; } = true;
        public byte TrafficClass { get; init; }
        public byte Ttl { get; init; } = 64;
        public uint Sequence { get; init; } = 1000;
        public uint Acknowledgement { get; init; } = 77;
        public byte Flags { get; init; } = Ack;
        public ushort Window { get; init; } = 512;
        public byte[] IpOptions { get; init; } = [];
        public byte[] Options { get; init; } = [];
        public byte[] Payload { get; init; } = [];
    }

    public static byte[] Build(Tcp tcp)
    {
        var ip = tcp.Ipv6 ? 40 : 20 + tcp.IpOptions.Length;
        var packet = new byte[ip + 20 + tcp.Options.Length + tcp.Payload.Length];
        if (tcp.Ipv6)
            WriteIpv6(packet, tcp);
        else
            WriteIpv4(packet, tcp, ip);

        var segment = packet.AsSpan(ip);
        BinaryPrimitives.WriteUInt16BigEndian(segment, tcp.Port);
        BinaryPrimitives.WriteUInt16BigEndian(segment[2..], 443);
        BinaryPrimitives.WriteUInt32BigEndian(segment[4..], tcp.Sequence);
        BinaryPrimitives.WriteUInt32BigEndian(segment[8..], tcp.Acknowledgement);
        segment[12] = (byte)((20 + tcp.Options.Length) / 4 << 4);
        segment[13] = tcp.Flags;
        BinaryPrimitives.WriteUInt16BigEndian(segment[14..], tcp.Window);
        tcp.Options.CopyTo(segment[20..]);
        tcp.Payload.CopyTo(segment[(20 + tcp.Options.Length)..]);
        BinaryPrimitives.WriteUInt16BigEndian(segment[16..], TcpChecksum(packet, ip));
        return packet;
    }

    /// <summary>A super-packet as the kernel gives it: led by a virtio header, with only the pseudo header's sum in the checksum field.</summary>
    public static byte[] BuildSuper(Tcp tcp, int segmentPayload)
    {
        var packet = Build(tcp);
        var ip = tcp.Ipv6 ? 40 : 20 + tcp.IpOptions.Length;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(ip + 16), (ushort)~Checksum(PseudoHeader(packet, ip, 6)));
        var header = new VirtioNetHeader(
            VirtioNetHeader.NeedsChecksum, tcp.Ipv6 ? VirtioNetHeader.GsoTcpV6 : VirtioNetHeader.GsoTcpV4,
            (ushort)(packet.Length - tcp.Payload.Length), (ushort)segmentPayload, (ushort)ip, 16);
        return WithHeader(header, packet);
    }

    /// <summary>A datagram with the IP header, the port and the payload of <paramref name="like"/>.</summary>
    public static byte[] BuildDatagram(Tcp like)
    {
        var ip = like.Ipv6 ? 40 : 20 + like.IpOptions.Length;
        var packet = new byte[ip + 8 + like.Payload.Length];
        if (like.Ipv6)
            WriteIpv6(packet, like);
        else
            WriteIpv4(packet, like, ip);

        packet[like.Ipv6 ? 6 : 9] = Udp;
        if (!like.Ipv6)
        {
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), 0);
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), Checksum(packet.AsSpan(0, ip)));
        }

        var datagram = packet.AsSpan(ip);
        BinaryPrimitives.WriteUInt16BigEndian(datagram, like.Port);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[2..], 443);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[4..], (ushort)datagram.Length);
        like.Payload.CopyTo(datagram[8..]);
        var checksum = Checksum([.. PseudoHeader(packet, ip, Udp), .. datagram]);
        BinaryPrimitives.WriteUInt16BigEndian(datagram[6..], checksum == 0 ? ushort.MaxValue : checksum);
        return packet;
    }

    /// <summary>Datagrams of one size as the kernel gives them together.</summary>
    public static byte[] BuildSuperDatagram(Tcp like, int payload)
    {
        var packet = BuildDatagram(like);
        var ip = like.Ipv6 ? 40 : 20 + like.IpOptions.Length;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(ip + 6), (ushort)~Checksum(PseudoHeader(packet, ip, Udp)));
        return WithHeader(
            new VirtioNetHeader(VirtioNetHeader.NeedsChecksum, VirtioNetHeader.GsoUdpL4, (ushort)(ip + 8), (ushort)payload, (ushort)ip, 6), packet);
    }

    public static byte[] WithHeader(VirtioNetHeader header, byte[] packet)
    {
        var read = new byte[VirtioNetHeader.Length + packet.Length];
        header.Write(read);
        packet.CopyTo(read, VirtioNetHeader.Length);
        return read;
    }

    public static byte[] BuildUdp(byte[] payload) => BuildDatagram(new Tcp { Port = 5353, Payload = payload });

    public static byte[] Numbered(int first, int count) => [.. Enumerable.Range(first, count).Select(i => (byte)(i * 7 >> 2))];

    /// <summary>As Assert.Equal, which takes minutes over megabytes.</summary>
    public static void AssertSame(IReadOnlyList<byte[]> expected, IReadOnlyList<byte[]> actual)
    {
        Assert.Equal(expected.Count, actual.Count);
        for (var i = 0; i < expected.Count; i++)
        {
            if (!expected[i].AsSpan().SequenceEqual(actual[i]))
                Assert.Fail($"packet {i}: expected {Convert.ToHexString(expected[i])}, got {Convert.ToHexString(actual[i])}");
        }
    }

    public static ushort Checksum(ReadOnlySpan<byte> bytes)
    {
        var sum = 0L;
        for (var i = 0; i < bytes.Length; i++)
            sum += (i & 1) == 0 ? bytes[i] << 8 : bytes[i];
        while (sum > ushort.MaxValue)
            sum = (sum & ushort.MaxValue) + (sum >> 16);
        return (ushort)~sum;
    }

    public static ushort TcpChecksum(byte[] packet, int ip)
    {
        var segment = packet[ip..];
        (segment[16], segment[17]) = (0, 0);
        return Checksum([.. PseudoHeader(packet, ip, 6), .. segment]);
    }

    public static byte[] PseudoHeader(byte[] packet, int ip, byte protocol)
    {
        var addresses = packet[0] >> 4 == 6 ? packet[8..40] : packet[12..20];
        var length = packet.Length - ip;
        return [.. addresses, 0, protocol, (byte)(length >> 8), (byte)length];
    }

    private static void WriteIpv4(byte[] packet, Tcp tcp, int headerLength)
    {
        packet[0] = (byte)(0x40 | headerLength / 4);
        packet[1] = tcp.TrafficClass;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), tcp.Id);
        packet[6] = tcp.DontFragment ? (byte)0x40 : (byte)0;
        packet[8] = tcp.Ttl;
        packet[9] = 6;
        new byte[] { 10, 0, 0, tcp.Host, 192, 0, 2, 1 }.CopyTo(packet, 12);
        tcp.IpOptions.CopyTo(packet, 20);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(10), Checksum(packet.AsSpan(0, headerLength)));
    }

    private static void WriteIpv6(byte[] packet, Tcp tcp)
    {
        packet[0] = (byte)(0x60 | tcp.TrafficClass >> 4);
        packet[1] = (byte)(tcp.TrafficClass << 4);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)(packet.Length - 40));
        packet[6] = 6;
        packet[7] = tcp.Ttl;
        (packet[8], packet[23]) = (0xfd, tcp.Host);
        (packet[24], packet[39]) = (0xfd, 0xff);
    }
}
