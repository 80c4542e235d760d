using Adit.Protocols.Ip;
using static Adit.Protocols.Tests.Ip.Packets;

namespace Adit.Protocols.Tests.Ip;

public sealed class PacketCoalescerTests
{
    private static readonly Tcp _first = new() { Payload = Numbered(0, 1000) };
    private static readonly Tcp _second = _first with { Id = 101, Sequence = 2000, Payload = Numbered(1, 1000) };
    private static readonly Tcp _third = _first with { Id = 102, Sequence = 3000, Payload = Numbered(2, 1000) };

    // The identification: what is held comes out behind what is not.
    private static readonly Comparer<byte[]> _byId = Comparer<byte[]>.Create((one, other) => one[15] - other[15]);

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void The_segments_of_a_super_packet_become_it_again(bool ipv6)
    {
        var super = BuildSuper(
            new Tcp { Ipv6 = ipv6, Flags = Ack | Psh, Sequence = uint.MaxValue - 9, Options = new byte[12], Payload = Numbered(0, 60_100) },
            segmentPayload: 1348);

        Assert.Equal([super], Coalesce([.. PacketSegmenterTests.Segment(super)]));
    }

    [Fact]
    public void A_lone_segment_stays_as_it_came() =>
        Assert.Equal([WithHeader(default, Build(_first))], Coalesce(Build(_first)));

    [Fact]
    public void A_push_ends_a_super_packet() =>
        AssertApartAfterTwo(_second with { Flags = Ack | Psh });

    [Fact]
    public void A_short_segment_ends_a_super_packet()
    {
        var second = _second with { Payload = Numbered(0, 400) };

        AssertApart([_first, second], [_third with { Sequence = 2400 }]);
    }

    [Fact]
    public void A_longer_segment_begins_a_new_one() =>
        AssertApart([_first], [_second with { Payload = Numbered(0, 1001) }]);

    [Fact]
    public void A_gap_begins_a_new_one() => AssertApart([_first], [_third]);

    [Fact]
    public void Segments_that_differ_in_what_they_share_stay_apart()
    {
        AssertApart([_first], [_second with { Acknowledgement = 78 }]);
        AssertApart([_first], [_second with { Window = 513 }]);
        AssertApart([_first], [_second with { Ttl = 63 }]);
        AssertApart([_first], [_second with { TrafficClass = 3 }]); // congestion experienced
        AssertApart([_first], [_second with { DontFragment = false }]);
        AssertApart([_first with { Options = [1, 1, 1, 1] }], [_second]);
        AssertApart([_first with { Options = [1, 1, 1, 1] }], [_second with { Options = [1, 1, 1, 0] }]);
        AssertApart([_first with { Ipv6 = true }], [_second with { Ipv6 = true, TrafficClass = 3 }]);
    }

    [Fact]
    public void The_identification_counts_only_where_fragmenting_is_allowed()
    {
        AssertApart([_first with { DontFragment = false }], [_second with { DontFragment = false, Id = 7 }]);
        Assert.Single(Coalesce(Build(_first with { DontFragment = false }), Build(_second with { DontFragment = false })));
        Assert.Single(Coalesce(Build(_first), Build(_second with { Id = 7 })));
    }

    [Theory]
    [InlineData(Ack | Fin)]
    [InlineData(Ack | Syn)]
    [InlineData(Ack | 0x04)] // RST
    [InlineData(Ack | 0x20)] // URG
    [InlineData(Ack | 0x40)] // ECE
    [InlineData(Ack | Cwr)]
    [InlineData(0)]
    public void A_segment_with_other_flags_passes_after_what_came_before_it(byte flags)
    {
        var odd = _third with { Flags = flags };

        Assert.Equal([Super(_first, _second), Plain(odd)], Coalesce(Build(_first), Build(_second), Build(odd)));
    }

    [Fact]
    public void A_segment_without_data_passes_after_what_came_before_it()
    {
        var acknowledgement = _third with { Payload = [] };

        Assert.Equal([Super(_first, _second), Plain(acknowledgement)], Coalesce(Build(_first), Build(_second), Build(acknowledgement)));
    }

    [Fact]
    public void A_segment_with_ip_options_or_a_fragment_passes_after_what_came_before_it()
    {
        var withOptions = _third with { IpOptions = [1, 1, 1, 1] };
        var fragment = Build(_third with { DontFragment = false });
        fragment[7] = 20;

        Assert.Equal([Super(_first, _second), Plain(withOptions)], Coalesce(Build(_first), Build(_second), Build(withOptions)));
        Assert.Equal([Super(_first, _second), WithHeader(default, fragment)], Coalesce(Build(_first), Build(_second), fragment));
    }

    [Fact]
    public void A_wrong_checksum_is_not_made_right()
    {
        var spoiled = Build(_second);
        spoiled[^1] ^= 1;
        var spoiledHeader = Build(_second);
        spoiledHeader[10] ^= 1;

        Assert.Equal([Plain(_first), WithHeader(default, spoiled), Plain(_third)], Coalesce(Build(_first), spoiled, Build(_third)));
        Assert.Equal([Plain(_first), WithHeader(default, spoiledHeader)], Coalesce(Build(_first), spoiledHeader));
    }

    [Fact]
    public void Udp_does_not_part_a_flow()
    {
        var udp = BuildUdp([1]);

        Assert.Equal([Super(_first, _second), WithHeader(default, udp)], Coalesce(Build(_first), udp, Build(_second)));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Datagrams_of_one_size_become_a_super_packet_that_a_shorter_one_ends(bool ipv6)
    {
        var super = BuildSuperDatagram(new Tcp { Ipv6 = ipv6, Id = 65_530, Payload = Numbered(0, 20_100) }, payload: 1200);

        Assert.Equal([super, super], Coalesce([.. PacketSegmenterTests.Segment(super), .. PacketSegmenterTests.Segment(super)]));
    }

    [Fact]
    public void A_device_without_offload_for_datagrams_gets_them_as_they_came()
    {
        var datagram = BuildDatagram(_first);
        var sink = new Sink();
        var coalescer = new PacketCoalescer(sink, takesDatagrams: false);
        foreach (var packet in new[] { datagram, Build(_first), datagram, Build(_second) })
            coalescer.Add(packet);
        coalescer.Flush();

        Assert.Equal([WithHeader(default, datagram), WithHeader(default, datagram), Super(_first, _second)], sink.Written);
    }

    [Fact]
    public void No_more_datagrams_are_gathered_than_the_kernel_gathers_itself()
    {
        var datagrams = Enumerable.Range(0, 65).Select(i => BuildDatagram(_first with { Id = (ushort)i })).ToArray();

        var written = Coalesce(datagrams);

        Assert.Equal(2, written.Count);
        Assert.Equal(64, PacketSegmenterTests.Segment(written[0]).Count);
    }

    [Fact]
    public void Datagrams_that_differ_in_what_they_share_stay_apart()
    {
        AssertDatagramsApart(_second with { Ttl = 63 });
        AssertDatagramsApart(_second with { TrafficClass = 3 }); // congestion experienced
        AssertDatagramsApart(_second with { Payload = Numbered(0, 1001) });
        AssertDatagramsApart(_second with { Payload = [] });
        AssertDatagramsApart(_second with { Port = 6000 });
        AssertDatagramsApart(_second with { IpOptions = [1, 1, 1, 1] });
        AssertDatagramsApart(_second, packet => packet[^1] ^= 1);
        AssertDatagramsApart(_second, packet => packet[26] = packet[27] = 0); // no checksum
        AssertDatagramsApart(_second, packet => packet[25]--); // another length than IP's

        static void AssertDatagramsApart(Tcp second, Action<byte[]>? spoil = null)
        {
            var other = BuildDatagram(second);
            spoil?.Invoke(other);

            Assert.Equal([WithHeader(default, BuildDatagram(_first)), WithHeader(default, other)], Coalesce(BuildDatagram(_first), other).Order(_byId));
        }
    }

    [Fact]
    public void A_fragment_does_not_overtake_the_datagrams_before_it()
    {
        var fragment = BuildDatagram(_second);
        (fragment[6], fragment[7]) = (0x20, 0);

        Assert.Equal([WithHeader(default, BuildDatagram(_first)), WithHeader(default, fragment)], Coalesce(BuildDatagram(_first), fragment));
    }

    [Fact]
    public void Padding_of_the_link_is_cut_off() =>
        Assert.Equal([Super(_first, _second)], Coalesce([.. Build(_first), 0, 0], [.. Build(_second), 0]));

    [Fact]
    public void Flows_do_not_disturb_one_another()
    {
        var other = _first with { Port = 6000 };

        Assert.Equal(
            [Super(_first, _second), Super(other, other with { Id = 101, Sequence = 2000 })],
            Coalesce(Build(_first), Build(other), Build(_second), Build(other with { Id = 101, Sequence = 2000 })));
    }

    [Fact]
    public void What_is_no_ip_packet_is_counted_and_goes_nowhere()
    {
        var sink = new Sink();
        var coalescer = new PacketCoalescer(sink, takesDatagrams: true);
        coalescer.Add([]);
        coalescer.Add([0x45, 0, 0, 20]);
        coalescer.Add(Build(_first).AsSpan(0, 900));
        coalescer.Flush();

        Assert.Empty(sink.Written);
        Assert.Equal(3, coalescer.MalformedPackets);
    }

    [Fact]
    public void Random_traffic_leaves_as_the_reference_makes_it()
    {
        var random = new Random(11);
        for (var round = 0; round < 300; round++)
        {
            var packets = RandomTraffic(random);

            AssertSame(new ReferenceCoalescer().Run(packets), Coalesce(packets));
        }
    }

    [Fact]
    public void Random_traffic_is_the_same_again_once_it_is_segmented()
    {
        var random = new Random(13);
        for (var round = 0; round < 300; round++)
        {
            var packets = RandomTraffic(random);
            var again = Coalesce(packets).SelectMany(PacketSegmenterTests.Segment);

            foreach (var (one, other) in packets.OrderBy(Flow, StringComparer.Ordinal).Zip(again.OrderBy(Flow, StringComparer.Ordinal)))
                Assert.Equal(one, other);
        }

        static string Flow(byte[] packet) => packet[0] >> 4 == 4
            ? packet[9] + Convert.ToHexString(packet.AsSpan(12, 8)) + Convert.ToHexString(packet.AsSpan((packet[0] & 15) * 4, 4))
            : packet[6] + Convert.ToHexString(packet.AsSpan(8, 36));
    }

    [Fact]
    public void No_bytes_make_it_throw()
    {
        var random = new Random(17);
        var coalescer = new PacketCoalescer(new Sink(), takesDatagrams: true);
        coalescer.Add(Build(new Tcp { Ipv6 = true, Payload = new byte[65_515] })); // longer than any IPv4 packet
        for (var round = 0; round < 30_000; round++)
        {
            var packet = Build(new Tcp { Ipv6 = random.Next(2) == 0, Sequence = (uint)(1000 + round % 4 * 10), Payload = new byte[10] });
            for (var i = random.Next(5); i > 0; i--)
                packet[random.Next(packet.Length)] = (byte)random.Next(256);
            coalescer.Add(packet.AsSpan(0, random.Next(10) == 0 ? random.Next(packet.Length) : packet.Length));
            if (random.Next(20) == 0)
                coalescer.Flush();
        }
    }

    [Fact]
    public void A_packet_costs_no_allocation()
    {
        var coalescer = new PacketCoalescer(new Sink(keep: false), takesDatagrams: true);
        var packets = new[] { Build(_first), Build(_second), Build(_third), BuildUdp([1]) };
        Run();
        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var i = 0; i < 100; i++)
            Run();

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());

        void Run()
        {
            foreach (var packet in packets)
                coalescer.Add(packet);
            coalescer.Flush();
        }
    }

    /// <summary>Some flows, mostly in order, with now and then something that may not be gathered.</summary>
    private static byte[][] RandomTraffic(Random random)
    {
        var flows = Enumerable.Range(0, random.Next(1, 12)).Select(i => new Tcp
        {
            Ipv6 = random.Next(3) == 0, Host = (byte)(i / 3), Port = (ushort)(4000 + i), Id = (ushort)random.Next(),
            DontFragment = random.Next(2) == 0, Sequence = (uint)random.NextInt64(),
        }).ToArray();
        var packets = new byte[random.Next(1, 120)][];
        for (var i = 0; i < packets.Length; i++)
        {
            ref var flow = ref flows[random.Next(flows.Length)];
            var length = random.Next(8) == 0 ? random.Next(0, 300) : 300;
            var tcp = flow with
            {
                Payload = Numbered(i, length),
                Flags = random.Next(12) == 0 ? (byte)random.Next(256) : random.Next(6) == 0 ? (byte)(Ack | Psh) : Ack,
                Window = (ushort)(random.Next(20) == 0 ? 9 : 512),
                TrafficClass = (byte)(random.Next(20) == 0 ? 3 : 0),
                Options = random.Next(20) == 0 ? new byte[4] : [],
                IpOptions = random.Next(30) == 0 && !flow.Ipv6 ? [1, 1, 1, 1] : [],
            };
            packets[i] = flow.Port % 3 == 0 ? BuildDatagram(tcp) : Build(tcp);
            if (random.Next(25) == 0)
                packets[i][^1] ^= 0x40;
            flow = flow with { Sequence = tcp.Sequence + (uint)length, Id = (ushort)(tcp.Id + 1) };
        }

        return packets;
    }

    private static void AssertApartAfterTwo(Tcp second) => AssertApart([_first, second], [_third]);

    private static void AssertApart(Tcp[] before, Tcp[] after)
    {
        byte[][] expected = [before.Length == 1 ? Plain(before[0]) : Super(before), after.Length == 1 ? Plain(after[0]) : Super(after)];

        Assert.Equal(expected, Coalesce([.. before.Concat(after).Select(Build)]));
    }

    private static byte[] Plain(Tcp tcp) => WithHeader(default, Build(tcp));

    private static byte[] Super(params Tcp[] segments) => BuildSuper(
        segments[0] with { Payload = [.. segments.SelectMany(one => one.Payload)], Flags = (byte)segments.Aggregate(0, (flags, one) => flags | one.Flags) },
        segments[0].Payload.Length);

    private static List<byte[]> Coalesce(params byte[][] packets)
    {
        var sink = new Sink();
        var coalescer = new PacketCoalescer(sink, takesDatagrams: true);
        foreach (var packet in packets)
            coalescer.Add(packet);
        coalescer.Flush();
        return sink.Written;
    }

    private sealed class Sink(bool keep = true) : IPacketSink
    {
        public List<byte[]> Written { get; } = [];

        public void Write(ReadOnlySpan<byte> packetWithVirtioHeader)
        {
            if (keep)
                Written.Add(packetWithVirtioHeader.ToArray());
        }
    }
}
