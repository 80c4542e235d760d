namespace Adit.Protocols.Ip.Nd;

/// <summary>
/// A host asks for routers (RFC 4861 §4.1), as a whole IPv6 packet. A link without link-layer addresses has no use for its options,
/// which are checked and passed over.
/// </summary>
/// <param name="Source">The host's link-local address, or :: before it has one.</param>
public readonly record struct RouterSolicitation(Ipv6Address Source)
{
    private const int HeaderLength = 8;

    /// <summary>Whether a packet claims to be one, right or wrong.</summary>
    public static bool IsClaimed(ReadOnlySpan<byte> packet) => NdClaim.Has(packet, Icmpv6Type.RouterSolicitation);

    /// <summary>Reads a packet; false where RFC 4861 §6.1.1 has it dropped.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out RouterSolicitation solicitation)
    {
        solicitation = default;
        if (!Ipv6Packet.TryOpenNeighbor(packet, Icmpv6Type.RouterSolicitation, HeaderLength, out var source, out var message))
            return false;

        var options = new NdOptions(message[HeaderLength..]);
        while (options.TryNext(out var type, out _))
        {
            if (type is NdOptionType.SourceLinkLayerAddress && source.IsUnspecified)
                return false;
        }

        solicitation = new RouterSolicitation(source);
        return !options.AreBroken && !source.IsMulticast;
    }

    /// <summary>The packet, to all routers of the link.</summary>
    public byte[] ToPacket() => Ipv6Packet.CompleteIcmp(
        Ipv6Packet.New(Source, Ipv6Address.AllRouters, IpProtocol.IcmpV6, byte.MaxValue, HeaderLength), Icmpv6Type.RouterSolicitation);
}
