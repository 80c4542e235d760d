using System.Buffers.Binary;
using System.Diagnostics.CodeAnalysis;

namespace Adit.Protocols.Ip.Nd;

/// <summary>
/// What a router tells its link (RFC 4861 §4.2, RFC 4191, RFC 8106), as a whole IPv6 packet. Options that we do not know are passed over,
/// as are malformed ones of those that we do; each kind is kept up to <see cref="MaxOptions"/> times.
/// </summary>
public sealed record RouterAdvertisement
{
    /// <summary>How many prefixes, routes, servers or names are kept; what comes behind them is passed over.</summary>
    public const int MaxOptions = 64;

    private const int HeaderLength = 16;
    private const byte DefaultHopLimit = 64;

    /// <summary>The hop limit for the host's packets; 0 says nothing.</summary>
    public byte HopLimit { get; init; } = DefaultHopLimit;

    /// <summary>Whether DHCPv6 gives addresses (M).</summary>
    public bool Managed { get; init; }

    /// <summary>Whether DHCPv6 gives other settings, name servers for one (O).</summary>
    public bool OtherConfiguration { get; init; }

    /// <summary>How this router ranks as default router.</summary>
    public RouterPreference Preference { get; init; }

    /// <summary>How long it is the way to everywhere, in seconds; 0 where it is not.</summary>
    public ushort RouterLifetime { get; init; }

    /// <summary>The largest packet, in bytes; null where the router says nothing.</summary>
    public uint? Mtu { get; init; }

    /// <summary>The prefixes of the link.</summary>
    public IReadOnlyList<PrefixInformation> Prefixes { get; init; } = [];

    /// <summary>Networks behind the router.</summary>
    public IReadOnlyList<RouteInformation> Routes { get; init; } = [];

    /// <summary>Name servers (RFC 8106 §5.1).</summary>
    public IReadOnlyList<Ipv6Address> DnsServers { get; init; } = [];

    /// <summary>Domains in which short names are looked for (RFC 8106 §5.2).</summary>
    public IReadOnlyList<string> SearchDomains { get; init; } = [];

    /// <summary>How long servers and domains hold, in seconds; 0 takes them away.</summary>
    public uint DnsLifetime { get; init; }

    /// <summary>Whether a packet claims to be one, right or wrong.</summary>
    public static bool IsClaimed(ReadOnlySpan<byte> packet) => NdClaim.Has(packet, Icmpv6Type.RouterAdvertisement);

    /// <summary>Whether a packet claims to be a redirect (RFC 4861 §4.5), which only a router may send.</summary>
    public static bool IsRedirect(ReadOnlySpan<byte> packet) => NdClaim.Has(packet, Icmpv6Type.Redirect);

    /// <summary>Reads a packet; false where RFC 4861 §6.1.2 has it dropped.</summary>
    public static bool TryParse(ReadOnlySpan<byte> packet, out Ipv6Address router, [NotNullWhen(true)] out RouterAdvertisement? advertisement)
    {
        advertisement = null;
        if (!Ipv6Packet.TryOpenNeighbor(packet, Icmpv6Type.RouterAdvertisement, HeaderLength, out router, out var message)
            || !router.IsLinkLocal)
            return false;

        var reader = new RouterAdvertisementReader();
        if (!reader.TryRead(message[HeaderLength..]))
            return false;

        var preference = (RouterPreference)((message[5] >> 3) & 3);
        advertisement = reader.Result with
        {
            HopLimit = message[4],
            Managed = (message[5] & 0x80) != 0,
            OtherConfiguration = (message[5] & 0x40) != 0,
            Preference = preference is RouterPreference.Reserved ? RouterPreference.Medium : preference,
            RouterLifetime = BinaryPrimitives.ReadUInt16BigEndian(message[6..]),
        };
        return true;
    }

    /// <summary>The packet from this router to this host, or to all nodes.</summary>
    public byte[] ToPacket(Ipv6Address router, Ipv6Address destination)
    {
        var options = RouterAdvertisementWriter.Write(this);
        var packet = Ipv6Packet.New(router, destination, IpProtocol.IcmpV6, byte.MaxValue, HeaderLength + options.Length);
        var message = packet.AsSpan(Ipv6Header.Length);
        message[4] = HopLimit;
        message[5] = (byte)((Managed ? 0x80 : 0) | (OtherConfiguration ? 0x40 : 0) | ((int)Preference << 3));
        BinaryPrimitives.WriteUInt16BigEndian(message[6..], RouterLifetime);
        options.CopyTo(message[HeaderLength..]);
        return Ipv6Packet.CompleteIcmp(packet, Icmpv6Type.RouterAdvertisement);
    }
}
