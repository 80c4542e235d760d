using System.Diagnostics.CodeAnalysis;
using Adit.Protocols.Ip;

namespace Adit.Protocols.Radius;

/// <summary>A gateway reports on a session (RFC 2866 §4.1).</summary>
/// <param name="Status">Start, progress or end.</param>
/// <param name="SessionId">Acct-Session-Id: the same as in the access request.</param>
/// <param name="UserName">The identity that the accept gave.</param>
/// <param name="Gateway">NAS-Identifier: which gateway reports.</param>
/// <param name="CallingStationId">The client's address, as text.</param>
public sealed record AccountingRequest(
    AccountingStatus Status,
    string SessionId,
    string UserName,
    string Gateway,
    string CallingStationId)
{
    /// <summary>The client's address in the tunnel; null before it has one.</summary>
    public Ipv4Address? FramedIpAddress { get; init; }

    /// <summary>The client's IPv6 prefix in the tunnel; null where it has none.</summary>
    public Ipv6Prefix? FramedIpv6Prefix { get; init; }

    /// <summary>MS-RAS-Correlation-ID, where the client gave one.</summary>
    public Guid? CorrelationId { get; init; }

    /// <summary>What the accept gave to return, all of it and in order.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Classes { get; init; } = [];

    /// <summary>Bytes from the client so far.</summary>
    public ulong InputOctets { get; init; }

    /// <summary>Bytes to the client so far.</summary>
    public ulong OutputOctets { get; init; }

    /// <summary>Packets from the client so far; wraps at 2^32, as RFC 2866 §5.8 has no more room.</summary>
    public uint InputPackets { get; init; }

    /// <summary>Packets to the client so far; wraps at 2^32.</summary>
    public uint OutputPackets { get; init; }

    /// <summary>How long the session has lasted, in whole seconds on the wire.</summary>
    public TimeSpan SessionTime { get; init; }

    /// <summary>Why the session ended; <see cref="TerminateCause.None"/> before it has.</summary>
    public TerminateCause TerminateCause { get; init; }

    /// <summary>Reads a message of our own gateways; false where it is none, or lacks what every report of theirs has.</summary>
    public static bool TryParse(ReadOnlyMemory<byte> message, [NotNullWhen(true)] out AccountingRequest? request)
    {
        request = null;
        return RadiusAttributes.TryParse(message, out var code, out var attributes) && code is RadiusCode.AccountingRequest
            && attributes.TryGetText(RadiusAttributeType.NasIdentifier, out var gateway)
            && attributes.TryGetText(RadiusAttributeType.CallingStationId, out var callingStationId)
            && TryRead(attributes, gateway, callingStationId, out request);
    }

    /// <summary>Reads a message of another vendor's gateway, which need not name the caller; that is empty then.</summary>
    /// <param name="message">Code and attributes.</param>
    /// <param name="gateway">What we call the gateway: what it calls itself proves nothing.</param>
    /// <param name="request">The report; null where it is none of a session.</param>
    public static bool TryParseForeign(
        ReadOnlyMemory<byte> message, string gateway, [NotNullWhen(true)] out AccountingRequest? request)
    {
        request = null;
        return RadiusAttributes.TryParse(message, out var code, out var attributes) && code is RadiusCode.AccountingRequest
            && TryRead(attributes, gateway, attributes.GetText(RadiusAttributeType.CallingStationId) ?? "", out request);
    }

    /// <summary>The message's code and attributes.</summary>
    public byte[] ToBytes()
    {
        var writer = new RadiusAttributeWriter(RadiusCode.AccountingRequest);
        writer.Add(RadiusAttributeType.AcctStatusType, (uint)Status);
        writer.Add(RadiusAttributeType.AcctSessionId, SessionId);
        writer.Add(RadiusAttributeType.UserName, UserName);
        writer.Add(RadiusAttributeType.NasIdentifier, Gateway);
        writer.Add(RadiusAttributeType.CallingStationId, CallingStationId);
        writer.Add(RadiusAttributeType.FramedIpAddress, FramedIpAddress);
        writer.Add(RadiusAttributeType.FramedIpv6Prefix, FramedIpv6Prefix);
        RasCorrelationId.Write(writer, CorrelationId);
        foreach (var @class in Classes)
            writer.Add(RadiusAttributeType.Class, @class.Span);
        if (Status is not AccountingStatus.Start)
            WriteCounters(writer);
        return writer.ToArray();
    }

    private static bool TryRead(
        RadiusAttributes attributes, string gateway, string callingStationId, [NotNullWhen(true)] out AccountingRequest? request)
    {
        request = null;
        if (attributes.GetNumber(RadiusAttributeType.AcctStatusType) is not (>= 1 and <= 3 and var status)
            || !attributes.TryGetText(RadiusAttributeType.AcctSessionId, out var sessionId)
            || !attributes.TryGetText(RadiusAttributeType.UserName, out var userName))
            return false;

        request = Read((AccountingStatus)status, sessionId, userName, gateway, callingStationId, attributes);
        return true;
    }

    private static AccountingRequest Read(
        AccountingStatus status, string sessionId, string userName, string gateway, string callingStationId, RadiusAttributes attributes)
    {
        return new AccountingRequest(status, sessionId, userName, gateway, callingStationId)
        {
            FramedIpAddress = attributes.GetAddress(RadiusAttributeType.FramedIpAddress),
            FramedIpv6Prefix = attributes.GetPrefix(RadiusAttributeType.FramedIpv6Prefix),
            CorrelationId = RasCorrelationId.Read(attributes),
            Classes = attributes.GetClasses(),
            InputOctets = ReadOctets(attributes, RadiusAttributeType.AcctInputOctets, RadiusAttributeType.AcctInputGigawords),
            OutputOctets = ReadOctets(attributes, RadiusAttributeType.AcctOutputOctets, RadiusAttributeType.AcctOutputGigawords),
            InputPackets = attributes.GetNumber(RadiusAttributeType.AcctInputPackets) ?? 0,
            OutputPackets = attributes.GetNumber(RadiusAttributeType.AcctOutputPackets) ?? 0,
            SessionTime = attributes.GetSeconds(RadiusAttributeType.AcctSessionTime) ?? TimeSpan.Zero,
            TerminateCause = (TerminateCause)Math.Min(attributes.GetNumber(RadiusAttributeType.AcctTerminateCause) ?? 0, byte.MaxValue),
        };
    }

    private static ulong ReadOctets(RadiusAttributes attributes, RadiusAttributeType octets, RadiusAttributeType gigawords) =>
        ((ulong)(attributes.GetNumber(gigawords) ?? 0) << 32) | (attributes.GetNumber(octets) ?? 0);

    private void WriteCounters(RadiusAttributeWriter writer)
    {
        writer.Add(RadiusAttributeType.AcctInputOctets, (uint)InputOctets);
        writer.Add(RadiusAttributeType.AcctInputGigawords, (uint)(InputOctets >> 32));
        writer.Add(RadiusAttributeType.AcctOutputOctets, (uint)OutputOctets);
        writer.Add(RadiusAttributeType.AcctOutputGigawords, (uint)(OutputOctets >> 32));
        writer.Add(RadiusAttributeType.AcctInputPackets, InputPackets);
        writer.Add(RadiusAttributeType.AcctOutputPackets, OutputPackets);
        writer.Add(RadiusAttributeType.AcctSessionTime, SessionTime);
        if (TerminateCause is not TerminateCause.None)
            writer.Add(RadiusAttributeType.AcctTerminateCause, (uint)TerminateCause);
    }
}
