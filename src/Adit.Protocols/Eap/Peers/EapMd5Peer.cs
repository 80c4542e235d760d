using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Eap.Peers;

/// <summary>MD5-Challenge (RFC 3748 §5.4). It proves no server, and makes no keys.</summary>
public sealed class EapMd5Peer(EapPeerCredential credential) : IEapPeerMethod
{
    /// <inheritdoc/>
    public EapType Type => EapType.Md5Challenge;

    /// <inheritdoc/>
    public SessionKeys? Keys { get; private set; }

    /// <inheritdoc/>
    public Failure? Failure => Keys is null ? null : new PppFailure.Refused(PppFailure.Refused.AuthenticationFailure, MayRetry: false, "");

    /// <inheritdoc/>
    public EapPeerMove Handle(byte identifier, ReadOnlyMemory<byte> data)
    {
        if (data.Length < 2 || data.Span[0] == 0 || data.Length <= data.Span[0] || Keys is not null)
            return new EapPeerMove.Fail(new EapPeerFailure.MethodNotUnderstood(Type));

        Keys = SessionKeys.NotGenerated;
        var digest = ChapMd5.Response(identifier, credential.Password.Span, data.Span.Slice(1, data.Span[0]));
        return new EapPeerMove.Respond((byte[])[(byte)digest.Length, .. digest, .. credential.UserNameBytes]);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
