using System.Net;
using Adit.Protocols.Ip;

namespace Adit.Protocols.Radius.Dynamic;

/// <summary>
/// An authority wants a session to end, or to be changed (RFC 5176 §2, §3): which sessions, all that it names at once, and what of them.
/// </summary>
/// <param name="Code">Disconnect-Request or CoA-Request.</param>
public sealed record DynamicRequest(RadiusCode Code)
{
    private const uint AuthorizeOnly = 17;

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

    /// <summary>How long the session may last from its beginning; null leaves it.</summary>
    public TimeSpan? SessionTimeout { get; private init; }

    /// <summary>How long it may be idle; null leaves it.</summary>
    public TimeSpan? IdleTimeout { get; private init; }

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

    /// <summary>The answer to one that was, or was not, carried out.</summary>
    public static byte[] Answer(RadiusCode request, ErrorCause cause)
    {
        var isDone = cause is ErrorCause.None;
        var writer = new RadiusAttributeWriter(request is RadiusCode.DisconnectRequest
            ? (isDone ? RadiusCode.DisconnectAck : RadiusCode.DisconnectNak)
            : (isDone ? RadiusCode.CoaAck : RadiusCode.CoaNak));
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
        SessionTimeout = attributes.GetSeconds(RadiusAttributeType.SessionTimeout),
        IdleTimeout = attributes.GetSeconds(RadiusAttributeType.IdleTimeout),
    };

    private ErrorCause Judge(RadiusAttributes attributes)
    {
        if (attributes.GetNumber(RadiusAttributeType.ServiceType) == AuthorizeOnly)
            return ErrorCause.UnsupportedService;
        if (Unsupported is not null)
            return ErrorCause.UnsupportedAttribute;
        if (_understood.Any(type => attributes.TryGet(type, out _) && !IsUnderstood(type)))
            return ErrorCause.InvalidAttributeValue;

        var namesSession = SessionId is not null || UserName is not null || FramedIpAddress is not null || FramedIpv6Prefix is not null
            || CallingStationId is not null;
        var namesChange = Code is RadiusCode.DisconnectRequest || SessionTimeout is not null || IdleTimeout is not null;
        return namesSession && namesChange ? ErrorCause.None : ErrorCause.MissingAttribute;
    }

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
        RadiusAttributeType.SessionTimeout => SessionTimeout is { Ticks: > 0 },
        _ => IdleTimeout is { Ticks: > 0 },
    };

    private static readonly RadiusAttributeType[] _understood =
    [
        RadiusAttributeType.AcctSessionId, RadiusAttributeType.UserName, RadiusAttributeType.CallingStationId, RadiusAttributeType.FramedIpAddress,
        RadiusAttributeType.FramedIpv6Prefix, RadiusAttributeType.NasIdentifier, RadiusAttributeType.NasIpAddress, RadiusAttributeType.NasIpv6Address,
        RadiusAttributeType.EventTimestamp, RadiusAttributeType.SessionTimeout, RadiusAttributeType.IdleTimeout,
    ];

    /// <summary>Beside those that select and change, what an authority may say and nothing hangs on.</summary>
    private static byte? FirstUnsupported(RadiusCode code, List<RawAttributes.Attribute> attributes, out uint vendor)
    {
        vendor = 0;
        foreach (var attribute in attributes)
        {
            var isKnown = attribute.Type switch
            {
                RadiusAttributeType.SessionTimeout or RadiusAttributeType.IdleTimeout => code is RadiusCode.CoaRequest,
                RadiusAttributeType.AcctTerminateCause or RadiusAttributeType.ReplyMessage => code is RadiusCode.DisconnectRequest,
                RadiusAttributeType.Class or RadiusAttributeType.NasPortType or RadiusAttributeType.MessageAuthenticator => true,
                RadiusAttributeType.ServiceType or RadiusAttributeType.FramedProtocol => true,
                _ => _understood.Contains(attribute.Type),
            };
            if (isKnown)
                continue;

            vendor = attribute.Type is RadiusAttributeType.VendorSpecific && attribute.Value.Length >= 5
                ? System.Buffers.Binary.BinaryPrimitives.ReadUInt32BigEndian(attribute.Value.Span)
                : 0;
            return vendor != 0 ? attribute.Value.Span[4] : (byte)attribute.Type;
        }

        return null;
    }

    private static IPAddress? AddressOf(RadiusAttributes attributes, RadiusAttributeType type, int length) =>
        attributes.TryGet(type, out var value) && value.Length == length ? new IPAddress(value.Span) : null;
}
