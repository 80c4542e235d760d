using System.Buffers.Binary;

namespace Adit.Protocols.Ip.Queues;

/// <summary>
/// Tells flows apart (RFC 8290 §4.1.1): packets of one have the same number, those of two rarely. It is not secret: who makes two flows
/// collide has them share a queue, as all would without it.
/// </summary>
public static class FlowHash
{
    private const int Ipv4SourceOffset = 12;
    private const int Ipv4AddressesLength = 8;
    private const int PortsLength = 4;
    private const ulong Prime = 0x9E37_79B9_7F4A_7C15; // 2^64 divided by the golden ratio, as the next odd number

    /// <summary>
    /// By addresses, protocol and ports; without the ports for fragments, which may not bear them, for what is behind extension headers of
    /// IPv6, and for other protocols than TCP and UDP. What is no IP packet is one flow.
    /// </summary>
    public static uint Of(ReadOnlySpan<byte> packet)
    {
        if (Ipv4Header.TryParse(packet, out var ipv4))
        {
            var payload = ipv4.IsFragment ? default : packet[ipv4.HeaderLength..ipv4.TotalLength];
            return Of(packet.Slice(Ipv4SourceOffset, Ipv4AddressesLength), ipv4.Protocol, payload);
        }

        return Ipv6Header.TryParse(packet, out var ipv6)
            ? Of(packet.Slice(Ipv6Header.SourceOffset, 2 * Ipv6Header.AddressLength), ipv6.NextHeader, packet[Ipv6Header.Length..ipv6.TotalLength])
            : 0;
    }

    private static uint Of(ReadOnlySpan<byte> addresses, IpProtocol protocol, ReadOnlySpan<byte> payload)
    {
        var hash = (ulong)protocol;
        for (; !addresses.IsEmpty; addresses = addresses[sizeof(uint)..])
            hash = Mixed(hash, BinaryPrimitives.ReadUInt32BigEndian(addresses));
        if (protocol is IpProtocol.Tcp or IpProtocol.Udp && payload.Length >= PortsLength)
            hash = Mixed(hash, BinaryPrimitives.ReadUInt32BigEndian(payload));
        return (uint)(hash >> 32);
    }

    private static ulong Mixed(ulong hash, uint word)
    {
        hash = (hash ^ word) * Prime;
        return hash ^ (hash >> 32);
    }
}
