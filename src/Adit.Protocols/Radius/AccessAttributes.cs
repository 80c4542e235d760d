using Adit.Protocols.Ip;

namespace Adit.Protocols.Radius;

/// <summary>
/// What a request says of the gateway and the call beside who it is: what the conditions of policies look at. What the gateway did not
/// say is null.
/// </summary>
public sealed record AccessAttributes
{
    /// <summary>Tunnel-Type of SSTP ([MS-RNAS] §2.2.2.1); L2TP has 3, PPTP 1, ESP 9.</summary>
    public const uint Sstp = 0x013701;

    // Longer ones are no names or addresses, and count as missing.
    private const int MaxTextLength = 128;
    private const uint Framed = 2;
    private const uint Ppp = 1;
    private const uint Virtual = 5;

    /// <summary>What is true of every call to a gateway of ours: Framed, PPP, Virtual.</summary>
    public static AccessAttributes OfTunnel { get; } = new() { ServiceType = Framed, FramedProtocol = Ppp, NasPortType = Virtual };

    /// <summary>NAS-IP-Address: the gateway's address.</summary>
    public Ipv4Address? NasIpAddress { get; init; }

    /// <summary>NAS-IPv6-Address (RFC 3162 §2.1).</summary>
    public Ipv6Address? NasIpv6Address { get; init; }

    /// <summary>NAS-Identifier as another vendor's gateway calls itself; null for ours, which are believed.</summary>
    public string? NasIdentifier { get; init; }

    /// <summary>NAS-Port: the call's number there.</summary>
    public uint? NasPort { get; init; }

    /// <summary>NAS-Port-Type (RFC 2865 §5.41): 5 for a tunnel, 15 Ethernet, 19 wireless.</summary>
    public uint? NasPortType { get; init; }

    /// <summary>Service-Type (RFC 2865 §5.6): 2 for Framed.</summary>
    public uint? ServiceType { get; init; }

    /// <summary>Framed-Protocol (RFC 2865 §5.7): 1 for PPP.</summary>
    public uint? FramedProtocol { get; init; }

    /// <summary>Framed-MTU: how long an EAP packet may be (RFC 3579 §2.4).</summary>
    public uint? FramedMtu { get; init; }

    /// <summary>Called-Station-Id: what the client called, the server's address.</summary>
    public string? CalledStationId { get; init; }

    /// <summary>Tunnel-Type without its tag (RFC 2868 §3.1).</summary>
    public uint? TunnelType { get; init; }

    /// <summary>Tunnel-Medium-Type without its tag (RFC 2868 §3.2): 1 IPv4, 2 IPv6.</summary>
    public uint? TunnelMediumType { get; init; }

    /// <summary>Tunnel-Client-Endpoint: the client's address outside of the tunnel (RFC 2868 §3.3).</summary>
    public string? TunnelClientEndpoint { get; init; }

    /// <summary>MS-RAS-Vendor: the gateway's vendor.</summary>
    public uint? RasVendor { get; init; }

    /// <summary>MS-RAS-Version: the gateway's version.</summary>
    public string? RasVersion { get; init; }

    /// <summary>MS-RAS-Client-Name: the client machine's name.</summary>
    public string? RasClientName { get; init; }

    /// <summary>MS-RAS-Client-Version.</summary>
    public string? RasClientVersion { get; init; }

    /// <summary>MS-Network-Access-Server-Type: 2 for a VPN server ([MS-RNAP] §2.2.1.11).</summary>
    public uint? NetworkAccessServerType { get; init; }

    /// <summary>MS-Identity-Type ([MS-RNAP] §2.2.1.6).</summary>
    public uint? IdentityType { get; init; }

    /// <summary>Which RADIUS client asked; null for a gateway of ours. It is what we know, never what somebody sent.</summary>
    public AccessClient? Client { get; init; }

    /// <summary>The three that come before the session's name.</summary>
    internal void WriteService(RadiusAttributeWriter writer)
    {
        writer.Add(RadiusAttributeType.ServiceType, ServiceType);
        writer.Add(RadiusAttributeType.FramedProtocol, FramedProtocol);
        writer.Add(RadiusAttributeType.NasPortType, NasPortType);
    }

    internal void Write(RadiusAttributeWriter writer)
    {
        writer.Add(RadiusAttributeType.NasIpAddress, NasIpAddress);
        writer.Add(RadiusAttributeType.NasIpv6Address, NasIpv6Address);
        writer.Add(RadiusAttributeType.NasPort, NasPort);
        writer.Add(RadiusAttributeType.FramedMtu, FramedMtu);
        writer.Add(RadiusAttributeType.CalledStationId, CalledStationId);
        writer.Add(RadiusAttributeType.TunnelType, TunnelType);
        writer.Add(RadiusAttributeType.TunnelMediumType, TunnelMediumType);
        writer.Add(RadiusAttributeType.TunnelClientEndpoint, TunnelClientEndpoint);
        writer.Add(MicrosoftAttributeType.RasVendor, RasVendor);
        writer.Add(MicrosoftAttributeType.RasVersion, RasVersion);
        writer.Add(MicrosoftAttributeType.RasClientName, RasClientName);
        writer.Add(MicrosoftAttributeType.RasClientVersion, RasClientVersion);
        writer.Add(MicrosoftAttributeType.NetworkAccessServerType, NetworkAccessServerType);
        writer.Add(MicrosoftAttributeType.IdentityType, IdentityType);
        writer.Add(RadiusAttributeType.ForeignNasIdentifier, NasIdentifier);
        writer.Add(RadiusAttributeType.ClientName, Client?.Name);
        writer.Add(RadiusAttributeType.ClientAddress, Client?.Address);
        writer.Add(RadiusAttributeType.ClientVendor, Client?.Vendor);
    }

    /// <summary>Those of a message of our own.</summary>
    internal static AccessAttributes Read(RadiusAttributes attributes) => Read(
        attributes,
        Text(attributes, RadiusAttributeType.ForeignNasIdentifier),
        Text(attributes, RadiusAttributeType.ClientName) is { } name
            ? new AccessClient(name, Text(attributes, RadiusAttributeType.ClientAddress) ?? "", Text(attributes, RadiusAttributeType.ClientVendor))
            : null);

    /// <summary>Those of another vendor's gateway, which cannot say which client it is.</summary>
    internal static AccessAttributes ReadForeign(RadiusAttributes attributes, AccessClient client) =>
        Read(attributes, Text(attributes, RadiusAttributeType.NasIdentifier), client);

    private static AccessAttributes Read(RadiusAttributes attributes, string? nasIdentifier, AccessClient? client) => new()
    {
        NasIdentifier = nasIdentifier,
        Client = client,
        NasIpAddress = attributes.GetAddress(RadiusAttributeType.NasIpAddress),
        NasIpv6Address = attributes.GetIpv6Address(RadiusAttributeType.NasIpv6Address),
        NasPort = attributes.GetNumber(RadiusAttributeType.NasPort),
        NasPortType = attributes.GetNumber(RadiusAttributeType.NasPortType),
        ServiceType = attributes.GetNumber(RadiusAttributeType.ServiceType),
        FramedProtocol = attributes.GetNumber(RadiusAttributeType.FramedProtocol),
        FramedMtu = attributes.GetNumber(RadiusAttributeType.FramedMtu),
        CalledStationId = Text(attributes, RadiusAttributeType.CalledStationId),
        TunnelType = attributes.GetTagged(RadiusAttributeType.TunnelType),
        TunnelMediumType = attributes.GetTagged(RadiusAttributeType.TunnelMediumType),
        TunnelClientEndpoint = Text(attributes, RadiusAttributeType.TunnelClientEndpoint) is { } endpoint ? WithoutTag(endpoint) : null,
        RasVendor = attributes.GetNumber(MicrosoftAttributeType.RasVendor),
        RasVersion = Text(attributes, MicrosoftAttributeType.RasVersion),
        RasClientName = Text(attributes, MicrosoftAttributeType.RasClientName),
        RasClientVersion = Text(attributes, MicrosoftAttributeType.RasClientVersion),
        NetworkAccessServerType = attributes.GetNumber(MicrosoftAttributeType.NetworkAccessServerType),
        IdentityType = attributes.GetNumber(MicrosoftAttributeType.IdentityType),
    };

    /// <summary>RFC 2868 §3.3: a first byte of at most 0x1f is a tag.</summary>
    private static string WithoutTag(string text) => text is [<= '\x1f', ..] ? text[1..] : text;

    private static string? Text(RadiusAttributes attributes, RadiusAttributeType type) =>
        attributes.TryGet(type, out var value) ? Text(value.Span) : null;

    private static string? Text(RadiusAttributes attributes, MicrosoftAttributeType type) =>
        attributes.TryGet(type, out var value) ? Text(value.Span) : null;

    /// <summary>Windows ends some of them with a NUL.</summary>
    private static string? Text(ReadOnlySpan<byte> value) =>
        value.Length <= MaxTextLength && RadiusAttributes.TryDecode(value.TrimEnd((byte)0), out var text) ? text : null;
}

/// <summary>A RADIUS client as we know it.</summary>
/// <param name="Name">What the configuration calls it.</param>
/// <param name="Address">From where it asked, as text.</param>
/// <param name="Vendor">Who made it, as the configuration says; null where it does not.</param>
public sealed record AccessClient(string Name, string Address, string? Vendor);
