using Adit.Protocols.Ip;
using Adit.Protocols.Radius;

namespace Adit.Access.Accounting;

/// <summary>A session as its gateway's reports tell it.</summary>
/// <param name="Gateway">Whose session; identifiers are unique per gateway.</param>
/// <param name="SessionId">The gateway's name for it.</param>
/// <param name="UserName">Who.</param>
/// <param name="CallingStationId">From where.</param>
/// <param name="StartedUtc">When the first report came, less the time that it said had passed.</param>
/// <param name="UpdatedUtc">When the last report came.</param>
public sealed record SessionRecord(
    string Gateway,
    string SessionId,
    string UserName,
    string CallingStationId,
    DateTimeOffset StartedUtc,
    DateTimeOffset UpdatedUtc)
{
    /// <summary>The client's address in the tunnel.</summary>
    public Ipv4Address? Address { get; init; }

    /// <summary>The client's IPv6 prefix in the tunnel.</summary>
    public Ipv6Prefix? Ipv6Prefix { get; init; }

    /// <summary>The client's own name for its attempt, where it gave one.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>Bytes from the client so far.</summary>
    public long InputOctets { get; init; }

    /// <summary>Bytes to the client so far.</summary>
    public long OutputOctets { get; init; }

    /// <summary>Packets from the client so far.</summary>
    public long InputPackets { get; init; }

    /// <summary>Packets to the client so far.</summary>
    public long OutputPackets { get; init; }

    /// <summary>When it ended; null while it is open.</summary>
    public DateTimeOffset? EndedUtc { get; init; }

    /// <summary>Why it ended.</summary>
    public TerminateCause TerminateCause { get; init; }
}
