using Adit.Protocols.Crypto;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Eap.Tls;

namespace Adit.Protocols.Eap.Peers;

/// <summary>
/// EAP-TLS (RFC 5216, and RFC 9190 over TLS 1.3): both sides prove themselves by certificates. With TLS 1.3 the server says that it has
/// taken ours before its success counts.
/// </summary>
/// <param name="engine">With the user's certificate.</param>
/// <param name="certificates">Judges the server.</param>
/// <param name="options">Sizes and bounds.</param>
public sealed class EapTlsPeer(ITlsEngine engine, IServerCertificates certificates, EapTlsOptions options) : IEapPeerMethod
{
    private const string Purpose = "eap-tls";
    private const int Tls13 = 0x0304;

    private readonly EapTlsPeerChannel _channel = new(EapType.Tls, engine.Begin(Purpose, certificates), certificates, options);

    /// <inheritdoc/>
    public EapType Type => EapType.Tls;

    /// <inheritdoc/>
    public SessionKeys? Keys { get; private set; }

    /// <inheritdoc/>
    public Failure? Failure => _channel.Failure;

    /// <inheritdoc/>
    public EapPeerMove Handle(byte identifier, ReadOnlyMemory<byte> data)
    {
        if (_channel.Receive(data) is { } move)
            return move;

        if (_channel.Tls.State is TlsConversationState.Open && Keys is null && IsProtectedSuccess(_channel.Tls))
            Finish(_channel.Tls);
        return _channel.Send();
    }

    /// <inheritdoc/>
    public void Dispose() => _channel.Dispose();

    private void Finish(ITlsConversation tls)
    {
        Keys = EapTlsKeys.Derive(tls, Type);
        tls.Remember([]);
    }

    /// <summary>RFC 9190 §2.1.1: a zero byte inside of TLS. Before TLS 1.3, Finished alone says it.</summary>
    private static bool IsProtectedSuccess(ITlsConversation tls) => tls.Version < Tls13 || tls.TakeData() is [0];
}
