using Adit.Protocols.Ip;
using Adit.Server.Ipv6;

namespace Adit.Server.Configuration;

/// <summary>Reads the keys of IPv6.</summary>
internal static class Ipv6Reader
{
    private const int ShortestPool = 16;
    private const int MostServers = 3;

    public static Ipv6Prefix? Pool(YamlSection root) => root.List<object>(
        "pool6", [], 0, 1, FormattableString.Invariant($"a prefix of {ShortestPool} to {PrefixPool.MaxLength} bits, such as fd12:3456:789a::/48"),
        text => Ipv6Prefix.TryParse(text, out var prefix) && prefix.Length is >= ShortestPool and <= PrefixPool.MaxLength
            && IsUnicast(prefix.Address) ? prefix : null,
        shown: "one of its own") is [Ipv6Prefix pool] ? pool : null;

    public static IReadOnlyList<Ipv6Address> Dns(YamlSection root) => [.. root.List<object>(
        "dns6", [], 0, MostServers, "an IPv6 address",
        text => Ipv6Address.TryParse(text, out var address) && IsUnicast(address) ? address : null, shown: "none").Cast<Ipv6Address>()];

    private static bool IsUnicast(Ipv6Address address) => address is { IsMulticast: false, IsLinkLocal: false, IsUnspecified: false };
}
