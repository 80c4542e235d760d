using System.ComponentModel.DataAnnotations;
using Adit.Protocols.Dhcp;

namespace Adit.Server.Configuration;

/// <summary>Addresses for sessions from the DHCP server of a network of this machine.</summary>
public sealed record DhcpPoolSettings
{
    /// <summary>Where that server is asked, at most 15 characters.</summary>
    public string Interface { get; init; } = "";

    /// <summary>
    /// How long a call waits for an address. Shorter than a client's patience: pppd, and Windows as far as its documents tell, ask ten
    /// times for IPCP, every 3 s; and shorter than PPP's own wait for our answer.
    /// </summary>
    [Range(typeof(TimeSpan), "00:00:01", "00:00:25")]
    public TimeSpan Timeout { get; init; } = TimeSpan.FromSeconds(15);

    /// <summary>
    /// Timers and counters of each lease. A call waits at most some seconds, hence the first message is repeated sooner than RFC 2131
    /// §4.1 has it (a server that pings what it offers takes 3 s), and the pause after an address turned out to be in use is shorter;
    /// how often either happens stays bounded.
    /// </summary>
    public DhcpLeaseOptions Lease { get; init; } = new() { FirstRetry = TimeSpan.FromSeconds(3), DeclinePause = TimeSpan.FromSeconds(1) };

    /// <summary>Whether a session for which there is no lease gets an address of 169.254.0.0/16 instead of a refusal.</summary>
    public bool LinkLocalFallback { get; init; }
}
