namespace Adit.Protocols.Ip.Nd;

/// <summary>A cheap first look at a packet: which message it claims to be.</summary>
internal static class NdClaim
{
    public static bool Has(ReadOnlySpan<byte> packet, Icmpv6Type type) =>
        packet.Length > Ipv6Header.Length && packet[0] >> 4 == 6 && (IpProtocol)packet[6] is IpProtocol.IcmpV6
        && (Icmpv6Type)packet[Ipv6Header.Length] == type;

    /// <summary>What only a router may say: an advertisement or a redirect.</summary>
    public static bool IsRouters(ReadOnlySpan<byte> packet) => Has(packet, Icmpv6Type.RouterAdvertisement) || Has(packet, Icmpv6Type.Redirect);
}
