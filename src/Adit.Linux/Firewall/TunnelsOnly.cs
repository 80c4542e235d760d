using System.Globalization;
using System.Net;
using System.Net.Sockets;

namespace Adit.Linux.Firewall;

/// <summary>
/// The exceptions of an inbound filter that drops everything but the tunnels: what is served here, what IP itself cannot do without, and
/// answers. What is forwarded passes only as an answer.
/// </summary>
public static class TunnelsOnly
{
    private const string Errors = "destination-unreachable, time-exceeded, parameter-problem";

    /// <summary>The entries for a filter of this family.</summary>
    /// <param name="served">The TCP addresses and ports where this machine serves tunnels.</param>
    /// <param name="family">Of which packets.</param>
    public static IReadOnlyList<FilterEntry> Entries(IReadOnlyCollection<IPEndPoint> served, FilterFamily family)
    {
        ArgumentNullException.ThrowIfNull(served);
        return
        [
            new FilterEntry("answers to what went out", ["ct state established,related"]),
            .. served.Distinct().Where(endPoint => IsOf(endPoint, family)).Select(endPoint => new FilterEntry($"tcp to {endPoint}", [MatchOf(endPoint)])),
            .. family is FilterFamily.Ipv6 ? Enumerable.Empty<FilterEntry>() : Ipv4,
            .. family is FilterFamily.Ipv4 ? Enumerable.Empty<FilterEntry>() : Ipv6,
        ];
    }

    // The kernel cannot tell that an answer to a broadcast or a multicast is one: DHCP's.
    private static IEnumerable<FilterEntry> Ipv4 =>
    [
        new("icmp errors", [$"icmp type {{ {Errors} }}"]),
        new("dhcp answers", ["meta nfproto ipv4 udp sport 67 udp dport 68"]),
    ];

    private static IEnumerable<FilterEntry> Ipv6 =>
    [
        new("icmpv6 errors", [$"icmpv6 type {{ packet-too-big, {Errors} }}"]),
        new("neighbour discovery",
            ["icmpv6 type { nd-router-advert, nd-neighbor-solicit, nd-neighbor-advert, nd-redirect } ip6 hoplimit 255",
             "icmpv6 type mld-listener-query ip6 hoplimit 1"]),
        new("dhcpv6 answers", ["ip6 saddr fe80::/10 udp sport 547 udp dport 546"]),
    ];

    /// <summary>Listening at <c>[::]</c> takes IPv4, too.</summary>
    private static bool IsOf(IPEndPoint endPoint, FilterFamily family) => family switch
    {
        FilterFamily.Ipv4 => endPoint.AddressFamily is AddressFamily.InterNetwork || endPoint.Address.Equals(IPAddress.IPv6Any),
        FilterFamily.Ipv6 => endPoint.AddressFamily is AddressFamily.InterNetworkV6,
        _ => true,
    };

    /// <summary>The port of this machine, never that of one behind it.</summary>
    private static string MatchOf(IPEndPoint endPoint)
    {
        var address = endPoint.Address switch
        {
            var any when any.Equals(IPAddress.IPv6Any) => "",
            var any when any.Equals(IPAddress.Any) => "meta nfproto ipv4 ",
            { AddressFamily: AddressFamily.InterNetwork } ipv4 => $"ip daddr {ipv4} ",
            var ipv6 => $"ip6 daddr {new IPAddress(ipv6.GetAddressBytes())} ", // without a scope
        };
        return string.Create(CultureInfo.InvariantCulture, $"fib daddr type local {address}tcp dport {endPoint.Port}");
    }
}
