namespace Adit.Protocols.Ip.Filtering;

/// <summary>The filters of one session, at most one for each direction and family. Looks at each packet and allocates nothing.</summary>
public sealed class SessionFilter
{
    private readonly PacketFilter?[] _filters = new PacketFilter?[4];

    /// <summary>Of several for the same packets, all must let them pass; so only one may be there.</summary>
    public SessionFilter(IEnumerable<PacketFilter> filters)
    {
        ArgumentNullException.ThrowIfNull(filters);
        foreach (var filter in filters)
        {
            ref var place = ref _filters[IndexOf(filter.Direction, filter.IsIpv6)];
            if (place is not null)
                throw new ArgumentException("Two filters for the same packets.", nameof(filters));
            place = filter;
        }
    }

    /// <summary>Whether a packet passes. One that cannot be read to its end does not pass a filter.</summary>
    public bool Permits(PacketDirection direction, ReadOnlySpan<byte> packet)
    {
        if (packet.IsEmpty || _filters[IndexOf(direction, packet[0] >> 4 == Ipv6Header.Version)] is not { } filter)
            return true;

        return PacketFacts.TryRead(packet, out var facts) && filter.Permits(facts);
    }

    private static int IndexOf(PacketDirection direction, bool isIpv6) => ((int)direction * 2) + (isIpv6 ? 1 : 0);
}
