using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Eap;

/// <summary>
/// One method at the side that asks. It is begun once and then given each response to its last request; a peer can never make it throw.
/// </summary>
internal interface IEapServerMethod
{
    EapType Type { get; }

    /// <summary>The alert with which the peer ended the TLS that the method leads, which may be hidden from whoever carries it; null for none.</summary>
    TlsAlert? PeerAlert => null;

    /// <summary>The first request's data.</summary>
    /// <param name="identifier">Of the packet it goes out in.</param>
    EapMove Begin(byte identifier);

    /// <summary>A response's data.</summary>
    EapMove Handle(ReadOnlyMemory<byte> data);

    /// <summary>What was said of the credentials that it asked about.</summary>
    EapMove HandleVerdict(AccessReply verdict);
}
