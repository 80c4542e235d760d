using System.Net;
using System.Text;

namespace Adit.Protocols.Radius;

/// <summary>
/// What a Windows server tells another authority of itself and of the call ([MS-RNAS] §2.2), beside what our own authority is told: added
/// to a message on its way to the network, where it does not have it yet.
/// </summary>
public static class GatewayAttributes
{
    private const uint Framed = 2;
    private const uint Ppp = 1;
    private const uint Virtual = 5;
    private const uint RemoteAccessServer = 2;
    private const uint FromRadius = 1;
    private const uint EapMtu = 1344; // leaves room for the headers of two tunnels around EAP-TLS' fragments

    /// <summary>The whole of an Access-Request or an Accounting-Request.</summary>
    /// <param name="message">Code and attributes.</param>
    /// <param name="ownAddress">From which the server is asked; null where it is not known.</param>
    public static byte[] Complete(ReadOnlyMemory<byte> message, IPAddress? ownAddress)
    {
        if (!RadiusAttributes.TryParse(message, out var code, out var known))
            return message.ToArray();

        var writer = new RadiusAttributeWriter();
        if (ownAddress is not null)
            AddAddress(writer, known, ownAddress);
        AddMissing(writer, known, RadiusAttributeType.ServiceType, Framed);
        AddMissing(writer, known, RadiusAttributeType.FramedProtocol, Ppp);
        AddMissing(writer, known, RadiusAttributeType.NasPortType, Virtual);
        AddEndpoint(writer, known);
        AddMicrosoft(writer, known, code);
        if (code is RadiusCode.AccountingRequest)
            AddMissing(writer, known, RadiusAttributeType.AcctAuthentic, FromRadius);
        else if (known.TryGet(RadiusAttributeType.EapMessage, out _))
            AddMissing(writer, known, RadiusAttributeType.FramedMtu, EapMtu);
        return [.. message.Span, .. writer.ToArray()];
    }

    /// <summary>Accounting-On or Accounting-Off (RFC 2866 §5.1): about the gateway, not a session.</summary>
    /// <param name="status">One of these two.</param>
    /// <param name="sessionId">A name for this life of the gateway.</param>
    /// <param name="gateway">NAS-Identifier.</param>
    public static byte[] Notice(AccountingStatus status, string sessionId, string gateway)
    {
        var writer = new RadiusAttributeWriter(RadiusCode.AccountingRequest);
        writer.Add(RadiusAttributeType.AcctStatusType, (uint)status);
        writer.Add(RadiusAttributeType.AcctSessionId, sessionId);
        writer.Add(RadiusAttributeType.NasIdentifier, gateway);
        return writer.ToArray();
    }

    /// <summary>A Status-Server (RFC 5997 §3).</summary>
    public static byte[] Probe(string gateway)
    {
        var writer = new RadiusAttributeWriter(RadiusCode.StatusServer);
        writer.Add(RadiusAttributeType.NasIdentifier, gateway);
        return writer.ToArray();
    }

    /// <summary>A report with when it was written (RFC 2869 §5.3), and how long ago that is (RFC 2866 §5.2).</summary>
    /// <param name="report">Code and attributes of an Accounting-Request.</param>
    /// <param name="writtenAt">In seconds of Unix time.</param>
    /// <param name="delay">At least 0.</param>
    public static byte[] WithTimes(ReadOnlyMemory<byte> report, long writtenAt, TimeSpan delay)
    {
        var writer = new RadiusAttributeWriter();
        writer.Add(RadiusAttributeType.EventTimestamp, (uint)Math.Clamp(writtenAt, 0, uint.MaxValue));
        writer.Add(RadiusAttributeType.AcctDelayTime, (uint)Math.Clamp(delay.TotalSeconds, 0, uint.MaxValue));
        return [.. report.Span, .. writer.ToArray()];
    }

    private static void AddMissing(RadiusAttributeWriter writer, RadiusAttributes known, RadiusAttributeType type, uint number)
    {
        if (!known.TryGet(type, out _))
            writer.Add(type, number);
    }

    private static void AddAddress(RadiusAttributeWriter writer, RadiusAttributes known, IPAddress address)
    {
        var type = IsIpv4(address) ? RadiusAttributeType.NasIpAddress : RadiusAttributeType.NasIpv6Address;
        if (!known.TryGet(RadiusAttributeType.NasIpAddress, out _) && !known.TryGet(RadiusAttributeType.NasIpv6Address, out _))
            writer.Add(type, address.GetAddressBytes());
    }

    /// <summary>From where the tunnel comes (RFC 2868 §3.2, §3.3), without a tag.</summary>
    private static void AddEndpoint(RadiusAttributeWriter writer, RadiusAttributes known)
    {
        if (known.GetText(RadiusAttributeType.CallingStationId) is not { } caller || !IPAddress.TryParse(caller, out var address))
            return;

        AddMissing(writer, known, RadiusAttributeType.TunnelMediumType, IsIpv4(address) ? 1u : 2u);
        if (!known.TryGet(RadiusAttributeType.TunnelClientEndpoint, out _))
            writer.Add(RadiusAttributeType.TunnelClientEndpoint, caller);
    }

    private static bool IsIpv4(IPAddress address) => address.GetAddressBytes().Length == 4;

    private static void AddMicrosoft(RadiusAttributeWriter writer, RadiusAttributes known, RadiusCode code)
    {
        Add(MicrosoftAttributeType.RasVendor, [0, 0, 1, 0x37]);
        Add(MicrosoftAttributeType.RasVersion, Encoding.ASCII.GetBytes("MSRASV5.20"));
        if (code is RadiusCode.AccessRequest)
            Add(MicrosoftAttributeType.NetworkAccessServerType, [0, 0, 0, (byte)RemoteAccessServer]);

        void Add(MicrosoftAttributeType type, byte[] value)
        {
            if (!known.TryGet(type, out _))
                writer.Add(type, value);
        }
    }
}
