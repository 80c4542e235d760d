using Adit.Protocols.Ip;

namespace Adit.Protocols.Tests.Ip;

public sealed class PacketSegmenterTests
{
    private const byte AllFlags = Packets.Ack | Packets.Psh | Packets.Fin | Packets.Cwr;

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_super_packet_becomes_the_segments_that_would_have_been_sent(bool ipv6)
    {
        var tcp = new Packets.Tcp
        {
            Ipv6 = ipv6, Id = 65535, Sequence = uint.MaxValue - 500, Flags = AllFlags, Options = [1, 1, 8, 10, 0, 0, 0, 1, 0, 0, 0, 2],
            Payload = Packets.Numbered(0, 2900),
        };

        var segments = Segment(Packets.BuildSuper(tcp, 1000));

        Assert.Equal(ReferenceSegments(tcp, 1000), segments);
        Assert.Equal(3, segments.Count);
    }

    [Fact]
    public void Random_super_packets_become_what_the_reference_makes_of_them()
    {
        var random = new Random(5);
        for (var round = 0; round < 500; round++)
        {
            var tcp = new Packets.Tcp
            {
                Ipv6 = random.Next(2) == 0, Id = (ushort)random.Next(), Sequence = (uint)random.NextInt64(), Window = (ushort)random.Next(),
                DontFragment = random.Next(2) == 0, Flags = (byte)(Packets.Ack | random.Next(256) & AllFlags),
                Options = new byte[4 * random.Next(11)], IpOptions = new byte[4 * random.Next(3)],
                Payload = Packets.Numbered(round, random.Next(1, random.Next(2, 65_000))),
            };
            var size = random.Next(1, 9000) + tcp.Payload.Length / 100;

            Packets.AssertSame(ReferenceSegments(tcp, size), Segment(Packets.BuildSuper(tcp, size)));
        }
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_super_packet_of_datagrams_becomes_the_datagrams_that_would_have_been_sent(bool ipv6)
    {
        var random = new Random(6);
        for (var round = 0; round < 200; round++)
        {
            var like = new Packets.Tcp
            {
                Ipv6 = ipv6, Id = (ushort)random.Next(), DontFragment = random.Next(2) == 0, IpOptions = new byte[ipv6 ? 0 : 4 * random.Next(3)],
                Payload = Packets.Numbered(round, random.Next(1, random.Next(2, 65_000))),
            };
            var size = random.Next(1, 9000) + like.Payload.Length / 100;
            List<byte[]> datagrams =
            [
                .. like.Payload.Chunk(size).Select((payload, i) => Packets.BuildDatagram(like with { Id = (ushort)(like.Id + i), Payload = payload })),
            ];

            Packets.AssertSame(datagrams, Segment(Packets.BuildSuperDatagram(like, size)));
        }
    }

    [Fact]
    public void A_packet_without_any_wish_is_passed_on_as_it_is()
    {
        var packet = Packets.BuildUdp([1, 2, 3]);

        Assert.Equal([packet], Segment(Packets.WithHeader(default, packet)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void A_missing_tcp_checksum_is_completed(bool ipv6)
    {
        var tcp = new Packets.Tcp { Ipv6 = ipv6, Payload = [1, 2, 3] };
        var read = Packets.BuildSuper(tcp, 0);
        read[1] = VirtioNetHeader.GsoNone;

        Assert.Equal([Packets.Build(tcp)], Segment(read));
    }

    [Fact]
    public void A_missing_udp_checksum_is_completed_and_never_becomes_zero()
    {
        Span<byte> output = stackalloc byte[64];
        for (var value = 0; value <= ushort.MaxValue; value++)
        {
            var packet = Packets.BuildUdp([(byte)(value >> 8), (byte)value]);
            var left = packet[..];
            var pseudo = (ushort)~Packets.Checksum(Packets.PseudoHeader(packet, 20, 17));
            (left[26], left[27]) = ((byte)(pseudo >> 8), (byte)pseudo);
            var header = new VirtioNetHeader(VirtioNetHeader.NeedsChecksum, VirtioNetHeader.GsoNone, 0, 0, ChecksumStart: 20, ChecksumOffset: 6);

            var segmenter = new PacketSegmenter(Packets.WithHeader(header, left));
            Assert.True(segmenter.TryNext(output, out var length));
            Assert.True(output[..length].SequenceEqual(packet));
        }
    }

    [Fact]
    public void What_does_not_fit_the_destination_is_dropped_whole()
    {
        var segmenter = new PacketSegmenter(Packets.WithHeader(default, Packets.BuildUdp([1, 2, 3])));
        var destination = new byte[30];

        Assert.Equal(31, segmenter.NextLength);
        Assert.False(segmenter.TryNext(destination, out var length));
        Assert.Equal(0, length);
        Assert.True(segmenter.IsDropped);
        Assert.Equal(new byte[30], destination);
        Assert.Equal(0, segmenter.NextLength);
    }

    [Fact]
    public void Reads_that_make_no_sense_give_nothing_and_are_marked()
    {
        var tcp = new Packets.Tcp { Payload = Packets.Numbered(0, 3000) };
        AssertDropped(read => read[4] = read[5] = 0); // segments of no length
        AssertDropped(read => read[0] = 0); // a super-packet whose checksum is said to be complete
        AssertDropped(read => read[1] = VirtioNetHeader.GsoTcpV6); // the other family
        AssertDropped(read => read[1] = 3); // UFO
        AssertDropped(read => read[1] = VirtioNetHeader.GsoUdpL4); // datagrams
        AssertDropped(read => read[6] = 24); // another transport header than the packet's
        AssertDropped(read => read[8] = 6); // UDP's checksum field
        AssertDropped(read => read[10] = 0x50); // IP version 5
        AssertDropped(read => read[10 + 3]--); // total length
        AssertDropped(read => read[10 + 9] = 17); // not TCP
        AssertDropped(read => read[10 + 20 + 12] = 0x40); // TCP header of 16 bytes
        AssertDropped(read => (read[1], read[6], read[7]) = (0, 0xff, 0xff)); // sums from beyond the packet

        void AssertDropped(Action<byte[]> spoil)
        {
            var read = Packets.BuildSuper(tcp, 1000);
            spoil(read);
            var segmenter = new PacketSegmenter(read);
            Assert.False(segmenter.TryNext(new byte[65600], out _));
            Assert.True(segmenter.IsDropped);
        }
    }

    [Fact]
    public void No_bytes_make_it_throw_or_run_without_end()
    {
        var random = new Random(7);
        var destination = new byte[70_000];
        for (var round = 0; round < 30_000; round++)
        {
            var read = Packets.BuildSuper(new Packets.Tcp { Ipv6 = (round & 1) == 0, Payload = new byte[random.Next(200)] }, random.Next(1, 50));
            for (var i = random.Next(6); i >= 0; i--)
                read[random.Next(Math.Min(read.Length, 70))] = (byte)random.Next(256);
            var segmenter = new PacketSegmenter(read.AsSpan(0, random.Next(read.Length + 1)));
            var written = 0;
            while (segmenter.TryNext(destination, out var length))
                Assert.InRange(written += length, 1, 200 * 120);
        }
    }

    internal static List<byte[]> Segment(byte[] read)
    {
        var segmenter = new PacketSegmenter(read);
        var packets = new List<byte[]>();
        var destination = new byte[65_600];
        while (segmenter.TryNext(destination, out var length))
            packets.Add(destination[..length]);
        Assert.False(segmenter.IsDropped);
        return packets;
    }

    private static List<byte[]> ReferenceSegments(Packets.Tcp tcp, int size) =>
    [
        .. tcp.Payload.Chunk(size).Select((payload, index) => Packets.Build(tcp with
        {
            Id = (ushort)(tcp.Id + index),
            Sequence = tcp.Sequence + (uint)(index * size),
            Payload = payload,
            Flags = (byte)(tcp.Flags
                & (index == 0 ? 0xff : ~Packets.Cwr)
                & ((index + 1) * size >= tcp.Payload.Length ? 0xff : ~(Packets.Fin | Packets.Psh))),
        })),
    ];
}
