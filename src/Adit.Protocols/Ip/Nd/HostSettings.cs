namespace Adit.Protocols.Ip.Nd;

/// <summary>What a host at the end of a tunnel makes of its router's advertisement (RFC 4862 §5.5.3, RFC 4191 §3).</summary>
/// <param name="Prefix">The prefix whose addresses are the host's own; null where the router gives none.</param>
/// <param name="Address">The host's address in it.</param>
/// <param name="IsDefault">Whether the router is the way to everywhere.</param>
/// <param name="Routes">Networks behind the router.</param>
/// <param name="DnsServers">Name servers; empty where the router names none.</param>
public sealed record HostSettings(
    Ipv6Prefix? Prefix, Ipv6Address? Address, bool IsDefault, IReadOnlyList<Ipv6Prefix> Routes, IReadOnlyList<Ipv6Address> DnsServers)
{
    /// <summary>Of an advertisement, for the host with this interface identifier.</summary>
    public static HostSettings Of(RouterAdvertisement advertisement, ulong interfaceId)
    {
        var prefix = advertisement.Prefixes.FirstOrDefault(IsForAddresses)?.Prefix;
        return new HostSettings(
            prefix,
            prefix is { } own ? own.Address with { InterfaceId = interfaceId } : null,
            advertisement.RouterLifetime > 0,
            [.. advertisement.Routes.Where(IsUsable).Select(route => route.Prefix).Distinct()],
            advertisement.DnsLifetime > 0 ? [.. advertisement.DnsServers.Where(IsHost)] : []);
    }

    private static bool IsForAddresses(PrefixInformation prefix) => prefix is { Autonomous: true, ValidLifetime: > 0, Prefix.Length: Ipv6Prefix.LinkLength }
        && IsHost(prefix.Prefix.Address);

    /// <summary>The way to everywhere is the router's lifetime's to tell.</summary>
    private static bool IsUsable(RouteInformation route) => route is { Lifetime: > 0, Prefix.Length: > 0 } && IsHost(route.Prefix.Address);

    /// <summary>Never what would take this machine's own link or loopback away.</summary>
    private static bool IsHost(Ipv6Address address) => address is { IsMulticast: false, IsLinkLocal: false } && address.Network >> 56 != 0;
}
