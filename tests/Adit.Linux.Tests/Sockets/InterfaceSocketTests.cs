using System.Net;
using System.Net.Sockets;
using Adit.Linux.Netlink;
using Adit.Linux.Sockets;
using Adit.Linux.Tests.Support;
using Adit.Linux.Tun;
using Adit.Protocols.Ip;

namespace Adit.Linux.Tests.Sockets;

public sealed class InterfaceSocketTests
{
    private const ushort Port = 68;

    private static readonly IPAddress _own = IPAddress.Parse("10.93.0.1");

    [Fact]
    public void What_a_client_sends_through_the_tunnel_is_not_heard_on_another_interface() => OwnNetwork.Run(() =>
    {
        using var tunnel = TunDevice.Create("adit0");
        using var lan = TunDevice.Create("lan");
        using var links = new NetworkLinks();
        RaiseLink(links, "adit0", IPAddress.Parse("10.83.0.1"));
        RaiseLink(links, "lan", _own);
        using var onTunnel = InterfaceSocket.Bind("adit0", Port);
        using var onLan = InterfaceSocket.Bind("lan", Port); // the same port, as a machine's own DHCP client has it

        // To the address on the LAN, from a client in the tunnel: the kernel takes it in, for it is the machine's own.
        var offer = new UdpDatagram(new(0x0a530005), 67, new(0x0a5d0001), Port, "an offer"u8);
        Assert.True(tunnel.TryWrite([.. new byte[TunDevice.HeaderLength], .. offer.ToArray()]));

        var buffer = new byte[100];
        Assert.Equal((8, 67), Wait(onTunnel.ReceiveAsync(buffer, CancellationToken.None)));
        using var noMore = new CancellationTokenSource(TimeSpan.FromMilliseconds(50));
        Assert.ThrowsAny<OperationCanceledException>(() => Wait(onLan.ReceiveAsync(buffer, noMore.Token)));
    });

    [Fact]
    public void A_broadcast_is_sent_and_heard_by_the_machine_itself() => OwnNetwork.Run(() =>
    {
        using var tunnel = TunDevice.Create("adit0");
        using var links = new NetworkLinks();
        RaiseLink(links, "adit0", _own);
        using var server = InterfaceSocket.Bind("adit0", 67);
        using var client = InterfaceSocket.Bind("adit0", Port);

        client.Send("to all"u8, new IPEndPoint(IPAddress.Broadcast, 67));

        Assert.Equal((6, (int)Port), Wait(server.ReceiveAsync(new byte[100], CancellationToken.None)));
    });

    [Fact]
    public void An_interface_that_is_not_there_is_an_error() => OwnNetwork.Run(() =>
        Assert.Throws<SocketException>(() => InterfaceSocket.Bind("no-such0", Port)));

    private static void RaiseLink(NetworkLinks links, string device, IPAddress address)
    {
        links.AddAddress(device, address, 24);
        links.SetLink(device, up: true);
    }

    private static T Wait<T>(ValueTask<T> task) => task.AsTask().WaitAsync(TimeSpan.FromSeconds(30)).GetAwaiter().GetResult();
}
