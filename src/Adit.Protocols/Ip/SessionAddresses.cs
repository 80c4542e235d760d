using Adit.Protocols.Ip.Dhcpv6;
using Adit.Protocols.Ip.Nd;

namespace Adit.Protocols.Ip;

/// <summary>
/// The addresses of one session: what may come from it, and go to it, beyond its link. Its own link-local address and multicast are for
/// the link alone and are never among them.
/// </summary>
/// <param name="Ipv4">Its one IPv4 address; null where it has none.</param>
/// <param name="Ipv6">Its own prefix; null where it has none.</param>
public sealed record SessionAddresses(Ipv4Address? Ipv4, Ipv6Prefix? Ipv6)
{
    /// <summary>Networks behind the client, whose hosts use the session, too.</summary>
    public IReadOnlyList<Ipv4Network> Behind { get; init; } = [];

    /// <summary>The same for IPv6.</summary>
    public IReadOnlyList<Ipv6Prefix> Ipv6Behind { get; init; } = [];

    /// <summary>
    /// Whether a packet comes from the session's own address and goes somewhere beyond the link. What only routers and DHCP servers say
    /// never does.
    /// </summary>
    public bool IsFromHere(ReadOnlySpan<byte> packet) => Ipv6Header.TryParse(packet, out _)
        ? IsOwn(Ipv6Header.Source(packet)) && IsBeyondLink(Ipv6Header.Destination(packet))
            && !NdClaim.IsRouters(packet) && !Dhcpv6Datagram.IsClaimedForClient(packet)
        : Ipv4Header.TryParse(packet, out var header) && (header.Source == Ipv4 || IsBehind(header.Source));

    /// <summary>Whether a packet goes to the session's own address and comes from beyond the link.</summary>
    public bool IsForHere(ReadOnlySpan<byte> packet) => Ipv6Header.TryParse(packet, out _)
        ? IsOwn(Ipv6Header.Destination(packet)) && IsBeyondLink(Ipv6Header.Source(packet))
        : Ipv4Header.TryParse(packet, out var header) && (header.Destination == Ipv4 || IsBehind(header.Destination));

    private bool IsOwn(ReadOnlySpan<byte> address) => (Ipv6 is { } prefix && prefix.Contains(Ipv6Address.Read(address))) || IsBehind(Ipv6Address.Read(address));

    private bool IsBehind(Ipv4Address address)
    {
        for (var i = 0; i < Behind.Count; i++)
            if (Behind[i].Contains(address))
                return true;
        return false;
    }

    private bool IsBehind(Ipv6Address address)
    {
        for (var i = 0; i < Ipv6Behind.Count; i++)
            if (Ipv6Behind[i].Contains(address))
                return true;
        return false;
    }

    /// <summary>All but link-local, multicast, and what begins with eight zero bits: unspecified, loopback and IPv4 in disguise.</summary>
    private static bool IsBeyondLink(ReadOnlySpan<byte> address) =>
        Ipv6Address.Read(address) is { IsLinkLocal: false, IsMulticast: false } && (address[0] != 0 || IsTranslated(address));

    /// <summary>64:ff9b::/32: IPv4 hosts behind NAT64 (RFC 6052, RFC 8215).</summary>
    private static bool IsTranslated(ReadOnlySpan<byte> address) => address.StartsWith((ReadOnlySpan<byte>)[0, 0x64, 0xff, 0x9b]);
}
