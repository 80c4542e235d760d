namespace Adit.Server.Configuration;

/// <summary>Whether packets from the tunnels leave with this machine's own addresses.</summary>
public enum NatMode
{
    /// <summary>Unless their source is of a network that this machine is in: there, it answers for them itself (proxy ARP).</summary>
    Auto,

    /// <summary>Always.</summary>
    On,

    /// <summary>Never: others need a route to the pool.</summary>
    Off,
}
