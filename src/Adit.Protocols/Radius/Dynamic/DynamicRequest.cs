using System.Net;
using Adit.Protocols.Ip;

namespace Adit.Protocols.Radius.Dynamic;

/// <summary>
/// An authority wants a session to end, or to be changed (RFC 5176 §2, §3): which sessions, all that it names at once, and what of them.
/// </summary>
/// <param name="Code">Disconnect-Request or CoA-Request.</param>
public sealed record DynamicRequest(RadiusCode Code)
{
    private const uint Framed = 2;

    /// <summary>RFC 2869 §5.16.</summary>
    private static readonly TimeSpan ShortestInterval = TimeSpan.FromSeconds(60);

    /// <summary>Acct-Session-Id.</summary>
    public string? SessionId { get; private init; }

    /// <summary>User-Name.</summary>
    public string? UserName { get; private init; }

    /// <summary>Calling-Station-Id: the client's address.</summary>
    public string? CallingStationId { get; private init; }

    /// <summary>The client's address in the tunnel.</summary>
    public Ipv4Address? FramedIpAddress { get; private init; }

    /// <summary>The client's prefix in the tunnel.</summary>
    public Ipv6Prefix? FramedIpv6Prefix { get; private init; }

    /// <summary>NAS-Identifier: which gateway is meant.</summary>
    public string? NasIdentifier { get; private init; }

    /// <summary>NAS-IP-Address or NAS-IPv6-Address: the same.</summary>
    public IPAddress? NasAddress { get; private init; }

    /// <summary>When it was sent, in seconds of Unix time (RFC 2869 §5.3).</summary>
    public uint? EventTimestamp { get; private init; }

    /// <summary>What is to change of the session.</summary>
    public SessionChange Change { get; private init; } = new();

    /// <summary>Whether the authority is to be asked anew what the session may (Service-Type of Authorize Only, RFC 5176 §3.2).</summary>
    public bool IsAuthorizeOnly { get; private init; }

    /// <summary>State, which goes with that alone.</summary>
    public ReadOnlyMemory<byte> State { get; private init; }

    /// <summary>
    /// The number of an attribute that we cannot follow, for the log; null where there is none. RFC 5176 §3.5: then nothing of the request
    /// is done.
    /// </summary>
    public byte? Unsupported { get; private init; }

    /// <summary>The same of a vendor's attributes: whose.</summary>
    public uint UnsupportedVendor { get; private init; }

    /// <summary>Reads a message, and says what is wrong with it by itself.</summary>
    /// <param name="message">Code and attributes.</param>
    /// <param name="request">What could be read; its Event-Timestamp counts in any case.</param>
    public static ErrorCause TryParse(ReadOnlyMemory<byte> message, out DynamicRequest request)
    {
        request = new DynamicRequest(RadiusCode.None);
        if (!RadiusAttributes.TryParse(message, out var code, out var attributes)
            || code is not (RadiusCode.DisconnectRequest or RadiusCode.CoaRequest)
            || RawAttributes.TryRead(message[1..]) is not { } raw)
            return ErrorCause.InvalidRequest;

        request = Read(code, attributes) with { Unsupported = FirstUnsupported(code, raw, out var vendor), UnsupportedVendor = vendor };
        return request.Judge(attributes);
    }

    /// <summary>
    /// The answer to one that was, or was not, carried out. One that asks the authority anew is neither, yet: RFC 5176 §3.2 has it refused
    /// with the cause that this has begun.
    /// </summary>
    public static byte[] Answer(RadiusCode request, ErrorCause cause)
    {
        var isDone = cause is ErrorCause.None;
        var writer = new RadiusAttributeWriter(request is RadiusCode.DisconnectRequest
            ? (isDone ? RadiusCode.DisconnectAck : RadiusCode.DisconnectNak)
            : (isDone ? RadiusCode.CoaAck : RadiusCode.CoaNak));
        if (cause is ErrorCause.RequestInitiated)
            writer.Add(RadiusAttributeType.ServiceType, AccessCredentials.AuthorizeOnly.ServiceType);
        if (!isDone)
            writer.Add(RadiusAttributeType.ErrorCause, (uint)cause);
        return writer.ToArray();
    }

    private static DynamicRequest Read(RadiusCode code, RadiusAttributes attributes) => new(code)
    {
        SessionId = attributes.GetText(RadiusAttributeType.AcctSessionId),
        UserName = attributes.GetText(RadiusAttributeType.UserName),
        CallingStationId = attributes.GetText(RadiusAttributeType.CallingStationId),
        FramedIpAddress = attributes.GetAddress(RadiusAttributeType.FramedIpAddress),
        FramedIpv6Prefix = attributes.GetPrefix(RadiusAttributeType.FramedIpv6Prefix),
        NasIdentifier = attributes.GetText(RadiusAttributeType.NasIdentifier),
        NasAddress = AddressOf(attributes, RadiusAttributeType.NasIpAddress, 4) ?? AddressOf(attributes, RadiusAttributeType.NasIpv6Address, 16),
        EventTimestamp = attributes.GetNumber(RadiusAttributeType.EventTimestamp),
        Change = code is RadiusCode.CoaRequest ? ReadChange(attributes) : new(),
        IsAuthorizeOnly = attributes.GetNumber(RadiusAttributeType.ServiceType) == AccessCredentials.AuthorizeOnly.ServiceType,
        State = attributes.TryGetBounded(RadiusAttributeType.State, out var state) ? state : default,
    };

    private static SessionChange ReadChange(RadiusAttributes attributes) => new()
    {
        SessionTimeout = attributes.GetSeconds(RadiusAttributeType.SessionTimeout),
        IdleTimeout = attributes.GetSeconds(RadiusAttributeType.IdleTimeout),
        InterimInterval = attributes.GetSeconds(RadiusAttributeType.AcctInterimInterval),
        Filters = FiltersOf(attributes, MicrosoftAttributeType.Filter, isIpv6: false),
        Ipv6Filters = FiltersOf(attributes, MicrosoftAttributeType.Ipv6Filter, isIpv6: true),
        Classes = attributes.GetClasses(),
        UploadRate = attributes.GetRate(WisprAttributeType.BandwidthMaxUp),
        DownloadRate = attributes.GetRate(WisprAttributeType.BandwidthMaxDown),
    };

    /// <summary>Null where there are none, or none that we understand.</summary>
    private static List<Ip.Filtering.PacketFilter>? FiltersOf(RadiusAttributes attributes, MicrosoftAttributeType type, bool isIpv6) =>
        attributes.TryGet(type, out var value) && !value.IsEmpty ? PacketFilterAttributes.Read(value.Span, isIpv6) : null;

    private ErrorCause Judge(RadiusAttributes attributes)
    {
        if (attributes.TryGet(RadiusAttributeType.ServiceType, out _) && !IsAuthorizeOnly && attributes.GetNumber(RadiusAttributeType.ServiceType) != Framed)
            return ErrorCause.UnsupportedService;
        if (IsAuthorizeOnly && Code is RadiusCode.DisconnectRequest)
            return ErrorCause.UnsupportedService;
        if (Unsupported is not null)
            return ErrorCause.UnsupportedAttribute;
        if (_understood.Any(type => attributes.TryGet(type, out _) && !IsUnderstood(type)) || !AreFiltersUnderstood(attributes)
            || attributes.CountOf(RadiusAttributes.Wispr) > (Change.UploadRate is null ? 0 : 1) + (Change.DownloadRate is null ? 0 : 1))
            return ErrorCause.InvalidAttributeValue;

        var namesSession = SessionId is not null || UserName is not null || FramedIpAddress is not null || FramedIpv6Prefix is not null
            || CallingStationId is not null;
        var namesChange = Code is RadiusCode.DisconnectRequest || (IsAuthorizeOnly ? !State.IsEmpty : Change.IsAny);
        return namesSession && namesChange ? ErrorCause.None : ErrorCause.MissingAttribute;
    }

    private bool AreFiltersUnderstood(RadiusAttributes attributes) =>
        (Change.Filters is not null || !attributes.TryGet(MicrosoftAttributeType.Filter, out _))
        && (Change.Ipv6Filters is not null || !attributes.TryGet(MicrosoftAttributeType.Ipv6Filter, out _));

    /// <summary>What is there but was not read is wrong: a selector that is passed over would select too much.</summary>
    private bool IsUnderstood(RadiusAttributeType type) => type switch
    {
        RadiusAttributeType.AcctSessionId => SessionId is not null,
        RadiusAttributeType.UserName => UserName is not null,
        RadiusAttributeType.CallingStationId => CallingStationId is not null,
        RadiusAttributeType.FramedIpAddress => FramedIpAddress is not null,
        RadiusAttributeType.FramedIpv6Prefix => FramedIpv6Prefix is not null,
        RadiusAttributeType.NasIdentifier => NasIdentifier is not null,
        RadiusAttributeType.NasIpAddress or RadiusAttributeType.NasIpv6Address => NasAddress is not null,
        RadiusAttributeType.EventTimestamp => EventTimestamp is not null,
        RadiusAttributeType.SessionTimeout => Change.SessionTimeout is { Ticks: > 0 },
        RadiusAttributeType.AcctInterimInterval => Change.InterimInterval >= ShortestInterval,
        _ => Change.IdleTimeout is { Ticks: > 0 },
    };

    private static readonly RadiusAttributeType[] _understood =
    [
        RadiusAttributeType.AcctSessionId, RadiusAttributeType.UserName, RadiusAttributeType.CallingStationId, RadiusAttributeType.FramedIpAddress,
        RadiusAttributeType.FramedIpv6Prefix, RadiusAttributeType.NasIdentifier, RadiusAttributeType.NasIpAddress, RadiusAttributeType.NasIpv6Address,
        RadiusAttributeType.EventTimestamp, RadiusAttributeType.SessionTimeout, RadiusAttributeType.IdleTimeout, RadiusAttributeType.AcctInterimInterval,
    ];

    /// <summary>Beside those that select and change, what an authority may say and nothing hangs on.</summary>
    private static byte? FirstUnsupported(RadiusCode code, List<RawAttributes.Attribute> attributes, out uint vendor)
    {
        vendor = 0;
        var isAuthorizeOnly = attributes.Exists(attribute => attribute.Type is RadiusAttributeType.ServiceType
            && attribute.Value.Span is [0, 0, 0, (byte)AccessCredentials.AuthorizeOnly.ServiceType]);
        var changes = code is RadiusCode.CoaRequest && !isAuthorizeOnly;
        foreach (var attribute in attributes)
        {
            vendor = attribute.Type is RadiusAttributeType.VendorSpecific && attribute.Value.Length >= 5
                ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(attribute.Value.Span)
                : 0;
            var isKnown = attribute.Type switch
            {
                RadiusAttributeType.SessionTimeout or RadiusAttributeType.IdleTimeout or RadiusAttributeType.AcctInterimInterval => changes,
                RadiusAttributeType.VendorSpecific => changes && CanFollow(vendor, attribute.Value[4..]),
                RadiusAttributeType.State => isAuthorizeOnly,
                RadiusAttributeType.AcctTerminateCause or RadiusAttributeType.ReplyMessage => code is RadiusCode.DisconnectRequest,
                RadiusAttributeType.Class => !isAuthorizeOnly,
                RadiusAttributeType.NasPortType or RadiusAttributeType.MessageAuthenticator => true,
                RadiusAttributeType.ServiceType or RadiusAttributeType.FramedProtocol => true,
                _ => _understood.Contains(attribute.Type),
            };
            if (!isKnown)
                return vendor != 0 ? attribute.Value.Span[4] : (byte)attribute.Type;
        }

        vendor = 0;
        return null;
    }

    /// <summary>Whether all that a vendor has put into one attribute are filters, or rates.</summary>
    private static bool CanFollow(uint vendor, ReadOnlyMemory<byte> parts) => RawAttributes.TryRead(parts) is { Count: > 0 } read
        && read.TrueForAll(part => vendor switch
        {
            RadiusAttributes.Microsoft => (MicrosoftAttributeType)part.Type is MicrosoftAttributeType.Filter or MicrosoftAttributeType.Ipv6Filter,
            RadiusAttributes.Wispr => (WisprAttributeType)part.Type is WisprAttributeType.BandwidthMaxUp or WisprAttributeType.BandwidthMaxDown,
            _ => false,
        });

    private static IPAddress? AddressOf(RadiusAttributes attributes, RadiusAttributeType type, int length) =>
        attributes.TryGet(type, out var value) && value.Length == length ? new IPAddress(value.Span) : null;
}
