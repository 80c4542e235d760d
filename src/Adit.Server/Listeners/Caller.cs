using System.Net;

namespace Adit.Server.Listeners;

/// <summary>Who is at the other end of a connection.</summary>
/// <param name="Peer">The client, as far as we know; its balancer where that does not say.</param>
/// <param name="Balancer">Who passed the connection on; null where nobody did.</param>
/// <param name="Read">What came behind the balancer's header.</param>
internal sealed record Caller(IPEndPoint Peer, IPEndPoint? Balancer = null, ReadOnlyMemory<byte> Read = default)
{
    /// <summary>Whether the client's own address is known: many share their balancer's, and its health checks are nobody's calls.</summary>
    public bool IsKnown => !Peer.Equals(Balancer);
}
