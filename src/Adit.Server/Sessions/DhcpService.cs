using System.Buffers.Binary;
using Adit.Protocols;
using Adit.Protocols.Dhcp;
using Adit.Protocols.Ip;
using Adit.Server.Configuration;

namespace Adit.Server.Sessions;

/// <summary>
/// DHCP inside the tunnel: answers a session's Inform with the networks behind this gateway and how names are looked up there. Whatever
/// else a session sends to a port of DHCP ends here: one that plays the server must not be heard by anyone.
/// </summary>
/// <param name="server">The gateway's own address in the tunnels.</param>
/// <param name="configuration">The configuration in force.</param>
/// <param name="address">The session's address.</param>
/// <param name="routesLeftOut">Told when there was no room for the routes.</param>
/// <param name="now">The time.</param>
internal sealed class DhcpService(
    Ipv4Address server, Func<ServerConfiguration> configuration, Func<Ipv4Address?> address, Action routesLeftOut, Func<Moment> now)
    : ITunnelService
{
    // A client tries four times within a minute, and whoever reconnects is another session.
    private readonly ReplyRate _rate = new(burst: 8, interval: TimeSpan.FromSeconds(2));

    public bool TryServe(ReadOnlySpan<byte> packet, out ReadOnlyMemory<byte> reply)
    {
        reply = default;
        if (!IsDhcp(packet))
            return false;

        if (UdpDatagram.TryParse(packet, out var datagram))
            reply = Answer(datagram);
        return true;
    }

    /// <summary>A datagram's first part is enough to tell.</summary>
    private static bool IsDhcp(ReadOnlySpan<byte> packet) =>
        packet.Length > Ipv4Header.MinLength && packet[9] == (byte)IpProtocol.Udp
        && Ipv4Header.TryParse(packet, out var header) && header.FragmentOffset == 0 && header.TotalLength >= header.HeaderLength + 4
        && BinaryPrimitives.ReadUInt16BigEndian(packet[(header.HeaderLength + 2)..]) is DhcpMessage.ServerPort or DhcpMessage.ClientPort;

    private byte[] Answer(UdpDatagram datagram)
    {
        if (address() is not { } client || !IsForUs(datagram, client)
            || !DhcpMessage.TryParse(datagram.Payload, out var message) || !IsInformOf(message, client) || !_rate.TryTake(now()))
            return [];

        var answer = AnswerOf(configuration()).To(message, out var leftOut);
        if (leftOut)
            routesLeftOut();
        return new UdpDatagram(server, DhcpMessage.ServerPort, client, DhcpMessage.ClientPort, answer.ToArray()).ToArray();
    }

    private bool IsForUs(UdpDatagram datagram, Ipv4Address client) =>
        datagram.DestinationPort == DhcpMessage.ServerPort && datagram.Source == client
        && (datagram.Destination == DhcpPacket.Broadcast || datagram.Destination == server);

    private static bool IsInformOf(DhcpMessage message, Ipv4Address client) =>
        message is { Op: DhcpOp.BootRequest, Type: DhcpMessageType.Inform } && message.ClientAddress == client;

    private DhcpInformAnswer AnswerOf(ServerConfiguration snapshot) => new()
    {
        Server = server,
        Routes = snapshot.Ipv4Routes,
        NameServers = snapshot.Dns,
        Domain = snapshot.Suffix,
        MaxLength = snapshot.Mtu - Ipv4Header.MinLength - UdpDatagram.HeaderLength,
    };
}
