using System.Net;
using System.Net.Sockets;
using Adit.Linux.Netlink;
using Adit.Linux.Tests.Support;
using Adit.Linux.Tun;

namespace Adit.Transport.Tests;

public sealed class TunPumpTests
{
    // Has the kernel cut what is sent into datagrams of that length (udp(7)).
    private const int Udp = 17;
    private const int UdpSegment = 103;
    private const int DatagramLength = 1200;

    private static readonly IPAddress _own = IPAddress.Parse("10.93.0.1");
    private static readonly IPEndPoint _peer = new(IPAddress.Parse("10.93.0.2"), 4000);
    private static readonly TimeSpan _deadline = TimeSpan.FromSeconds(20);

    /// <summary>Five megabytes are more than one thread reads in a turn; where the kernel has no super-packets of datagrams, its queue holds less.</summary>
    [Fact]
    public void What_is_too_much_for_one_turn_is_read_to_the_end_and_so_is_what_comes_later() => OwnNetwork.Run(() =>
    {
        using var device = CreateUp();
        for (var i = 0; i < 100; i++)
            Send(45 * DatagramLength);
        using var pump = new TunPump(device, new NoCalls());
        Assert.True(SpinWait.SpinUntil(() => pump.Undeliverable >= 100, _deadline));

        for (var i = 0; i < 10; i++)
        {
            var before = pump.Undeliverable;
            Send(DatagramLength);
            Assert.True(SpinWait.SpinUntil(() => pump.Undeliverable > before, _deadline));
        }
    });

    [Fact]
    public void It_can_be_stopped_while_packets_come() => OwnNetwork.Run(() =>
    {
        using var device = CreateUp();
        for (var i = 0; i < 100; i++)
            Send(45 * DatagramLength);
        using (new TunPump(device, new NoCalls()))
            Send(DatagramLength);

        var reads = device.Reads;
        Send(DatagramLength);
        Assert.Equal(reads, device.Reads);
    });

    private static TunDevice CreateUp()
    {
        var device = TunDevice.Create("adit0", queues: TunDevice.MostQueues);
        using var links = new NetworkLinks();
        links.AddAddress(device.Name, _own, 32, _peer.Address);
        links.SetLink(device.Name, up: true, mtu: 1400);
        return device;
    }

    private static void Send(int length)
    {
        using var socket = new Socket(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
        socket.SetRawSocketOption(Udp, UdpSegment, BitConverter.GetBytes(DatagramLength));
        socket.SendTo(new byte[length], _peer);
    }

    private sealed class NoCalls : ICallTable
    {
        public CallDriver? Find(ReadOnlySpan<byte> packet) => null;
    }
}
