using System.Buffers.Binary;
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

    private readonly PacketQueue _queue = new();
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

    private QueuedPackets Add(byte[] packet) => _queue.Add(_call, [.. new byte[VirtioNetHeader.Length], .. packet], _now);

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

    private static byte[] Packet(byte number, int length, byte trafficClass = 0) =>
        Packets.Build(new Packets.Tcp { TrafficClass = trafficClass, Payload = [.. new byte[length - 41], number] });
}
