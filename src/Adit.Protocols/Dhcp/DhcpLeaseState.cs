using Adit.Protocols.Ip;

namespace Adit.Protocols.Dhcp;

/// <summary>The states of RFC 2131 §4.4, figure 5.</summary>
internal abstract record DhcpLeaseState
{
    /// <summary>Nothing has begun yet.</summary>
    public sealed record Init : DhcpLeaseState;

    /// <summary>Before a new beginning.</summary>
    public sealed record Pausing(Moment Until) : DhcpLeaseState;

    /// <summary>A Discover is out.</summary>
    public sealed record Selecting(uint Id, Moment Since, int Sent, Moment RetryAt) : DhcpLeaseState;

    /// <summary>A Request for an offer is out.</summary>
    public sealed record Requesting(
        uint Id, Moment Since, int Sent, Moment RetryAt, Ipv4Address Address, Ipv4Address Server, Moment RequestedAt) : DhcpLeaseState;

    /// <summary>The address is ours; no times where it is for ever.</summary>
    public abstract record Holding(DhcpBinding Binding, DhcpLeaseTimes? Times) : DhcpLeaseState;

    /// <summary>Before T1.</summary>
    public sealed record Bound(DhcpBinding Binding, DhcpLeaseTimes? Times) : Holding(Binding, Times);

    /// <summary>From T1 until T2 the server is asked, from T2 on any server.</summary>
    public sealed record Renewing(DhcpBinding Binding, DhcpLeaseTimes Times, uint Id, Moment Since, Moment RetryAt, bool Rebinds)
        : Holding(Binding, Times)
    {
        /// <summary>When this way of asking ends.</summary>
        public Moment Limit => Rebinds ? Times!.EndsAt : Times!.RebindAt;
    }

    /// <summary>It is over.</summary>
    public sealed record Ended : DhcpLeaseState;
}

/// <summary>When a lease is to be renewed (T1), to be kept with any server (T2), and over.</summary>
internal sealed record DhcpLeaseTimes(Moment RenewAt, Moment RebindAt, Moment EndsAt);
