using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Adit.Protocols.Ip.Probing;

/// <summary>A message of ICMP over IPv4 (RFC 792): an echo, or the news that a packet of ours did not arrive.</summary>
/// <param name="Type">What it is.</param>
/// <param name="Code">What exactly.</param>
/// <param name="Identifier">Of an echo, whose it is.</param>
/// <param name="Source">Who says it.</param>
/// <param name="About">Where the packet was to go that did not arrive; null for an echo.</param>
/// <param name="AboutPort">The port that it came from, of UDP or TCP.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct IcmpMessage(byte Type, byte Code, ushort Identifier, Ipv4Address Source, Ipv4Address? About, ushort AboutPort)
{
    /// <summary>The answer to an echo request.</summary>
    public const byte EchoReply = 0;

    /// <summary>The destination is unreachable.</summary>
    public const byte Unreachable = 3;

    private const byte EchoRequest = 8;
    private const int HeaderLength = 8;
    private const byte VersionAndLength = 0x45;
    private const ushort DontFragment = 0x4000;
    private const byte TimeToLive = 64;

    /// <summary>Reads a packet with its checksums; false for everything but echo replies and news of packets that did not arrive.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out IcmpMessage message)
    {
        message = default;
        if (!Ipv4Header.TryParse(packet, out var header) || header.Protocol != IpProtocol.Icmp || header.IsFragment)
            return false;

        var icmp = packet[header.HeaderLength..header.TotalLength];
        if (icmp.Length < HeaderLength || !InternetChecksum.IsIntact(InternetChecksum.Sum(icmp)))
            return false;

        var (about, port) = icmp[0] == Unreachable ? ReadPacket(icmp[HeaderLength..]) : default;
        message = new IcmpMessage(icmp[0], icmp[1], BinaryPrimitives.ReadUInt16BigEndian(icmp[4..]), header.Source, about, port);
        return icmp[0] is EchoReply || about is not null;
    }

    /// <summary>The beginning of the packet that did not arrive: its header and at least eight bytes (RFC 792).</summary>
    private static (Ipv4Address? Destination, ushort SourcePort) ReadPacket(ReadOnlySpan<byte> begin)
    {
        var length = begin.Length > 0 && begin[0] >> 4 == 4 ? (begin[0] & 0x0f) * 4 : 0;
        return length < Ipv4Header.MinLength || begin.Length < length + sizeof(ushort)
            ? default
            : (Ipv4Address.Read(begin[16..]), BinaryPrimitives.ReadUInt16BigEndian(begin[length..]));
    }

    /// <summary>An echo request as a whole IP packet that no router may cut up.</summary>
    /// <param name="source">Where it comes from.</param>
    /// <param name="destination">Where it goes.</param>
    /// <param name="identifier">By which the answer is known.</param>
    /// <param name="length">Bytes of the whole packet, 28 to 65535.</param>
    public static byte[] WriteEcho(Ipv4Address source, Ipv4Address destination, ushort identifier, int length)
    {
        ArgumentOutOfRangeException.ThrowIfLessThan(length, Ipv4Header.MinLength + HeaderLength);
        ArgumentOutOfRangeException.ThrowIfGreaterThan(length, ushort.MaxValue);
        var packet = new byte[length];
        packet[0] = VersionAndLength;
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)length);
        BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(6), DontFragment);
        packet[8] = TimeToLive;
        packet[9] = (byte)IpProtocol.Icmp;
        source.Write(packet.AsSpan(12));
        destination.Write(packet.AsSpan(16));
        Ipv4HeaderChecksum.Write(packet.AsSpan(0, Ipv4Header.MinLength));
        var icmp = packet.AsSpan(Ipv4Header.MinLength);
        icmp[0] = EchoRequest;
        BinaryPrimitives.WriteUInt16BigEndian(icmp[4..], identifier);
        InternetChecksum.Write(icmp.Slice(2, sizeof(ushort)), InternetChecksum.Sum(icmp));
        return packet;
    }
}
