using Adit.Protocols.Crypto;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Eap.Tls;

/// <summary>
/// EAP-TLS (RFC 5216, and RFC 9190 over TLS 1.3): the user's certificate is judged while the handshake waits, so that the peer is told by
/// an alert what is wrong with it, and its answer is awaited before the failure; then the user's account is judged.
/// </summary>
internal sealed class EapTlsServer : IEapServerMethod, ICertificateVerifier, IDisposable
{
    private const string Purpose = "eap-tls";
    private const int Tls13 = 0x0304;

    /// <summary>RFC 9190 §2.1.1: no more TLS will follow.</summary>
    private static ReadOnlySpan<byte> ProtectedSuccess => [0];

    private readonly string _identity;
    private readonly IUserCertificates _certificates;
    private readonly ITlsConversation _tls;
    private readonly EapTlsServerChannel _channel;
    private UserCertificateVerdict? _verdict;
    private EapMove? _last;
    private bool _hasGreeted;

    public EapTlsServer(string identity, ITlsEngine engine, IUserCertificates certificates, EapTlsOptions options)
    {
        (_identity, _certificates) = (identity, certificates);
        _tls = engine.Begin(Purpose, this);
        _channel = new EapTlsServerChannel(_tls, options, version: 0);
    }

    public EapType Type => EapType.Tls;

    public TlsAlert? PeerAlert => _tls.ReceivedAlert;

    public EapMove Begin(byte identifier) => _channel.Start();

    /// <summary>What comes after the last request only lets the conversation end.</summary>
    public EapMove Handle(ReadOnlyMemory<byte> data) => _channel.Receive(data) ?? _last switch
    {
        null => Advance(),
        EapMove.Done when _tls.State is TlsConversationState.Failed => new EapMove.BreakOff(Fault()),
        var last => last,
    };

    public EapMove HandleVerdict(AccessReply verdict)
    {
        if (verdict is not AccessReply.Accept accept)
            return new EapMove.Done(verdict, SessionKeys.NotGenerated);

        _last = new EapMove.Done(accept with { Certificate = _verdict!.Fingerprint }, EapTlsKeys.Derive(_tls, Type));
        _tls.Remember([]);
        if (_tls.Version >= Tls13)
            _tls.Send(ProtectedSuccess);
        return _channel.TrySend() ?? _last;
    }

    public TlsAlert? Verify(IReadOnlyList<ReadOnlyMemory<byte>> chain)
    {
        _verdict = _certificates.Judge(chain, _identity);
        return _verdict.Reason is AccessReason.None ? null : _verdict.Alert;
    }

    public void Dispose() => _tls.Dispose();

    private EapMove Advance() => _tls.State switch
    {
        TlsConversationState.Handshaking => GoOn(),
        TlsConversationState.Open => Judge(),
        _ => Refuse(),
    };

    private EapMove GoOn()
    {
        _hasGreeted = true;
        return _channel.TrySend() ?? new EapMove.BreakOff(AccessReason.EapBrokenOff);
    }

    /// <summary>In a session that was resumed nobody has shown a certificate: the one of then is judged anew.</summary>
    private EapMove Judge()
    {
        if (_tls.IsResumed && _tls.PeerChain is { Count: > 0 } chain)
            Verify(chain);
        if (_verdict is not { Reason: AccessReason.None } verdict)
            return new EapMove.BreakOff(_verdict?.Reason ?? AccessReason.NoCertificate);

        return new EapMove.Judge(new AccessCredentials.Certificate(_identity, verdict.Fingerprint));
    }

    private EapMove Refuse()
    {
        _last = new EapMove.BreakOff(Fault());
        return _channel.TrySend() ?? _last;
    }

    /// <summary>In TLS 1.2, who shows no certificate hears the same alert as who has no suite in common with us.</summary>
    private AccessReason Fault() => _verdict is { Reason: not AccessReason.None and var reason } ? reason : _tls switch
    {
        { ReceivedAlert: { } alert } => EapTlsAlerts.ReasonOf(alert),
        { SentAlert: TlsAlert.CertificateRequired } => AccessReason.NoCertificate,
        { SentAlert: TlsAlert.ProtocolVersion } => AccessReason.NoCommonAlgorithm,
        { SentAlert: TlsAlert.HandshakeFailure } => _hasGreeted ? AccessReason.NoCertificate : AccessReason.NoCommonAlgorithm,
        _ => AccessReason.EapBrokenOff,
    };
}
