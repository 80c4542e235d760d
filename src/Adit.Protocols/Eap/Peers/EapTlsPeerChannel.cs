using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Eap.Tls;

namespace Adit.Protocols.Eap.Peers;

/// <summary>
/// Carries a TLS conversation in responses, for the side that is asked: what every method with TLS needs. It is given each request, and
/// the method acts where a whole message has gone into the conversation.
/// </summary>
/// <param name="type">The method.</param>
/// <param name="tls">The conversation, which ends with this.</param>
/// <param name="certificates">Who judged the server.</param>
/// <param name="options">Sizes and bounds.</param>
internal sealed class EapTlsPeerChannel(EapType type, ITlsConversation tls, IServerCertificates certificates, EapTlsOptions options) : IDisposable
{
    private readonly EapTlsFragments _fragments = new(options, version: 0);
    private bool _hasBegun;

    public ITlsConversation Tls => tls;

    /// <summary>What went wrong in TLS; null for nothing.</summary>
    public Failure? Failure => tls.State is not TlsConversationState.Failed ? null : certificates.Refusal ?? tls switch
    {
        { ReceivedAlert: { } alert } when IsAboutCertificate(alert) => new EapPeerFailure.CertificateRefused(alert),
        { ReceivedAlert: { } alert } => new EapPeerFailure.TlsFailed(alert),
        _ => new EapPeerFailure.TlsFailed(tls.SentAlert),
    };

    /// <summary>A request's data.</summary>
    /// <returns>What is to be done; null where a whole message, perhaps an empty one, has gone into the conversation.</returns>
    public EapPeerMove? Receive(ReadOnlyMemory<byte> data)
    {
        if (!EapTlsPacket.TryParse(data, out var packet) || packet.IsStart == _hasBegun)
            return NotUnderstood();
        if (packet.IsStart)
            return Begin();

        switch (_fragments.Receive(packet, out var message))
        {
            case EapTlsArrival.Fragment:
                return Respond(_fragments.Acknowledge());
            case EapTlsArrival.Acknowledgement:
                return Respond(_fragments.Next());
            case EapTlsArrival.Message:
                tls.Receive(message);
                return null;
            default:
                return NotUnderstood();
        }
    }

    /// <summary>A response with the records that wait in the conversation, or without anything where there are none.</summary>
    public EapPeerMove Send() =>
        Respond(tls.TakeRecords() is { Length: > 0 } records ? _fragments.Begin(records) : _fragments.Acknowledge());

    public EapPeerMove.Fail NotUnderstood() => new(new EapPeerFailure.MethodNotUnderstood(type));

    public void Dispose() => tls.Dispose();

    private EapPeerMove Begin()
    {
        _hasBegun = true;
        tls.Receive([]);
        return Send();
    }

    private static EapPeerMove.Respond Respond(EapTlsPacket packet) => new(packet.ToBytes());

    private static bool IsAboutCertificate(TlsAlert alert) => alert is TlsAlert.BadCertificate or TlsAlert.UnsupportedCertificate
        or TlsAlert.CertificateRevoked or TlsAlert.CertificateExpired or TlsAlert.CertificateUnknown or TlsAlert.UnknownCa
        or TlsAlert.AccessDenied or TlsAlert.CertificateRequired;
}
