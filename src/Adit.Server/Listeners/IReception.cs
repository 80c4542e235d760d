using System.Net;
using System.Net.Sockets;
using Adit.Server.Sessions;

namespace Adit.Server.Listeners;

/// <summary>How the connections of one port become links that speak HTTP.</summary>
internal interface IReception
{
    /// <summary>Whether this neighbour may connect at all.</summary>
    bool Admits(IPAddress neighbour);

    /// <summary>Makes a link, or writes down why there is none and gives null; whatever the transport throws is the caller's.</summary>
    Task<ReadyLink?> ReceiveAsync(Socket socket, Caller caller, Greeting greeting, AttemptTrail attempt, CancellationToken cancellation);
}
