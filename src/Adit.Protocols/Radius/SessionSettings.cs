using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Filtering;

namespace Adit.Protocols.Radius;

/// <summary>What an accept says of the session beside its addresses and times: the settings of a network policy. What is missing, the gateway decides.</summary>
public sealed record SessionSettings
{
    /// <summary>Name servers that IPCP can carry (RFC 1877).</summary>
    public const int MaxDns = 2;

    /// <summary>Routes of each family.</summary>
    public const int MaxRoutes = 16;

    /// <summary>Characters of a pool's name.</summary>
    public const int MaxNameLength = 64;

    /// <summary>The lowest rate that is taken, in bits a second: with less, not even echoes pass in time.</summary>
    public const uint MinRate = 64_000;

    /// <summary>None.</summary>
    public static SessionSettings None { get; } = new();

    /// <summary>What passes, at most one for each direction and family (MS-Filter, MS-IPv6-Filter).</summary>
    public IReadOnlyList<PacketFilter> Filters { get; init; } = [];

    /// <summary>Networks that the client is told to reach through the tunnel; for our own gateways alone.</summary>
    public IReadOnlyList<Ipv4Network> Routes { get; init; } = [];

    /// <summary>The same for IPv6.</summary>
    public IReadOnlyList<Ipv6Prefix> Ipv6Routes { get; init; } = [];

    /// <summary>Networks behind the client, which the gateway reaches through the session (Framed-Route, RFC 2865 §5.22).</summary>
    public IReadOnlyList<Ipv4Network> Behind { get; init; } = [];

    /// <summary>The same for IPv6 (Framed-IPv6-Route, RFC 3162 §2.5).</summary>
    public IReadOnlyList<Ipv6Prefix> Ipv6Behind { get; init; } = [];

    /// <summary>At most two name servers (MS-Primary-DNS-Server, MS-Secondary-DNS-Server, RFC 2548 §2.7).</summary>
    public IReadOnlyList<Ipv4Address> Dns { get; init; } = [];

    /// <summary>The gateway's pool to take the address from (Framed-Pool, RFC 2869 §5.18); null for its own choice.</summary>
    public string? Pool { get; init; }

    /// <summary>What a packet may measure, 64 to 65535 bytes (Framed-MTU, RFC 2865 §5.12).</summary>
    public uint? Mtu { get; init; }

    /// <summary>How many sessions the user may have at a time (Port-Limit, RFC 2865 §5.42).</summary>
    public uint? SessionsPerUser { get; init; }

    /// <summary>Whether MPPE is allowed (1) or required (2) (RFC 2548 §2.4.4); for tunnels that have none of their own.</summary>
    public uint? EncryptionPolicy { get; init; }

    /// <summary>MPPE's strengths: 2 for 40 bits, 4 for 128, 8 for 56 (RFC 2548 §2.4.5).</summary>
    public uint? EncryptionTypes { get; init; }

    /// <summary>How often the gateway reports on the session, in whole seconds (Acct-Interim-Interval, RFC 2869 §5.16).</summary>
    public TimeSpan? InterimInterval { get; init; }

    /// <summary>What the client may send, in bits a second (WISPr-Bandwidth-Max-Up); null for no limit.</summary>
    public uint? UploadRate { get; init; }

    /// <summary>What it may receive, in bits a second (WISPr-Bandwidth-Max-Down); null for no limit.</summary>
    public uint? DownloadRate { get; init; }

    /// <summary>The same with what somebody has of their own in its place.</summary>
    public SessionSettings With(SessionSettings own)
    {
        ArgumentNullException.ThrowIfNull(own);
        return ReferenceEquals(own, None) ? this : this with
        {
            Pool = own.Pool ?? Pool,
            Mtu = own.Mtu ?? Mtu,
            SessionsPerUser = own.SessionsPerUser ?? SessionsPerUser,
            InterimInterval = own.InterimInterval ?? InterimInterval,
            Dns = own.Dns.Count > 0 ? own.Dns : Dns,
            Filters = own.Filters.Count > 0 ? own.Filters : Filters,
            UploadRate = own.UploadRate ?? UploadRate,
            DownloadRate = own.DownloadRate ?? DownloadRate,
        };
    }

    /// <inheritdoc/>
    public bool Equals(SessionSettings? other) => other is not null && ToBytes().AsSpan().SequenceEqual(other.ToBytes());

    /// <inheritdoc/>
    public override int GetHashCode() => HashCode.Combine(Pool, Mtu, SessionsPerUser, Filters.Count, Routes.Count);

    /// <summary>How many bytes of a message they take.</summary>
    public int Length => ToBytes().Length;

    internal byte[] ToBytes()
    {
        var writer = new RadiusAttributeWriter();
        Write(writer);
        return writer.ToArray();
    }

    internal void Write(RadiusAttributeWriter writer)
    {
        foreach (var network in Behind)
            writer.Add(RadiusAttributeType.FramedRoute, $"{network} 0.0.0.0 1");
        foreach (var network in Ipv6Behind)
            writer.Add(RadiusAttributeType.FramedIpv6Route, $"{network} :: 1");
        foreach (var route in Routes)
            writer.Add(RadiusAttributeType.ToldRoute, $"{route}");
        foreach (var route in Ipv6Routes)
            writer.Add(RadiusAttributeType.ToldIpv6Route, $"{route}");
        writer.Add(RadiusAttributeType.FramedPool, Pool);
        writer.Add(RadiusAttributeType.FramedMtu, Mtu);
        writer.Add(RadiusAttributeType.PortLimit, SessionsPerUser);
        writer.Add(RadiusAttributeType.AcctInterimInterval, InterimInterval);
        writer.Add(MicrosoftAttributeType.MppeEncryptionPolicy, EncryptionPolicy);
        writer.Add(MicrosoftAttributeType.MppeEncryptionTypes, EncryptionTypes);
        writer.Add(MicrosoftAttributeType.PrimaryDnsServer, Dns.Count > 0 ? Dns[0].Value : null);
        writer.Add(MicrosoftAttributeType.SecondaryDnsServer, Dns.Count > 1 ? Dns[1].Value : null);
        writer.Add(WisprAttributeType.BandwidthMaxUp, UploadRate);
        writer.Add(WisprAttributeType.BandwidthMaxDown, DownloadRate);
        Write(writer, MicrosoftAttributeType.Filter, PacketFilterAttributes.Write(Filters, isIpv6: false));
        Write(writer, MicrosoftAttributeType.Ipv6Filter, PacketFilterAttributes.Write(Filters, isIpv6: true));
    }

    /// <summary>Null where a filter is not understood: it must not pass for none.</summary>
    internal static SessionSettings? Read(RadiusAttributes attributes)
    {
        attributes.TryGet(MicrosoftAttributeType.Filter, out var filter);
        attributes.TryGet(MicrosoftAttributeType.Ipv6Filter, out var ipv6Filter);
        if (PacketFilterAttributes.Read(filter.Span, isIpv6: false) is not { } filters
            || PacketFilterAttributes.Read(ipv6Filter.Span, isIpv6: true) is not { } ipv6Filters)
            return null;

        var room = attributes.Room;
        return new SessionSettings
        {
            Filters = [.. filters, .. ipv6Filters],
            Behind = RoutesOf(attributes, RadiusAttributeType.FramedRoute, ReadRoute, " 0.0.0.0 1", ref room),
            Ipv6Behind = RoutesOf(attributes, RadiusAttributeType.FramedIpv6Route, ReadIpv6Route, " :: 1", ref room),
            Routes = RoutesOf(attributes, RadiusAttributeType.ToldRoute, ReadRoute, "", ref room),
            Ipv6Routes = RoutesOf(attributes, RadiusAttributeType.ToldIpv6Route, ReadIpv6Route, "", ref room),
            Dns = DnsOf(attributes),
            Pool = attributes.GetText(RadiusAttributeType.FramedPool) is { Length: > 0 and <= MaxNameLength } pool ? pool : null,
            Mtu = attributes.GetNumber(RadiusAttributeType.FramedMtu) is >= 64 and <= ushort.MaxValue and var mtu ? mtu : null,
            SessionsPerUser = attributes.GetNumber(RadiusAttributeType.PortLimit),
            InterimInterval = attributes.GetSeconds(RadiusAttributeType.AcctInterimInterval),
            EncryptionPolicy = attributes.GetNumber(MicrosoftAttributeType.MppeEncryptionPolicy),
            EncryptionTypes = attributes.GetNumber(MicrosoftAttributeType.MppeEncryptionTypes),
            UploadRate = attributes.GetRate(WisprAttributeType.BandwidthMaxUp),
            DownloadRate = attributes.GetRate(WisprAttributeType.BandwidthMaxDown),
        };
    }

    private static void Write(RadiusAttributeWriter writer, MicrosoftAttributeType type, byte[] value)
    {
        if (value.Length > 0)
            writer.Add(type, value);
    }

    private static List<Ipv4Address> DnsOf(RadiusAttributes attributes)
    {
        uint?[] servers = [attributes.GetNumber(MicrosoftAttributeType.PrimaryDnsServer), attributes.GetNumber(MicrosoftAttributeType.SecondaryDnsServer)];
        return [.. servers.OfType<uint>().Select(server => new Ipv4Address(server))];
    }

    /// <summary>What makes no sense is left out, and so is what would not fit when it is written in full.</summary>
    private static List<T> RoutesOf<T>(
        RadiusAttributes attributes, RadiusAttributeType type, Func<string, T?> read, string suffix, ref int room)
        where T : struct
    {
        var routes = new List<T>();
        foreach (var text in attributes.GetTexts(type))
        {
            if (routes.Count == MaxRoutes || read(text) is not { } route)
                continue;

            room -= Math.Max(0, $"{route}{suffix}".Length - text.Length);
            if (room >= 0)
                routes.Add(route);
        }

        return routes;
    }

    private static Ipv4Network? ReadRoute(string text) => Ipv4Network.TryParse(text.Split(' ')[0], out var route) ? route : null;

    private static Ipv6Prefix? ReadIpv6Route(string text) => Ipv6Prefix.TryParse(text.Split(' ')[0], out var route) ? route : null;
}
