using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Adit.Linux.Netlink;
using Adit.Linux.Sockets;
using Adit.Linux.Tests.Support;
using Adit.Linux.Tun;

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
        using var watch = device.Watch(_ =>
        {
            if (device.TryRead(buffer, out var length) && buffer[TunDevice.HeaderLength + 9] == 17)
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
    public void Who_has_it_moved_here_is_the_one_who_is_told() => OwnNetwork.Run(() =>
    {
        using var device = CreateUp();
        using var told = new BlockingCollection<int>();
        var gate = new Lock();
        using var watch = device.Watch(_ =>
        {
            lock (gate)
                if (Drain(device))
                    told.Add(Environment.CurrentManagedThreadId);
        });
        watch.Resume();
        for (var turn = 0; turn < 2 * Environment.ProcessorCount; turn++) // sockets belong to one loop after the other
        {
            var here = OnSomeLoop(() =>
            {
                lock (gate)
                    watch.MoveHere();
                Assert.True(watch.IsHere);
                return Environment.CurrentManagedThreadId;
            });
            var teller = 0;
            for (var tries = 0; tries < 100 && teller != here; tries++) // one that was told already may still come
            {
                Send(1);
                Assert.True(told.TryTake(out teller, _deadline));
            }

            Assert.Equal(here, teller);
        }
    });

    [Fact]
    public void The_end_of_the_interface_is_told() => OwnNetwork.Run(() =>
    {
        using var device = CreateUp();
        using var told = new BlockingCollection<TunNews>();
        TunWatch watch = null!;
        using var kept = watch = device.Watch(news =>
        {
            Drain(device);
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

    private static TunDevice CreateUp()
    {
        var device = TunDevice.Create("adit0");
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

    private static bool Drain(TunDevice device)
    {
        var buffer = new byte[TunDevice.ReadBufferLength];
        var hasAny = false;
        while (device.TryRead(buffer, out _))
            hasAny = true;
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
