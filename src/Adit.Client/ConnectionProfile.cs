using System.Net;
using Adit.Certificates.Revocation;
using Adit.Certificates.Stores;
using Adit.Certificates.Validation;
using Adit.Client.Eap;
using Adit.Protocols.Calls;
using Adit.Protocols.Ip;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;
using Adit.Transport;

namespace Adit.Client;

/// <summary>Where to connect, as whom, and what to do with the network.</summary>
public sealed record ConnectionProfile
{
    /// <summary>The server's name or address, as dialled; the certificate must bear it.</summary>
    public required string Host { get; init; }

    /// <summary>The server's TCP port.</summary>
    public int Port { get; init; } = 443;

    /// <summary>Who connects.</summary>
    public required string UserName { get; init; }

    /// <summary>The name sent in TLS and looked for in the certificate instead of <see cref="Host"/>; null for the host.</summary>
    public string? ServerName { get; init; }

    /// <summary>Which roots to trust.</summary>
    public required TrustAnchors Trust { get; init; }

    /// <summary>What the server must be beyond that.</summary>
    public ServerExpectations Expected { get; init; } = ServerExpectations.None;

    /// <summary>Which certificates are refused, whoever has issued them; null for none.</summary>
    public IDistrustedCertificates? Distrusted { get; init; }

    /// <summary>How strictly the revocation of the server's certificate is checked.</summary>
    public RevocationSettings Revocation { get; init; } = RevocationSettings.Windows;

    /// <summary>Whether IPv6 is asked for, too.</summary>
    public bool Ipv6 { get; init; } = true;

    /// <summary>The proxy that leads to the server; null for the straight way.</summary>
    public ProxyServer? Proxy { get; init; }

    /// <summary>Whether everything goes through the tunnel.</summary>
    public bool DefaultRoute { get; init; } = true;

    /// <summary>What may leave this machine beside the tunnel.</summary>
    public LockdownMode Lockdown { get; init; }

    /// <summary>Networks that the user leads through the tunnel, whatever the server says.</summary>
    public IReadOnlyList<Ipv4Network> Routes { get; init; } = [];

    /// <summary>Networks behind this machine, whose hosts use the tunnel, too: packets for them are taken, and their own may leave.</summary>
    public IReadOnlyList<IPNetwork> Behind { get; init; } = [];

    /// <summary>How long the server has to say which networks lie behind it, until we ask again; each further time twice as long.</summary>
    public TimeSpan InformTime { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>The TUN interface; a %d in it becomes the first free number.</summary>
    public string Interface { get; init; } = "adit%d";

    /// <summary>What a packet in the tunnel may measure, in bytes.</summary>
    public int Mtu { get; init; } = 1400;

    /// <summary>Whether UDP passes the interface in super-packets, where the kernel has them.</summary>
    public bool UdpOffload { get; init; } = true;

    /// <summary>
    /// By which algorithm of the kernel TCP finds out how much the path takes, for what is sent (<see cref="CongestionControls"/>); null for the
    /// kernel's own.
    /// </summary>
    public string? CongestionControl { get; init; }

    internal LinkOptions Link => CongestionControl is { } name ? new LinkOptions { CongestionControl = name } : new LinkOptions();

    /// <summary>How long name, TCP, TLS and HTTP may each take.</summary>
    public TimeSpan StepTime { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>When and how often a lost connection is made again.</summary>
    public ReconnectOptions Reconnect { get; init; } = new();

    /// <summary>Timers of SSTP.</summary>
    public SstpClientOptions Sstp { get; init; } = new();

    /// <summary>Timers and counters of PPP.</summary>
    public PppOptions Ppp { get; init; } = new();

    /// <summary>How EAP is done, where <see cref="Ppp"/> allows it.</summary>
    public ClientEap Eap { get; init; } = new();

    /// <summary>Limits of the call.</summary>
    public CallOptions Call { get; init; } = new();
}

/// <summary>What may leave a machine beside its tunnel.</summary>
public enum LockdownMode
{
    /// <summary>Whatever its routes lead out.</summary>
    Off,

    /// <summary>Nothing but what carries the tunnel.</summary>
    On,

    /// <summary>That, and what goes to the LAN.</summary>
    LanAllowed,
}
