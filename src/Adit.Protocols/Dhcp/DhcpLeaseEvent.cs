using Adit.Protocols.Ip;

namespace Adit.Protocols.Dhcp;

/// <summary>What a <see cref="DhcpLease"/> tells.</summary>
public abstract record DhcpLeaseEvent
{
    private DhcpLeaseEvent()
    {
    }

    /// <summary>The address is ours.</summary>
    public sealed record Bound(DhcpBinding Binding) : DhcpLeaseEvent;

    /// <summary>It is ours for longer.</summary>
    public sealed record Renewed(DhcpBinding Binding) : DhcpLeaseEvent;

    /// <summary>It is ours no more: nobody may use it from now on.</summary>
    public sealed record Lost(Ipv4Address Address, DhcpLeaseEnd Reason) : DhcpLeaseEvent;

    /// <summary>We got none, and have stopped asking.</summary>
    public sealed record Refused(DhcpLeaseEnd Reason) : DhcpLeaseEvent;
}

/// <summary>A lease in force.</summary>
/// <param name="Address">The address.</param>
/// <param name="Lifetime">How long from the acknowledged request on; null for ever.</param>
/// <param name="Server">The server's identifier.</param>
/// <param name="Options">Everything it said: mask, routers, name servers.</param>
public sealed record DhcpBinding(Ipv4Address Address, TimeSpan? Lifetime, Ipv4Address Server, DhcpOptionSet Options);

/// <summary>Why there is no lease, or none any more.</summary>
public enum DhcpLeaseEnd
{
    /// <summary>No server offered an address.</summary>
    NoOffer,

    /// <summary>A server offered an address and then did not answer.</summary>
    NotAnswered,

    /// <summary>A server refused (Nak).</summary>
    Refused,

    /// <summary>Another turned out to have the address (<see cref="DhcpLease.Decline"/>).</summary>
    InUse,

    /// <summary>It could not be renewed in time.</summary>
    Expired,
}
