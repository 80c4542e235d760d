namespace Adit.Protocols.Crypto.Tls;

/// <summary>How far a TLS conversation is.</summary>
public enum TlsConversationState
{
    /// <summary>The handshake goes on.</summary>
    Handshaking,

    /// <summary>The handshake is done: keys can be exported, data sent and received.</summary>
    Open,

    /// <summary>It failed; an alert may still wait to be transmitted.</summary>
    Failed,
}
