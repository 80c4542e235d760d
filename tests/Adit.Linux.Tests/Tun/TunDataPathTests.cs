using System.Net;
using System.Net.Sockets;
using System.Security.Cryptography;
using Adit.Linux.Netlink;
using Adit.Linux.Tests.Support;
using Adit.Linux.Tun;

namespace Adit.Linux.Tests.Tun;

/// <summary>Two devices in two networks, joined by the segmenter and the coalescer: the kernel's own TCP is the judge.</summary>
public sealed class TunDataPathTests
{
    private const int StreamLength = 64 * 1024 * 1024;
    private const int DatagramLength = 1200;

    // Has the kernel cut what is sent into datagrams of that length (udp(7)).
    private const int Udp = 17;
    private const int UdpSegment = 103;

    [Theory]
    [InlineData("10.93.0.1", "10.93.0.2", 24)]
    [InlineData("fd00:93::1", "fd00:93::2", 64)]
    public void A_tcp_stream_crosses_whole_and_in_super_packets(string clientAddress, string serverAddress, int prefixLength) =>
        OwnNetwork.Run(() =>
        {
            var server = new IPEndPoint(IPAddress.Parse(serverAddress), 4000);
            using var clientDevice = CreateUp(clientAddress, prefixLength);
            using var client = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp); // belongs to this network
            OwnNetwork.Run(() =>
            {
                using var serverDevice = CreateUp(serverAddress, prefixLength);
                using var listener = new Socket(server.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
                listener.Bind(server);
                listener.Listen();
                using var up = new Crossing(clientDevice, serverDevice);
                using var down = new Crossing(serverDevice, clientDevice);
                var sent = RandomNumberGenerator.GetBytes(StreamLength);

                var received = Transfer(sent, client, server, listener);
                up.Stop();
                down.Stop();

                Assert.True(sent.AsSpan().SequenceEqual(received));
                Assert.Equal((0, 0, 0, 0), (serverDevice.RefusedWrites, clientDevice.RefusedWrites, up.Dropped, up.BadChecksums));
                Assert.True(up.Written < up.Segments / 4, $"{up.Segments} segments were written in {up.Written} packets");
            });
        });

    /// <summary>A kernel before 6.2 has no offload for datagrams: there they cross one by one.</summary>
    [Theory]
    [InlineData("10.93.0.1", "10.93.0.2", 24)]
    [InlineData("fd00:93::1", "fd00:93::2", 64)]
    public void Datagrams_cross_in_order_and_in_super_packets_where_the_kernel_has_them(string clientAddress, string serverAddress, int prefixLength) =>
        OwnNetwork.Run(() =>
        {
            var server = new IPEndPoint(IPAddress.Parse(serverAddress), 4000);
            using var clientDevice = CreateUp(clientAddress, prefixLength);
            using var client = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            client.SetRawSocketOption(Udp, UdpSegment, BitConverter.GetBytes(DatagramLength));
            OwnNetwork.Run(() =>
            {
                using var serverDevice = CreateUp(serverAddress, prefixLength);
                using var receiver = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp) { ReceiveTimeout = 10_000 };
                receiver.Bind(server);
                using var up = new Crossing(clientDevice, serverDevice);

                client.Connect(server);
                for (var round = 0; round < 100; round++)
                    Exchange(client, receiver, RandomNumberGenerator.GetBytes((10 * DatagramLength) + 300));
                up.Stop();

                Assert.Equal((0, 0, 0), (serverDevice.RefusedWrites, up.Dropped, up.BadChecksums));
                var gathers = clientDevice.Offloads.HasFlag(TunOffloads.Udp);
                Assert.True(!gathers || (up.Reads <= 110 && up.Written <= 110), $"{up.Segments} datagrams were read in {up.Reads}, written in {up.Written} packets");
            });
        });

    private static void Exchange(Socket client, Socket receiver, byte[] sent)
    {
        client.Send(sent);
        var received = new byte[sent.Length];
        for (var rest = received.AsSpan(); rest.Length > 0;)
        {
            var length = receiver.Receive(rest);
            Assert.Equal(Math.Min(DatagramLength, rest.Length), length);
            rest = rest[length..];
        }

        Assert.True(sent.AsSpan().SequenceEqual(received));
    }

    private static byte[] Transfer(byte[] sent, Socket client, IPEndPoint server, Socket listener)
    {
        var received = new byte[sent.Length];
        var sender = new Thread(() =>
        {
            client.Connect(server);
            client.Send(sent);
        });
        sender.Start();
        using var accepted = listener.Accept();
        accepted.ReceiveTimeout = 10_000;
        for (var rest = received.AsSpan(); rest.Length > 0;)
            rest = rest[accepted.Receive(rest)..];
        sender.Join();
        return received;
    }

    private static TunDevice CreateUp(string address, int prefixLength)
    {
        var device = TunDevice.Create("adit0");
        using var links = new NetworkLinks();
        links.SetLink(device.Name, up: true, mtu: 1400);
        links.AddAddress(device.Name, IPAddress.Parse(address), prefixLength);
        return device;
    }
}
