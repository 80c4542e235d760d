using System.Buffers.Binary;
using System.ComponentModel.DataAnnotations;
using System.Reflection;
using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Queues;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;
using Adit.Protocols.Tests.Ip;

namespace Adit.Transport.Tests;

public sealed class PacketQueueTests
{
    private const int Everything = int.MaxValue;
    private const byte Ect = 2, CongestionExperienced = 3;
    private static readonly TimeSpan Late = ControlledDelay.Target + TimeSpan.FromMilliseconds(1);

    private readonly PacketQueue _queue = new(new LinkOptions().QueueBytes);
    private readonly Call _call = new(
        new SstpServerSession(new SstpServerOptions(), CertificateHashes.Of("certificate"u8), new SystemRandom()),
        new PppSession(PppRole.Server, new PppOptions(), new SystemRandom()),
        new CallOptions());

    private Moment _now = Moment.Start;

    [Fact]
    public void Packets_leave_whole_and_in_their_order_however_little_is_taken_at_a_time()
    {
        for (byte number = 0; number < 100; number++)
            Add(Packet(number, length: 100 + number));

        var left = new List<byte>();
        while (_queue.Length > 0)
            left.AddRange(Take(most: 250).Select(packet => packet[^1]));

        Assert.Equal(Enumerable.Range(0, 100).Select(number => (byte)number), left);
    }

    [Fact]
    public void A_packet_longer_than_what_is_asked_for_leaves_alone()
    {
        Add(Packet(1, 1000));
        Add(Packet(2, 1000));

        Assert.Equal([1], Take(most: 10).Select(packet => packet[^1]));
    }

    [Fact]
    public void It_holds_no_more_than_its_bound_and_says_what_it_dropped()
    {
        var queued = Enumerable.Range(0, 1000).Select(_ => Add(Packet(1, 1400))).ToList();

        Assert.InRange(_queue.Length, 512 * 1024, 1024 * 1024);
        Assert.Equal(1000, queued.Sum(one => one.Packets + one.Dropped));
    }

    [Theory]
    [InlineData(false)]
    [InlineData(true)]
    public void Within_its_bounds_any_queue_takes_two_whole_super_packets_and_holds_no_more_than_it_may(bool isLargest)
    {
        var range = typeof(LinkOptions).GetProperty(nameof(LinkOptions.QueueBytes))!.GetCustomAttribute<RangeAttribute>()!;
        var most = (int)(isLargest ? range.Maximum : range.Minimum);
        var queue = new PacketQueue(most);
        var burst = Packets.BuildSuper(new Packets.Tcp { Payload = new byte[47 * 1360] }, 1360);

        var first = (queue.Add(_call, burst, _now), queue.Add(_call, burst, _now));
        while (queue.Add(_call, burst, _now).Packets > 0)
        {
        }

        Assert.Equal((new QueuedPackets(47, 0, 0), new QueuedPackets(47, 0, 0)), first);
        Assert.InRange(queue.Length, most / 2, most);
        queue.Release();
    }

    [Fact]
    public void A_full_queue_still_takes_a_small_packet()
    {
        while (Add(Packet(1, 1400)).Dropped == 0)
        {
        }

        Assert.Equal(1, Add(Packet(2, 100)).Packets);
    }

    [Fact]
    public void One_segment_of_a_burst_is_dropped_before_a_whole_burst_is()
    {
        const int segment = 1360, segments = 40;
        var burst = Packets.BuildSuper(new Packets.Tcp { Payload = new byte[segments * segment] }, segment);
        QueuedPackets queued;
        do queued = _queue.Add(_call, burst, _now);
        while (queued.Dropped == 0);

        Assert.Equal((segments - 1, 1), (queued.Packets, queued.Dropped));
    }

    [Fact]
    public void A_packet_that_is_longer_than_the_peer_takes_is_told_apart() =>
        Assert.Equal(new QueuedPackets(0, 0, 1), Add(Packet(1, _call.MaxPacketLength + 1)));

    [Fact]
    public void Of_a_queue_that_stands_packets_are_dropped_as_they_leave()
    {
        var taken = Stand(trafficClass: 0);

        Assert.InRange(taken.Delayed, 1, 10);
        Assert.Equal(0, taken.Marked);
    }

    [Fact]
    public void Where_the_sender_listens_they_are_marked_instead()
    {
        var taken = Stand(trafficClass: Ect);

        Assert.InRange(taken.Marked, 1, 10);
        Assert.Equal(0, taken.Delayed);
    }

    [Fact]
    public void A_mark_changes_nothing_else_of_a_packet()
    {
        var sent = Packet(1, 200, Ect);
        while (true)
        {
            Add(sent);
            Add(sent);
            _now += Late;
            if (Take(most: 1).Single() is var packet && packet[1] == CongestionExperienced)
            {
                Assert.True(InternetChecksum.IsIntact(InternetChecksum.Sum(packet.AsSpan(0, 20))));
                Assert.Equal(sent[20..], packet[20..]);
                break;
            }
        }
    }

    [Fact]
    public void An_empty_queue_holds_no_buffers_and_takes_packets_again()
    {
        Add(Packet(1, 100));
        Take(Everything);
        _queue.ReleaseIfEmpty();
        Add(Packet(2, 100));

        Assert.Equal([2], Take(Everything).Select(packet => packet[^1]));
    }

    [Fact]
    public void A_packet_of_a_flow_that_has_nothing_waiting_goes_ahead_of_bulk()
    {
        AddBulk(20);
        Add(Packet(99, 100, port: 53));

        Assert.Equal([99], Take(most: 4000).Select(packet => packet[^1]));
        Assert.Equal([0, 1], Take(most: 3000).Select(packet => packet[^1]));
    }

    [Fact]
    public void What_one_flow_sends_at_once_goes_ahead_as_far_as_it_is_little()
    {
        AddBulk(20);
        for (byte number = 100; number < 140; number++)
            Add(Packet(number, 1000, port: 53));

        var ahead = Take(most: 1024 * 1024).Select(packet => packet[^1]).ToList();
        Assert.InRange(ahead.Count, 3, 6);
        Assert.All(ahead, number => Assert.InRange(number, 100, 140));
    }

    [Fact]
    public void Many_flows_that_send_little_each_leave_bulk_its_part()
    {
        AddBulk(400);
        var bulk = 0;
        for (var round = 0; round < 200; round++)
        {
            for (var flow = 0; flow < 10; flow++)
                Add(Packet(255, 500, port: (ushort)(1000 + (10 * round) + flow)));
            bulk += Take(most: 3000).Count(packet => packet[^1] < 200);
        }

        Assert.InRange(bulk, 100, 400); // of 400 that could leave
    }

    [Theory]
    [InlineData(1)]
    [InlineData(2)]
    [InlineData(3)]
    public void The_order_within_a_flow_stays_and_nothing_is_lost(int seed)
    {
        var random = new Random(seed);
        var (sent, left) = (new List<(ushort Flow, byte Number)>(), new List<(ushort Flow, byte Number)>());
        for (var step = 0; step < 2000; step++)
        {
            if (random.Next(2) == 0)
                left.AddRange(Take(random.Next(6000)).Select(Name));
            var packet = Packet((byte)random.Next(256), random.Next(60, 1400), port: (ushort)(Math.Pow(random.NextDouble(), 3) * 30));
            if (Add(packet).Packets == 1)
                sent.Add(Name(packet));
        }

        while (_queue.Length > 0)
            left.AddRange(Take(Everything).Select(Name));

        Assert.Equal(sent.Count, left.Count);
        Assert.NotEqual(sent, left); // something was overtaken
        Assert.Equal(sent.ToLookup(one => one.Flow, one => one.Number).OrderBy(flow => flow.Key), left.ToLookup(one => one.Flow, one => one.Number).OrderBy(flow => flow.Key));

        static (ushort Flow, byte Number) Name(byte[] packet) => (BinaryPrimitives.ReadUInt16BigEndian(packet.AsSpan(20)), packet[^1]);
    }

    [Fact]
    public void Packets_come_and_go_without_anything_being_allocated()
    {
        byte[][] reads = [.. new[] { Packet(1, 1400), Packet(1, 1400), Packet(1, 1400), Packet(2, 100, port: 53) }.Select(WithHeader)];
        ComeAndGo(reads);

        var before = GC.GetAllocatedBytesForCurrentThread();
        for (var round = 0; round < 1000; round++)
            ComeAndGo(reads);

        Assert.Equal(before, GC.GetAllocatedBytesForCurrentThread());
    }

    private void ComeAndGo(byte[][] reads)
    {
        foreach (var read in reads)
            _queue.Add(_call, read, _now);
        while (_queue.Length > 0)
            _queue.Take(most: 3000, _now, out _);
        _queue.ReleaseIfEmpty();
    }

    private void AddBulk(int count)
    {
        for (var number = 0; number < count; number++)
            Add(Packet((byte)(number % 200), 1400));
    }

    /// <summary>Fills it faster than it is emptied, so that each packet waits longer than it should, for a while.</summary>
    private TakenPackets Stand(byte trafficClass)
    {
        var all = default(TakenPackets);
        Add(Packet(0, 1000, trafficClass));
        for (var round = 0; round < 40; round++)
        {
            Add(Packet(0, 1000, trafficClass));
            _now += Late;
            var taken = _queue.Take(most: 1, _now, out _);
            all = new TakenPackets(all.Packets + taken.Packets, all.Bytes + taken.Bytes, all.Marked + taken.Marked, all.Delayed + taken.Delayed);
            if (_queue.Length == 0)
                Add(Packet(0, 1000, trafficClass));
        }

        return all;
    }

    private QueuedPackets Add(byte[] packet) => _queue.Add(_call, WithHeader(packet), _now);

    private static byte[] WithHeader(byte[] packet) => [.. new byte[VirtioNetHeader.Length], .. packet];

    private List<byte[]> Take(int most)
    {
        _queue.Take(most, _now, out var messages);
        var packets = new List<byte[]>();
        while (!messages.IsEmpty)
        {
            var length = BinaryPrimitives.ReadUInt16BigEndian(messages[2..]) & 0x0fff; // [MS-SSTP] 2.2.3
            packets.Add(messages[_call.DataHeaderLength..length].ToArray());
            messages = messages[length..];
        }

        return packets;
    }

    private static byte[] Packet(byte number, int length, byte trafficClass = 0, ushort port = 5000) =>
        Packets.Build(new Packets.Tcp { Port = port, TrafficClass = trafficClass, Payload = [.. new byte[length - 41], number] });
}
