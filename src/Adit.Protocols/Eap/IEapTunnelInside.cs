using Adit.Protocols.Crypto.Tls;
using Adit.Protocols.Radius;

namespace Adit.Protocols.Eap;

/// <summary>
/// What happens inside of an open TLS tunnel, at the side that asks. Data is what goes through the tunnel, in clear; an empty request is a
/// packet with nothing in it. A peer can never make it throw.
/// </summary>
internal interface IEapTunnelInside
{
    /// <summary>Who the peer says inside that it is; empty before it has.</summary>
    string Identity { get; }

    /// <summary>The tunnel is open: the first thing to do; null where the peer speaks first.</summary>
    EapMove? Begin(ITlsConversation tls);

    /// <summary>The peer's data; empty for a packet with nothing in it.</summary>
    EapMove Handle(ReadOnlyMemory<byte> data);

    /// <inheritdoc cref="IEapServerMethod.HandleVerdict"/>
    EapMove HandleVerdict(AccessReply verdict);
}
