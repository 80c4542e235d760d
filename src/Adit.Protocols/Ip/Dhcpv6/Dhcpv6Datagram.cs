using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Adit.Protocols.Ip.Dhcpv6;

/// <summary>A message of DHCPv6 in UDP in an IPv6 packet (RFC 8415 §7.2), both of whose addresses are on the link.</summary>
/// <param name="Source">Who sends.</param>
/// <param name="Destination">Who is to hear it.</param>
/// <param name="Message">What is said.</param>
public sealed record Dhcpv6Datagram(Ipv6Address Source, Ipv6Address Destination, Dhcpv6Message Message)
{
    private const ushort ClientPort = 546;
    private const ushort ServerPort = 547;

    /// <summary>Whether a packet claims to be for a server, right or wrong.</summary>
    public static bool IsClaimedForServer(ReadOnlySpan<byte> packet) => HasPorts(packet, ServerPort);

    /// <summary>Whether a packet claims to be for a client, right or wrong.</summary>
    public static bool IsClaimedForClient(ReadOnlySpan<byte> packet) => HasPorts(packet, ClientPort);

    /// <summary>Reads a packet; false where it is none, or its checksum is wrong.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, [NotNullWhen(true)] out Dhcpv6Datagram? datagram)
    {
        datagram = null;
        if (!Ipv6Packet.TryOpen(packet, IpProtocol.Udp, out var source, out var destination, out var udp)
            || udp.Length < Ipv6Packet.UdpHeaderLength || BinaryPrimitives.ReadUInt16BigEndian(udp[4..]) != udp.Length
            || udp.Slice(6, 2) is [0, 0] || !Dhcpv6Message.TryParse(udp[Ipv6Packet.UdpHeaderLength..], out var message))
            return false;

        datagram = new Dhcpv6Datagram(source, destination, message);
        return true;
    }

    /// <summary>The packet: a reply goes to the client's port, everything else to the server's.</summary>
    public byte[] ToPacket()
    {
        var isReply = Message.Type is Dhcpv6MessageType.Reply;
        var message = Message.ToBytes();
        var packet = Ipv6Packet.New(Source, Destination, IpProtocol.Udp, hopLimit: 1, Ipv6Packet.UdpHeaderLength + message.Length);
        var udp = packet.AsSpan(Ipv6Header.Length);
        BinaryPrimitives.WriteUInt16BigEndian(udp, isReply ? ServerPort : ClientPort);
        BinaryPrimitives.WriteUInt16BigEndian(udp[2..], isReply ? ClientPort : ServerPort);
        BinaryPrimitives.WriteUInt16BigEndian(udp[4..], (ushort)udp.Length);
        message.CopyTo(udp[Ipv6Packet.UdpHeaderLength..]);
        Ipv6Packet.WriteChecksum(packet, fieldOffset: 6);
        return packet;
    }

    private static bool HasPorts(ReadOnlySpan<byte> packet, ushort destination) =>
        packet.Length >= Ipv6Header.Length + Ipv6Packet.UdpHeaderLength && packet[0] >> 4 == 6 && (IpProtocol)packet[6] is IpProtocol.Udp
        && BinaryPrimitives.ReadUInt16BigEndian(packet[(Ipv6Header.Length + 2)..]) == destination;
}
