using System.Net;
using Adit.Protocols.Ip;

namespace Adit.Client;

/// <summary>Which of the networks that a server names are led into its tunnel.</summary>
internal static class PushedRoutes
{
    /// <summary>More than any company has; beyond them is a server that has gone mad.</summary>
    public const int MaxCount = 1000;

    private const string NotRouted = "no network behind a server can have such addresses";

    private static readonly (Ipv4Network Network, string Reason)[] _absurd =
    [
        (new(new(0x00000000), 8), NotRouted),
        (new(new(0x7f000000), 8), "it is this machine itself"),
        (new(new(0xa9fe0000), 16), "it belongs to the local link"),
        (new(new(0xe0000000), 3), NotRouted),
    ];

    /// <summary>Judges each network once, in the order of the server's list.</summary>
    /// <param name="pushed">What the server said.</param>
    /// <param name="server">Its address outside the tunnel.</param>
    /// <param name="refused">Those not taken, each with its reason.</param>
    /// <returns>Those to be taken.</returns>
    public static IReadOnlyList<Ipv4Network> Judge(IEnumerable<Ipv4Network> pushed, IPAddress server, out List<RouteRefusal> refused)
    {
        var taken = new List<Ipv4Network>();
        refused = [];
        foreach (var network in pushed.Distinct())
        {
            if ((taken.Count == MaxCount ? $"there are more than {MaxCount}" : ReasonAgainst(network, server)) is { } reason)
                refused.Add(new RouteRefusal(network, reason));
            else
                taken.Add(network);
        }

        return taken;
    }

    private static string? ReasonAgainst(Ipv4Network network, IPAddress server) => network switch
    {
        { PrefixLength: < 2 } => "it would take the default route, which --no-default-route keeps",
        { PrefixLength: Ipv4Network.MaxPrefixLength } when OuterAddress(server) == network.Address => "it is the server's own address, which carries the tunnel",
        _ => Array.Find(_absurd, absurd => absurd.Network.Overlaps(network)).Reason,
    };

    /// <summary>Null where the server is reached over IPv6, which no IPv4 route touches.</summary>
    public static Ipv4Address? OuterAddress(IPAddress server) =>
        (server.IsIPv4MappedToIPv6 ? server.MapToIPv4() : server).GetAddressBytes() is { Length: Ipv4Address.Length } bytes ? Ipv4Address.Read(bytes) : null;
}

/// <summary>A network that is not led into the tunnel.</summary>
/// <param name="Network">Which.</param>
/// <param name="Reason">Why not, in words that go on after "because".</param>
public sealed record RouteRefusal(Ipv4Network Network, string Reason);

/// <summary>What leads into a tunnel that does not take everything, and what its server said about names.</summary>
/// <param name="Routes">The networks that are led into it, those that the user named first.</param>
/// <param name="Refused">Those that are not.</param>
/// <param name="Suffix">The domain that the server named; null for none.</param>
public sealed record RouteReport(IReadOnlyList<Ipv4Network> Routes, IReadOnlyList<RouteRefusal> Refused, string? Suffix);
