namespace Adit.Server.Control;

/// <summary>An open session.</summary>
/// <param name="Id">Its id, unique for good.</param>
/// <param name="User">Whose it is.</param>
/// <param name="Peer">Address and port it comes from.</param>
/// <param name="Tunnel">The tunnel protocol: <c>sstp</c>.</param>
/// <param name="Address">The address it was given.</param>
/// <param name="ConnectedUtc">When data could first pass.</param>
/// <param name="BytesIn">Bytes of packets from the client.</param>
/// <param name="BytesOut">Bytes of packets to the client.</param>
/// <param name="PacketsIn">Packets from the client.</param>
/// <param name="PacketsOut">Packets to the client.</param>
/// <param name="IdleSeconds">Seconds since the last packet either way.</param>
/// <param name="CorrelationId">The id that the client's own log carries; null where it sent none.</param>
/// <param name="TlsVersion">The version of TLS; null where the tunnel has none.</param>
/// <param name="TlsSuite">The cipher suite by its IANA name; null where the tunnel has none.</param>
/// <param name="PacketsDropped">Packets dropped either way, for whatever reason.</param>
public sealed record SessionView(
    string Id,
    string User,
    string Peer,
    string Tunnel,
    string Address,
    DateTimeOffset ConnectedUtc,
    long BytesIn,
    long BytesOut,
    long PacketsIn,
    long PacketsOut,
    long IdleSeconds,
    string? CorrelationId,
    string? TlsVersion,
    string? TlsSuite,
    long PacketsDropped)
{
    /// <summary>The IPv6 prefix that is its own; null where it has no IPv6.</summary>
    public string? Ipv6Prefix { get; init; }
}

/// <summary>How many sessions a disconnect has ended.</summary>
/// <param name="Count">The number of them, at least 1.</param>
public sealed record DisconnectedView(int Count);
