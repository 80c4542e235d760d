using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Tls;

namespace Adit.Protocols.Eap.Tls;

/// <summary>
/// What whoever carries EAP between a peer and an authority sees of the TLS inside: up to TLS 1.2 the certificates of the authority and the
/// alert with which the peer refuses them are in clear (RFC 5246 §7.4.2, §7.2). It only looks; what it cannot read, it leaves.
/// </summary>
public sealed class EapTlsSight
{
    /// <summary>More than a chain of 16 certificates with long keys takes.</summary>
    internal const int MaxFlight = 64 * 1024;

    private const byte AlertRecord = 21;
    private const byte Fatal = 2;

    private readonly List<byte> _flight = [];
    private bool _isPast;

    /// <summary>The method that the authority led last, where it has TLS; otherwise none.</summary>
    public EapType Method { get; private set; }

    /// <summary>The certificates that the authority showed, in DER, its own first; empty before, and where they are hidden.</summary>
    public IReadOnlyList<ReadOnlyMemory<byte>> Chain { get; private set; } = [];

    /// <summary>The alert with which the peer ended TLS before it was hidden; null for none.</summary>
    public TlsAlert? PeerAlert { get; private set; }

    /// <summary>Whether the peer refused what it was shown.</summary>
    public bool IsRefused => PeerAlert is { } alert && EapTlsAlerts.ReasonOf(alert) is Radius.AccessReason.ServerCertificateRefused;

    /// <summary>The method with TLS to which a packet belongs; none for all others.</summary>
    public static EapType MethodOf(ReadOnlyMemory<byte> bytes) =>
        EapPacket.TryParse(bytes, out var packet) && packet.Type is EapType.Tls or EapType.Ttls or EapType.Peap ? packet.Type : EapType.None;

    /// <summary>A packet of the authority goes to the peer.</summary>
    public void Asked(ReadOnlyMemory<byte> bytes)
    {
        if (!TryRead(bytes, EapCode.Request, out var packet, out var type))
            return;

        Method = type;
        if (packet.IsStart)
            Begin();
        else if (!_isPast)
            Collect(packet);
    }

    /// <summary>A packet of the peer goes to the authority.</summary>
    public void Answered(ReadOnlyMemory<byte> bytes)
    {
        if (TryRead(bytes, EapCode.Response, out var packet, out _) && packet.Data.Span is [AlertRecord, _, _, 0, 2, Fatal, var alert, ..])
            PeerAlert ??= (TlsAlert)alert;
    }

    private void Begin()
    {
        _flight.Clear();
        (_isPast, Chain, PeerAlert) = (false, [], null);
    }

    /// <summary>The certificates are in the first flight that holds anything.</summary>
    private void Collect(EapTlsPacket packet)
    {
        _flight.AddRange(packet.Data.Span);
        _isPast = _flight.Count > MaxFlight || (!packet.HasMore && _flight.Count > 0);
        if (!_isPast)
            return;

        Chain = _flight.Count <= MaxFlight ? CertificateMessage.Find(_flight.ToArray()) : [];
        _flight.Clear();
    }

    private static bool TryRead(ReadOnlyMemory<byte> bytes, EapCode code, out EapTlsPacket packet, out EapType type)
    {
        packet = default;
        type = EapPacket.TryParse(bytes, out var eap) && eap.Code == code ? eap.Type : EapType.None;
        return type is EapType.Tls or EapType.Ttls or EapType.Peap && EapTlsPacket.TryParse(eap.Data, out packet);
    }
}
