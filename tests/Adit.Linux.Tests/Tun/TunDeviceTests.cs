using System.Net;
using System.Net.Sockets;
using Adit.Linux.Netlink;
using Adit.Linux.Tests.Support;
using Adit.Linux.Tun;

namespace Adit.Linux.Tests.Tun;

public sealed class TunDeviceTests
{
    private static readonly IPAddress _own = IPAddress.Parse("10.93.0.1");
    private static readonly IPAddress _peer = IPAddress.Parse("10.93.0.2");

    [Fact]
    public void The_device_bears_its_name_and_takes_all_offloads() => OwnNetwork.Run(() =>
    {
        using var device = TunDevice.Create("adit%d");

        Assert.Equal("adit0", device.Name);
        var refused = Environment.OSVersion.Version >= new Version(6, 2) ? TunOffloads.None : TunOffloads.Udp; // it came with USO
        Assert.Equal((TunOffloads.All & ~refused, refused), (device.Offloads, device.RefusedOffloads));
    });

    [Fact]
    public void An_offload_that_is_not_wanted_is_neither_taken_nor_refused() => OwnNetwork.Run(() =>
    {
        using var device = TunDevice.Create("adit0", udpOffload: false);

        Assert.Equal((TunOffloads.All & ~TunOffloads.Udp, TunOffloads.None), (device.Offloads, device.RefusedOffloads));
    });

    [Fact]
    public void A_packet_that_the_kernel_routes_to_the_device_can_be_read() => OwnNetwork.Run(() =>
    {
        using var device = CreateUp();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.SendTo([1, 2, 3, 4, 5], new IPEndPoint(_peer, 4000));

        var packet = ReadFromAny(device).Packet;

        Assert.Equal([1, 2, 3, 4, 5], packet[^5..]);
    });

    [Fact]
    public void A_packet_that_is_written_reaches_a_socket() => OwnNetwork.Run(() =>
    {
        using var device = CreateUp();
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(_own, 4000));
        socket.ReceiveTimeout = 5000;
        socket.SendTo([7, 7, 7], new IPEndPoint(_peer, 4000));
        var echo = ReadFromAny(device).Packet;
        Swap(echo.AsSpan(TunDevice.HeaderLength + 12, 4), echo.AsSpan(TunDevice.HeaderLength + 16, 4));

        Assert.True(device.TryWrite(echo)); // same ports both ways, so swapped addresses make a whole answer

        var received = new byte[16];
        Assert.Equal(3, socket.Receive(received));
        Assert.Equal([7, 7, 7], received[..3]);
    });

    [Fact]
    public void Reading_never_waits() => OwnNetwork.Run(() =>
    {
        using var device = TunDevice.Create("adit0");

        Assert.False(device.Queues[0].TryRead(new byte[TunDevice.ReadBufferLength], out var length));
        Assert.Equal(0, length);
    });

    [Fact]
    public void What_the_kernel_refuses_is_counted() => OwnNetwork.Run(() =>
    {
        using var device = TunDevice.Create("adit0"); // down

        Assert.False(device.TryWrite(new byte[TunDevice.HeaderLength + 20]));
        Assert.False(device.TryWrite([]));
        Assert.Equal(2, device.RefusedWrites);
    });

    [Fact]
    public void A_name_that_is_taken_is_told_with_its_remedy() => OwnNetwork.Run(() =>
    {
        using var device = TunDevice.Create("adit0");

        var refusal = Assert.Throws<LinuxException>(() => TunDevice.Create("adit0"));

        Assert.Equal("EBUSY", refusal.ErrorName);
        Assert.Contains("take another name", refusal.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void A_queue_of_a_device_that_has_several_is_not_given_to_a_second_one() => OwnNetwork.Run(() =>
    {
        using var device = TunDevice.Create("adit0", queues: 2);

        var refusal = Assert.Throws<LinuxException>(() => TunDevice.Create("adit0", queues: 2));

        Assert.Equal("EBUSY", refusal.ErrorName);
    });

    [Fact]
    public void The_name_of_another_kind_of_interface_is_refused_as_well() => OwnNetwork.Run(() =>
    {
        var refusal = Assert.Throws<LinuxException>(() => TunDevice.Create("lo"));

        Assert.Contains("take another name", refusal.Message, StringComparison.Ordinal);
    });

    [Fact]
    public void A_flow_s_packets_come_to_the_queue_that_it_was_written_to() => OwnNetwork.Run(() =>
    {
        using var device = CreateUp(queues: 4);
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.Bind(new IPEndPoint(_own, 4000));
        foreach (var queue in device.Queues.Concat(device.Queues))
        {
            socket.SendTo([7], new IPEndPoint(_peer, 4000));
            var (echo, _) = ReadFromAny(device);
            Swap(echo.AsSpan(TunDevice.HeaderLength + 12, 4), echo.AsSpan(TunDevice.HeaderLength + 16, 4));
            Assert.True(queue.TryWrite(echo));
            socket.SendTo([8], new IPEndPoint(_peer, 4000));

            Assert.Same(queue, ReadFromAny(device).From);
        }
    });

    [Theory]
    [InlineData("")]
    [InlineData("a-name-of-sixteen")]
    [InlineData("two words")]
    [InlineData("a/b")]
    public void A_name_no_interface_can_have_is_refused(string name) =>
        Assert.ThrowsAny<ArgumentException>(() => TunDevice.Create(name));

    [Fact]
    public void The_interface_goes_with_its_object() => OwnNetwork.Run(() =>
    {
        TunDevice.Create("adit0").Dispose();

        using var links = new NetworkLinks();
        Assert.Throws<LinuxException>(() => links.SetLink("adit0", up: true));
    });

    private static TunDevice CreateUp(int queues = 1)
    {
        var device = TunDevice.Create("adit0", queues: queues);
        using var links = new NetworkLinks();
        links.AddAddress(device.Name, _own, 32, _peer);
        links.SetLink(device.Name, up: true, mtu: 1400);
        return device;
    }

    private static (byte[] Packet, TunQueue From) ReadFromAny(TunDevice device)
    {
        (byte[] Packet, TunQueue From)? found = null;
        Assert.True(SpinWait.SpinUntil(() => (found = TryReadFromAny(device)) is not null, TimeSpan.FromSeconds(5)), "No queue has it.");
        return found!.Value;
    }

    /// <summary>The next UDP packet over IPv4: a new interface tells of itself over IPv6.</summary>
    private static (byte[] Packet, TunQueue From)? TryReadFromAny(TunDevice device)
    {
        var buffer = new byte[TunDevice.ReadBufferLength];
        foreach (var queue in device.Queues)
            while (queue.TryRead(buffer, out var length))
                if (buffer[TunDevice.HeaderLength] == 0x45 && buffer[TunDevice.HeaderLength + 9] == 17)
                    return (buffer[..length], queue);
        return null;
    }

    private static void Swap(Span<byte> left, Span<byte> right)
    {
        Span<byte> keep = stackalloc byte[4];
        left.CopyTo(keep);
        right.CopyTo(left);
        keep.CopyTo(right);
    }
}
