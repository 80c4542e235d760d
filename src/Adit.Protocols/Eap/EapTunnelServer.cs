using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Eap.Tls;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Eap;

/// <summary>
/// A method that is a TLS tunnel and what happens inside of it: PEAP and TTLS, at the side that asks. The peer shows no certificate
/// outside.
/// </summary>
/// <param name="type">Which of them.</param>
/// <param name="tls">The tunnel; ends with this.</param>
/// <param name="options">Sizes and bounds.</param>
/// <param name="inside">What happens inside.</param>
/// <param name="inner">The conversation inside; ends with this.</param>
internal sealed class EapTunnelServer(EapType type, ITlsConversation tls, EapTlsOptions options, IEapTunnelInside inside, EapServer inner)
    : IEapServerMethod, IDisposable
{
    private const int Tls13 = 0x0304;
    private const byte VersionMask = 7;

    private readonly EapTlsServerChannel _channel = new(tls, options, version: 0);
    private bool _hasBegun;
    private bool _hasFailed;

    public EapType Type => type;

    public TlsAlert? PeerAlert => tls.ReceivedAlert;

    /// <summary>Who the peer says inside that it is; empty before it has.</summary>
    public string InnerIdentity => inside.Identity;

    public EapMove Begin(byte identifier) => _channel.Start();

    /// <summary>Both methods are of version 0, and a peer that wants another is refused ([MS-PEAP] 3.1.5.2, RFC 5281 §9.2).</summary>
    public EapMove Handle(ReadOnlyMemory<byte> data) => data.IsEmpty || (data.Span[0] & VersionMask) != 0
        ? new EapMove.BreakOff(AccessReason.EapBrokenOff)
        : _channel.Receive(data) ?? Advance();

    public EapMove HandleVerdict(AccessReply verdict) => Wrap(inside.HandleVerdict(verdict));

    public void Dispose()
    {
        tls.Dispose();
        inner.Dispose();
    }

    private EapMove Advance() => tls.State switch
    {
        TlsConversationState.Failed => Fail(),
        TlsConversationState.Open => _hasBegun ? Wrap(inside.Handle(tls.TakeData())) : Open(),
        _ => _channel.TrySend() ?? new EapMove.BreakOff(AccessReason.EapBrokenOff),
    };

    /// <summary>The peer hears our alert and answers it, so that its user learns what it was.</summary>
    private EapMove Fail()
    {
        var alert = _hasFailed ? null : _channel.TrySend();
        _hasFailed = true;
        return alert ?? new EapMove.BreakOff(Fault());
    }

    private AccessReason Fault() => tls switch
    {
        { ReceivedAlert: { } alert } => EapTlsAlerts.ReasonOf(alert),
        { SentAlert: TlsAlert.ProtocolVersion or TlsAlert.HandshakeFailure } => AccessReason.NoCommonAlgorithm,
        _ => AccessReason.EapBrokenOff,
    };

    /// <summary>
    /// In TLS 1.2 the peer has to hear first that we have finished. In TLS 1.3 it knows, and what we still have for it, tickets, goes with
    /// the first that is said inside.
    /// </summary>
    private EapMove Open()
    {
        if (tls.Version < Tls13 && _channel.TrySend() is { } finished)
            return finished;

        _hasBegun = true;
        return Wrap(inside.Begin(tls) ?? Await(tls.TakeData()));
    }

    private EapMove Await(byte[] data) => data.Length > 0 ? inside.Handle(data) : new EapMove.Request(default);

    private EapMove Wrap(EapMove move)
    {
        if (move is not EapMove.Request request)
            return move;

        tls.Send(request.Data.Span);
        return _channel.TrySend() ?? _channel.SendEmpty();
    }
}
