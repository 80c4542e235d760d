using Adit.Protocols.Ip;

namespace Adit.Access.Leases;

/// <summary>Who has an address of a gateway, or had it last.</summary>
/// <param name="Gateway">Whose pool the address is of.</param>
/// <param name="Address">The client's address in the tunnel.</param>
/// <param name="Account">Who.</param>
/// <param name="SessionId">In which session.</param>
/// <param name="CorrelationId">In which attempt of the client's, where it said so.</param>
/// <param name="SinceUtc">Since when.</param>
public sealed record Lease(
    string Gateway,
    Ipv4Address Address,
    string Account,
    string SessionId,
    Guid? CorrelationId,
    DateTimeOffset SinceUtc)
{
    /// <summary>When the address was given back; null while it is held.</summary>
    public DateTimeOffset? ReleasedUtc { get; init; }
}
