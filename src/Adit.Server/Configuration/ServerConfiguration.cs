using System.ComponentModel.DataAnnotations;
using System.Net;
using System.Net.Sockets;
using Adit.Access.Decisions;
using Adit.Access.Policies;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;
using Adit.Transport;

namespace Adit.Server.Configuration;

/// <summary>The whole of <c>adit.yaml</c>, checked, with every default filled in. Immutable.</summary>
public sealed record ServerConfiguration
{
    /// <summary>The names in the server's certificate: DNS names and addresses; empty for those of the host.</summary>
    public IReadOnlyList<string> Names { get; init; } = [];

    /// <summary>The certificates that callers are shown, the first where no name tells; empty for that of our own CA.</summary>
    public IReadOnlyList<CertificateSettings> Certificates { get; init; } = [];

    /// <summary>Who is told what becomes of certificates.</summary>
    public CertificateHookSettings CertificateHook { get; init; } = new();

    /// <summary>Where SSTP and HTTPS are served.</summary>
    public IReadOnlyList<IPEndPoint> Listen { get; init; } = [new(IPAddress.IPv6Any, 443)];

    /// <summary>Where plain HTTP serves what must be readable before there is trust: the CA certificate.</summary>
    public IReadOnlyList<IPEndPoint> PlainHttp { get; init; } = [new(IPAddress.IPv6Any, 80)];

    /// <summary>Who speaks the PROXY protocol.</summary>
    public ProxyProtocolOptions ProxyProtocol { get; init; } = new();

    /// <summary>SSTP for balancers that end TLS.</summary>
    public PlainSstpOptions PlainSstp { get; init; } = new();

    /// <summary>Where <c>/metrics</c> is served over plain HTTP; addresses of the loopback alone.</summary>
    public IReadOnlyList<IPEndPoint> Metrics { get; init; } = [];

    /// <summary>The addresses that sessions get; the first one is the server's own. No range where they are leased.</summary>
    public PoolRanges Pool { get; init; } = PoolRanges.Default;

    /// <summary>Further pools, for those to whom a policy or a RADIUS server gives one by its name.</summary>
    public IReadOnlyList<PoolRanges> Pools { get; init; } = [];

    /// <summary>The ranges of all pools.</summary>
    public IEnumerable<PoolRange> AllRanges => Pools.Prepend(Pool).SelectMany(pool => pool.Ranges);

    /// <summary>Where and how addresses are leased, if they are.</summary>
    public DhcpPoolSettings Dhcp { get; init; } = new();

    /// <summary>The same; null where <see cref="Pool"/> has ranges.</summary>
    public DhcpPoolSettings? Leasing => Pool.IsLeased ? Dhcp : null;

    /// <summary>Whether sessions get IPv4. Without it they have IPv6 alone, and who does none is refused.</summary>
    public bool Ipv4 { get; init; } = true;

    /// <summary>Whether sessions get IPv6.</summary>
    public Ipv6Mode Ipv6 { get; init; }

    /// <summary>The prefix that each session gets a /64 of; null for a ULA of this server's own.</summary>
    public Ipv6Prefix? Pool6 { get; init; }

    /// <summary>At most three IPv6 name servers given to clients.</summary>
    public IReadOnlyList<Ipv6Address> Dns6 { get; init; } = [];

    /// <summary>At most two name servers given to clients.</summary>
    public IReadOnlyList<Ipv4Address> Dns { get; init; } = [];

    /// <summary>At most two WINS servers given to clients.</summary>
    public IReadOnlyList<Ipv4Address> Wins { get; init; } = [];

    /// <summary>The networks behind this server, of both families, which clients are told to reach through the tunnel.</summary>
    public IReadOnlyList<IPNetwork> Routes { get; init; } = [];

    /// <summary>Those of <see cref="Routes"/> that DHCP tells.</summary>
    public IReadOnlyList<Ipv4Network> Ipv4Routes =>
        [.. Routes.Where(route => route.BaseAddress.AddressFamily is AddressFamily.InterNetwork)
            .Select(route => new Ipv4Network(Ipv4Address.Read(route.BaseAddress.GetAddressBytes()), route.PrefixLength))];

    /// <summary>Those of <see cref="Routes"/> that router advertisements tell.</summary>
    public IReadOnlyList<Ipv6Prefix> Ipv6Routes =>
        [.. Routes.Where(route => route.BaseAddress.AddressFamily is AddressFamily.InterNetworkV6)
            .Select(route => new Ipv6Prefix(Ipv6Address.Read(route.BaseAddress.GetAddressBytes()), route.PrefixLength))];

    /// <summary>The domain that clients look names up in; null for none.</summary>
    public string? Suffix { get; init; }

    /// <summary>Whether sessions are hidden behind the server's own addresses.</summary>
    public NatMode Nat { get; init; }

    /// <summary>What clients reach.</summary>
    public ClientReach Reach { get; init; }

    /// <summary>The TUN interface, at most 15 characters.</summary>
    public string Interface { get; init; } = "adit0";

    /// <summary>What a packet in the tunnel may measure, in bytes. 1400 is what Windows' own adapter carries.</summary>
    [Range(576, 4000)]
    public int Mtu { get; init; } = 1400;

    /// <summary>Whether UDP passes the TUN in super-packets, where the kernel has them.</summary>
    public bool UdpOffload { get; init; } = true;

    /// <summary>Filters of interfaces.</summary>
    public IReadOnlyList<FilterSettings> Filters { get; init; } = [];

    /// <summary>RADIUS for other vendors' gateways.</summary>
    public RadiusOptions Radius { get; init; } = new();

    /// <summary>How long decisions and reports are kept.</summary>
    public LogOptions Log { get; init; } = new();

    /// <summary>Which calls are recorded.</summary>
    public AttemptOptions Attempts { get; init; } = new();

    /// <summary>Who may enter, and with which settings.</summary>
    public PolicySet Policies { get; init; } = PolicySet.Default;

    /// <summary>How many of whatever a peer can make us hold.</summary>
    public ServerLimits Limits { get; init; } = new();

    /// <summary>The TCP connections of tunnels.</summary>
    public LinkOptions Link { get; init; } = new();

    /// <summary>Limits of a call.</summary>
    public CallOptions Call { get; init; } = new();

    /// <summary>Timers of SSTP.</summary>
    public SstpServerOptions Sstp { get; init; } = new();

    /// <summary>Timers and counters of PPP.</summary>
    public PppOptions Ppp { get; init; } = new();

    /// <summary>Our own CA.</summary>
    public AuthoritySettings Authority { get; init; } = new();

    /// <summary>Whether certificates that others show us are revoked.</summary>
    public RevocationOptions Revocation { get; init; } = new();

    /// <summary>What holds for everyone who enters.</summary>
    public AccessOptions Access { get; init; } = new();

    /// <summary>TLS inside of EAP.</summary>
    public EapTlsSettings EapTls { get; init; } = new();
}
