using Adit.Protocols.Crypto;
using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Eap.Peap;
using Adit.Protocols.Eap.Tls;

namespace Adit.Protocols.Eap.Peers;

/// <summary>
/// PEAPv0 ([MS-PEAP] 3.2) at the side that is asked: a TLS tunnel to a server that proved itself, a conversation inside in which we do, and
/// a result that binds the two, so that nobody between can pass ours on.
/// </summary>
/// <param name="engine">Without a certificate: who we are is not for the outside.</param>
/// <param name="certificates">Judges the server.</param>
/// <param name="inner">The conversation inside; ends with this.</param>
/// <param name="binding">Whether the server must bind.</param>
/// <param name="options">Sizes and bounds.</param>
/// <param name="random">For nonces.</param>
public sealed class EapPeapPeer(
    ITlsEngine engine, IServerCertificates certificates, EapPeerConversation inner, PeapBindingRule binding, EapTlsOptions options, IRandomSource random)
    : IEapPeerMethod
{
    private const string Purpose = "peap";

    private readonly EapTlsPeerChannel _channel = new(EapType.Peap, engine.Begin(Purpose, certificates), certificates, options);
    private readonly PeapPeerEnding _ending = new(binding, random);

    /// <inheritdoc/>
    public EapType Type => EapType.Peap;

    /// <inheritdoc/>
    public SessionKeys? Keys => _ending.Keys;

    /// <summary>What was wrong outside, at the end, or inside.</summary>
    public Failure? Failure => _channel.Failure ?? _ending.Failure ?? inner.Known;

    /// <inheritdoc/>
    public bool HasChangedPassword => inner.HasChangedPassword;

    /// <inheritdoc/>
    public EapPeerMove Handle(byte identifier, ReadOnlyMemory<byte> data)
    {
        if (_channel.Receive(data) is { } move)
            return move;
        if (_channel.Tls is { State: TlsConversationState.Open } tls && tls.TakeData() is { Length: > 0 } said)
            return Take(identifier, said, tls);

        return _channel.Send();
    }

    /// <inheritdoc/>
    public EapPeerMove HandleNewPassword(string? password) => Take(inner.HandleNewPassword(password), _channel.Tls);

    /// <inheritdoc/>
    public void Dispose()
    {
        _channel.Dispose();
        inner.Dispose();
    }

    /// <summary>What the server said inside of the tunnel.</summary>
    private EapPeerMove Take(byte identifier, byte[] said, ITlsConversation tls)
    {
        if (_ending.IsOver || !PeapFraming.TryExpand(said, EapCode.Request, identifier, out var packet))
            return _channel.NotUnderstood();
        if (packet.Type is EapType.TlvExtensions)
            return End(packet, tls);

        return Take(inner.Handle(packet.ToBytes()), tls);
    }

    private EapPeerMove Take(EapPeerStep step, ITlsConversation tls) => step switch
    {
        EapPeerStep.Respond respond when EapPacket.TryParse(respond.Packet, out var response) => Say(response, tls),
        EapPeerStep.AskNewPassword => new EapPeerMove.AskNewPassword(),
        EapPeerStep.Fail fail => new EapPeerMove.Fail(fail.Reason),
        _ => _channel.NotUnderstood(), // nothing is lost inside of TLS, so what the conversation would ignore is wrong
    };

    private EapPeerMove End(EapPacket packet, ITlsConversation tls)
    {
        if (_ending.Answer(packet.Data, tls, inner) is not { } answer)
            return _channel.NotUnderstood();

        if (_ending.Keys is not null)
            EapTunnelNote.Leave(tls, inner.Method, inner.Identity);
        return Say(new EapPacket(EapCode.Response, packet.Identifier, EapType.TlvExtensions, answer), tls);
    }

    private EapPeerMove Say(EapPacket response, ITlsConversation tls)
    {
        tls.Send(PeapFraming.Compress(response));
        return _channel.Send();
    }
}
