using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;

namespace Adit.Protocols.Eap.Peers;

/// <summary>Generic Token Card (RFC 3748 §5.6): hands the password over, once. It proves no server, and makes no keys.</summary>
public sealed class EapGtcPeer(EapPeerCredential credential) : IEapPeerMethod
{
    /// <inheritdoc/>
    public EapType Type => EapType.GenericTokenCard;

    /// <inheritdoc/>
    public SessionKeys? Keys { get; private set; }

    /// <inheritdoc/>
    public Failure? Failure => Keys is null ? null : new PppFailure.Refused(PppFailure.Refused.AuthenticationFailure, MayRetry: false, "");

    /// <summary>Whatever the server would have shown to a person is answered by the password; a second question has no answer.</summary>
    public EapPeerMove Handle(byte identifier, ReadOnlyMemory<byte> data)
    {
        if (Keys is not null)
            return new EapPeerMove.Fail(new EapPeerFailure.MethodNotUnderstood(Type));

        Keys = SessionKeys.NotGenerated;
        return new EapPeerMove.Respond(credential.Password);
    }

    /// <inheritdoc/>
    public void Dispose()
    {
    }
}
