using System.Security.Cryptography;
using System.Text;
using Adit.Linux;
using Adit.Linux.Netlink;
using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Dhcpv6;
using Adit.Protocols.Ip.Nd;
using Adit.Server.Addresses;
using Adit.Server.Configuration;

namespace Adit.Server.Ipv6;

/// <summary>
/// What the gateway tells its sessions as their router. It looks once a minute whether this machine has a way out over IPv6: where it has
/// none, it is nobody's default router, and clients do not send the Internet's IPv6 into nothing.
/// </summary>
internal sealed class Ipv6Gateway(LiveConfiguration live, PrefixPool pool, string gateway, string device)
{
    /// <summary>How often the way out is looked for.</summary>
    public static readonly TimeSpan LookInterval = TimeSpan.FromMinutes(1);

    /// <summary>Rounds between advertisements where nothing has changed: half an hour, of lifetimes that last five times as long.</summary>
    public const int RoundsBetweenAdvertisements = 30;

    private const ushort Lifetime = 9000; // seconds, the longest of RFC 4861 §6.2.1
    private const uint PrefixLifetime = 2 * 86_400;
    private const uint PreferredLifetime = 86_400;
    private const int AllButRoutes = 416; // bytes: headers, MTU, a prefix, three name servers and the longest domain
    private const byte DuidUuid = 4; // RFC 8415 §11.5
    private const int UuidLength = 16;

    private static readonly Ipv6Address _somewhere = new(0x2000_0000_0000_0000, 0); // the first address of the Internet's

    private readonly byte[] _serverId =
        [0, DuidUuid, .. SHA256.HashData(Encoding.UTF8.GetBytes($"adit dhcpv6 {gateway}")).AsSpan(0, UuidLength)];

    private volatile bool _hasWayOut = FindWayOut(device);

    /// <summary>Where sessions' prefixes come from.</summary>
    public PrefixPool Pool => pool;

    /// <summary>What leads packets for sessions' prefixes here; null where the pool's route does.</summary>
    public IPrefixPresence? Presence { get; set; }

    /// <summary>Told of each prefix that a session gives back; null for nobody.</summary>
    public Action<Ipv6Prefix>? Released { get; set; }

    /// <summary>Whether a prefix is kept for some account.</summary>
    public Func<Ipv6Prefix, CancellationToken, ValueTask<bool>> IsKept { get; init; } = (_, _) => new(false);

    /// <summary>Whether this machine has a way out over IPv6.</summary>
    public bool HasWayOut => _hasWayOut;

    /// <summary>What DHCPv6 tells.</summary>
    public Dhcpv6Message Settings => new(Dhcpv6MessageType.None, TransactionId: 0)
    {
        ServerId = _serverId, DnsServers = live.Current.Dns6, SearchDomains = SearchDomains(live.Current), RefreshTime = Lifetime,
    };

    /// <summary>Takes a /64: the one that is demanded, or else one that is kept for nobody. The failure where there is none.</summary>
    public async Task<(Ipv6Prefix? Prefix, AddressFailure? Failure)> LeaseAsync(
        string account, Ipv6Prefix? wanted, CancellationToken cancellationToken)
    {
        var kept = new HashSet<ulong>();
        while (true)
        {
            var lease = pool.Lease(account, wanted, kept);
            if (wanted is not null || lease.Prefix is not { } prefix || !await IsKept(prefix, cancellationToken))
                return lease;

            kept.Add(prefix.Address.Network);
            pool.Release(prefix);
        }
    }

    /// <summary>Gives a prefix back.</summary>
    public void Release(Ipv6Prefix prefix)
    {
        Released?.Invoke(prefix); // first: the next session may get it as soon as it is free
        pool.Release(prefix);
    }

    /// <summary>Looks for the way out; whether the answer is another than before.</summary>
    public bool LookAgain()
    {
        var before = _hasWayOut;
        _hasWayOut = FindWayOut(device);
        return _hasWayOut != before;
    }

    /// <summary>
    /// What a session is told. Its prefix is not on the link: a point-to-point link has no neighbours to look for (as in RFC 6459 §5.2).
    /// </summary>
    /// <param name="prefix">Its prefix.</param>
    /// <param name="routes">Its own routes; null for those of all.</param>
    public RouterAdvertisement AdvertisementFor(Ipv6Prefix prefix, IReadOnlyList<Ipv6Prefix>? routes = null)
    {
        var configuration = live.Current;
        return new RouterAdvertisement
        {
            OtherConfiguration = configuration.Dns6.Count > 0 || configuration.Suffix is not null,
            RouterLifetime = _hasWayOut && configuration.Reach is ClientReach.Network ? Lifetime : (ushort)0,
            Mtu = (uint)configuration.Mtu,
            Prefixes = [new PrefixInformation(prefix, OnLink: false, Autonomous: true, PrefixLifetime, PreferredLifetime)],
            Routes = [.. Routes(configuration, routes ?? configuration.Ipv6Routes).Select(route => new RouteInformation(route, RouterPreference.Medium, Lifetime))],
            DnsServers = configuration.Dns6,
            SearchDomains = SearchDomains(configuration),
            DnsLifetime = Lifetime,
        };
    }

    /// <summary>As many as fit into one packet with everything else, the pool first: 36 of the longest kind at an MTU of 1280.</summary>
    private IEnumerable<Ipv6Prefix> Routes(ServerConfiguration configuration, IReadOnlyList<Ipv6Prefix> routes)
    {
        var room = configuration.Mtu - AllButRoutes;
        return routes.Prepend(pool.Prefix).Distinct().TakeWhile(_ => (room -= RouteInformation.MaxLength) >= 0);
    }

    private static IReadOnlyList<string> SearchDomains(ServerConfiguration configuration) =>
        configuration.Suffix is { } suffix ? [suffix] : [];

    private static bool FindWayOut(string device)
    {
        try
        {
            using var links = new NetworkLinks();
            return links.FindRoute(_somewhere.ToIPAddress()) is { } route && route.Device != device;
        }
        catch (LinuxException)
        {
            return false; // a route that says prohibit, or a kernel that has lost IPv6
        }
    }
}
