using Adit.Protocols.Ip.Filtering;

namespace Adit.Protocols.Radius.Dynamic;

/// <summary>
/// What a CoA-Request changes of a session. What it does not name stays; what it names takes the place of all there was of it (RFC 5176
/// §3.6, note 3).
/// </summary>
public sealed record SessionChange
{
    /// <summary>How long the session may last from its beginning; null leaves it.</summary>
    public TimeSpan? SessionTimeout { get; init; }

    /// <summary>How long it may be idle; null leaves it.</summary>
    public TimeSpan? IdleTimeout { get; init; }

    /// <summary>How often the gateway reports on it; null leaves it.</summary>
    public TimeSpan? InterimInterval { get; init; }

    /// <summary>The filters of IPv4 (MS-Filter); null leaves them.</summary>
    public IReadOnlyList<PacketFilter>? Filters { get; init; }

    /// <summary>The filters of IPv6 (MS-IPv6-Filter); null leaves them.</summary>
    public IReadOnlyList<PacketFilter>? Ipv6Filters { get; init; }

    /// <summary>What accounting returns from now on; empty leaves it.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Classes { get; init; } = [];

    /// <summary>What the client may send, in bits a second; null leaves it.</summary>
    public uint? UploadRate { get; init; }

    /// <summary>What it may receive, in bits a second; null leaves it.</summary>
    public uint? DownloadRate { get; init; }

    /// <summary>Whether anything changes.</summary>
    public bool IsAny =>
        UploadRate is not null || DownloadRate is not null || SessionTimeout is not null || IdleTimeout is not null || InterimInterval is not null || Filters is not null || Ipv6Filters is not null || Classes.Count > 0;

    /// <summary>The filters after the change.</summary>
    public IReadOnlyList<PacketFilter> Replace(IReadOnlyList<PacketFilter> filters) =>
        [.. Filters ?? [.. filters.Where(filter => !filter.IsIpv6)], .. Ipv6Filters ?? [.. filters.Where(filter => filter.IsIpv6)]];

    /// <summary>What is changed, in words, for records; never a value.</summary>
    public override string ToString() => string.Join(", ", new[]
    {
        SessionTimeout is null ? "" : "session time",
        IdleTimeout is null ? "" : "idle time",
        InterimInterval is null ? "" : "interval of reports",
        Filters is null ? "" : "filters",
        Ipv6Filters is null ? "" : "IPv6 filters",
        Classes.Count == 0 ? "" : "class",
        UploadRate is null ? "" : "upload rate",
        DownloadRate is null ? "" : "download rate",
    }.Where(words => words.Length > 0));
}
