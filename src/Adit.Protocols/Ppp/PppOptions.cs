using System.ComponentModel.DataAnnotations;

namespace Adit.Protocols.Ppp;

/// <summary>The settings of a PPP session.</summary>
public sealed record PppOptions
{
    /// <summary>The name we give ourselves in a Challenge; Windows shows it nowhere.</summary>
    [StringLength(64, MinimumLength = 1)]
    public string Name { get; init; } = "adit";

    /// <summary>The information field we say we take, in bytes. 1500 is RFC 1661's; 4087 is what an SSTP message holds.</summary>
    [Range(576, 4087)]
    public int Mru { get; init; } = 1500;

    /// <summary>
    /// The largest IP packet to send, in bytes, however much the peer says it takes. 1400 is the default of Windows, which names an
    /// MRU of 4091 and yet has an adapter that takes 1614.
    /// </summary>
    [Range(576, 4087)]
    public int MaxPacket { get; init; } = 1400;

    /// <summary>
    /// How long a server waits for the client to speak first. Windows loses a Configure-Request that comes too early, and the call
    /// then stands still until the 3 s restart timer; a peer that waits to be spoken to is spoken to after this time.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:00", "00:00:10")]
    public TimeSpan FirstRequestDelay { get; init; } = TimeSpan.FromSeconds(1);

    /// <summary>
    /// How long our own side may take to grant an address: a DHCP server or a RADIUS server answers within this time or not at all.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:05:00")]
    public TimeSpan AddressTimeout { get; init; } = TimeSpan.FromSeconds(30);

    /// <summary>Whether a client asks for NetBIOS name servers too (RFC 1877 §1.2, §1.4). Off: few networks still have them.</summary>
    public bool RequestWins { get; init; }

    /// <summary>Whether IPv4 is offered (IPCP, RFC 1332). Without it a call has IPv6 alone, or is over.</summary>
    public bool Ipv4 { get; init; } = true;

    /// <summary>Whether IPv6 is offered too (IPV6CP, RFC 5072). Off: its owner has to have addresses for it.</summary>
    public bool Ipv6 { get; init; }

    /// <summary>Timers and counters of LCP, IPCP and IPV6CP.</summary>
    public AutomatonOptions Automaton { get; init; } = new();

    /// <summary>
    /// The methods of authentication that are allowed, best first. A server asks for them in this order, a client takes any of them.
    /// MS-CHAPv2 alone: the others make no keys, so that nothing ties a call to its TLS connection, and prove no server.
    /// </summary>
    [MinLength(1)]
    public IReadOnlyList<PppMethod> Methods { get; init; } = [PppMethod.MsChapV2];

    /// <summary>Timers and counters of CHAP and PAP.</summary>
    public ChapOptions Chap { get; init; } = new();

    /// <summary>How to find out whether the peer is still there.</summary>
    public EchoOptions Echo { get; init; } = new();
}
