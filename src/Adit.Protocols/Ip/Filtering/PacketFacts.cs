using System.Buffers.Binary;
using System.Runtime.InteropServices;

namespace Adit.Protocols.Ip.Filtering;

/// <summary>What filters look at in a packet.</summary>
/// <param name="IsIpv6">Its family.</param>
/// <param name="Protocol">What it carries, behind IPv6's extension headers.</param>
/// <param name="Source">Where it says it comes from; IPv4 in the last 32 bits.</param>
/// <param name="Destination">Where it goes.</param>
/// <param name="HasPorts">False for a later fragment, and for protocols that have neither ports nor types.</param>
/// <param name="SourcePort">The port, or ICMP's type.</param>
/// <param name="DestinationPort">The port, or ICMP's code.</param>
[StructLayout(LayoutKind.Auto)]
public readonly record struct PacketFacts(
    bool IsIpv6, IpProtocol Protocol, Ipv6Address Source, Ipv6Address Destination, bool HasPorts, ushort SourcePort, ushort DestinationPort)
{
    // Four are all that are in use together (RFC 8200 §4.1); a longer chain is there to hide something.
    private const int MaxExtensions = 8;
    private const byte HopByHop = 0;
    private const byte Routing = 43;
    private const byte Fragment = 44;
    private const byte DestinationOptions = 60;

    /// <summary>
    /// False where it cannot be read to its end: no IP, a first fragment that hides its ports in the next, or one that would lie over them
    /// (RFC 1858 §3).
    /// </summary>
    public static bool TryRead(ReadOnlySpan<byte> packet, out PacketFacts facts)
    {
        facts = default;
        if (Ipv4Header.TryParse(packet, out var ipv4))
            return TryFinish(
                new PacketFacts(IsIpv6: false, ipv4.Protocol, PacketRule.Of(ipv4.Source), PacketRule.Of(ipv4.Destination), HasPorts: false, 0, 0),
                packet[ipv4.HeaderLength..ipv4.TotalLength], ipv4.FragmentOffset, out facts);
        return Ipv6Header.TryParse(packet, out var ipv6) && TryReadIpv6(packet[..ipv6.TotalLength], ipv6.NextHeader, out facts);
    }

    private static bool TryReadIpv6(ReadOnlySpan<byte> packet, IpProtocol nextHeader, out PacketFacts facts)
    {
        facts = default;
        var payload = packet[Ipv6Header.Length..];
        var offset = 0;
        for (var count = 0; (byte)nextHeader is HopByHop or Routing or Fragment or DestinationOptions; count++)
        {
            if (count == MaxExtensions || payload.Length < 8 || offset > 0)
                break;

            var length = (byte)nextHeader is Fragment ? 8 : (payload[1] + 1) * 8;
            if (length > payload.Length)
                return false;

            offset = (byte)nextHeader is Fragment ? BinaryPrimitives.ReadUInt16BigEndian(payload[2..]) & 0xfff8 : 0;
            nextHeader = (IpProtocol)payload[0];
            payload = payload[length..];
        }

        var isUnread = offset == 0 && (byte)nextHeader is HopByHop or Routing or Fragment or DestinationOptions;
        var (source, destination) = (Ipv6Address.Read(Ipv6Header.Source(packet)), Ipv6Address.Read(Ipv6Header.Destination(packet)));
        return !isUnread && TryFinish(
            new PacketFacts(IsIpv6: true, nextHeader, source, destination, HasPorts: false, 0, 0), payload, offset, out facts);
    }

    private static bool TryFinish(in PacketFacts known, ReadOnlySpan<byte> payload, int fragmentOffset, out PacketFacts facts)
    {
        facts = known;
        if (fragmentOffset > 0)
            return known.Protocol is not IpProtocol.Tcp || fragmentOffset > 8;
        if (known.Protocol is not (IpProtocol.Tcp or IpProtocol.Udp or IpProtocol.Icmp or IpProtocol.IcmpV6))
            return true;
        if (payload.Length < 4)
            return false;

        var isIcmp = known.Protocol is IpProtocol.Icmp or IpProtocol.IcmpV6;
        facts = known with
        {
            HasPorts = true,
            SourcePort = isIcmp ? payload[0] : BinaryPrimitives.ReadUInt16BigEndian(payload),
            DestinationPort = isIcmp ? payload[1] : BinaryPrimitives.ReadUInt16BigEndian(payload[2..]),
        };
        return true;
    }
}
