using System.Net;

namespace Adit.Server.Sessions;

/// <summary>What is known of a session from its first byte on.</summary>
/// <param name="Id">A name that no other session has had.</param>
/// <param name="Peer">From where the client calls.</param>
/// <param name="Local">Where it has called.</param>
/// <param name="Attempt">The record of its call.</param>
internal sealed record SessionOrigin(string Id, IPEndPoint Peer, IPEndPoint Local, AttemptTrail Attempt);
