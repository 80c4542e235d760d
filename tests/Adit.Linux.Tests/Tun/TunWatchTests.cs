using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Adit.Linux.Netlink;
using Adit.Linux.Sockets;
using Adit.Linux.Tests.Support;
using Adit.Linux.Tun;
using Adit.Protocols.Ip;

namespace Adit.Linux.Tests.Tun;

public sealed class TunWatchTests
{
    private static readonly IPAddress _own = IPAddress.Parse("10.93.0.1");
    private static readonly IPAddress _peer = IPAddress.Parse("10.93.0.2");
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    [Fact]
    public void It_tells_until_everything_was_read() => OwnNetwork.Run(() =>
    {
        using var device = CreateUp();
        using var found = new BlockingCollection<byte>();
        var buffer = new byte[TunDevice.ReadBufferLength];
        using var watch = device.Queues[0].Watch(_ =>
        {
            if (device.Queues[0].TryRead(buffer, out var length) && buffer[TunDevice.HeaderLength + 9] == 17)
                found.Add(buffer[length - 1]); // one packet each time
        });
        Send(1, 2, 3);

        watch.Resume();

        foreach (var expected in (byte[])[1, 2, 3])
        {
            Assert.True(found.TryTake(out var last, _deadline));
            Assert.Equal(expected, last);
        }
    });

    [Fact]
    public void What_a_thread_that_waits_for_links_has_written_is_answered_to_that_thread() => OwnNetwork.Run(() =>
    {
        using var device = CreateUp(TunDevice.MostQueues);
        using var told = new BlockingCollection<int>();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(_own, 4000));
        var watches = device.Queues.Select(queue => Tell(queue, told)).ToList();
        for (var turn = 0; turn < 2 * Environment.ProcessorCount; turn++) // sockets belong to one thread after the other
        {
            var here = OnSomeLoop(() =>
            {
                Assert.True(device.TryWrite(Datagram()));
                return Environment.CurrentManagedThreadId;
            });
            socket.SendTo([1], new IPEndPoint(_peer, 4000));

            Assert.True(told.TryTake(out var teller, _deadline));
            Assert.Equal(here, teller);
        }

        watches.ForEach(watch => watch.Dispose());
    });

    [Fact]
    public void The_end_of_the_interface_is_told() => OwnNetwork.Run(() =>
    {
        using var device = CreateUp();
        using var told = new BlockingCollection<TunNews>();
        TunWatch watch = null!;
        using var kept = watch = device.Queues[0].Watch(news =>
        {
            Drain(device.Queues[0]);
            if (news is not TunNews.Gone)
                return;

            watch.Dispose();
            told.Add(news);
        });
        watch.Resume();

        Command.Output("ip", "link", "delete", "adit0");

        Assert.True(told.TryTake(out var news, _deadline));
        Assert.Equal(TunNews.Gone, news);
    });

    private static TunWatch Tell(TunQueue queue, BlockingCollection<int> told)
    {
        var watch = queue.Watch(_ =>
        {
            if (Drain(queue))
                told.Add(Environment.CurrentManagedThreadId);
        });
        watch.Resume();
        return watch;
    }

    /// <summary>One from the peer, behind a virtio-net header of zeros.</summary>
    private static byte[] Datagram() =>
        [.. new byte[TunDevice.HeaderLength], .. new UdpDatagram(_peer.ToIpv4()!.Value, 4000, _own.ToIpv4()!.Value, 4000, new byte[] { 1 }).ToArray()];

    private static TunDevice CreateUp(int queues = 1)
    {
        var device = TunDevice.Create("adit0", queues: queues);
        using var links = new NetworkLinks();
        links.AddAddress(device.Name, _own, 32, _peer);
        links.SetLink(device.Name, up: true, mtu: 1400);
        return device;
    }

    private static void Send(params ReadOnlySpan<byte> datagrams)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        foreach (var datagram in datagrams)
            socket.SendTo([datagram], new IPEndPoint(_peer, 4000));
    }

    private static bool Drain(TunQueue queue)
    {
        var buffer = new byte[TunDevice.ReadBufferLength];
        var hasAny = false;
        while (queue.TryRead(buffer, out _))
            hasAny |= buffer[TunDevice.HeaderLength] == 0x45; // the kernel's own IPv6 is nobody's answer
        return hasAny;
    }

    /// <summary>Runs it on a thread that waits for links.</summary>
    private static T OnSomeLoop<T>(Func<T> run)
    {
        var (own, peer) = Loopback.ConnectAsync().GetAwaiter().GetResult();
        using var ownEnd = own;
        using var peerEnd = peer;
        own.Blocking = false;
        using var readiness = new SocketReadiness(own) { GoesOnInline = true };
        var done = RunWhenReadableAsync();
        peer.Send([1]);
        return done.WaitAsync(_deadline).GetAwaiter().GetResult();

        async Task<T> RunWhenReadableAsync()
        {
            await readiness.WaitReadableAsync(default).ConfigureAwait(false);
            return run();
        }
    }
}
