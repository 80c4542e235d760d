using System.Net;
using System.Net.Sockets;
using Adit.Protocols.Sstp;
using Adit.Server.Configuration;
using Adit.Server.Sessions;
using Adit.Transport;

namespace Adit.Server.Listeners;

/// <summary>
/// The port for balancers that end TLS: only they may connect, since whoever does reads and writes what TLS is there to hide. The
/// client has seen the balancer's certificate, so its binding must name that.
/// </summary>
internal sealed class PlainReception(LiveConfiguration live, Func<IReadOnlyList<CertificateHashes>> certificates) : IReception
{
    private const byte TlsHandshake = 22;

    public bool Admits(IPAddress neighbour) => live.Current.PlainSstp.From.Contains(neighbour);

    public async Task<ReadyLink?> ReceiveAsync(
        Socket socket, Caller caller, Greeting greeting, AttemptTrail attempt, CancellationToken cancellation)
    {
        var first = await greeting.PeekAsync(socket, caller.Read, cancellation);
        if (first is null && !caller.IsKnown)
            return null;
        if (first is null or TlsHandshake)
        {
            attempt.End(first is null ? new ListenerFailure.LeftEarly("before HTTP") : new ListenerFailure.TlsOnPlainPort());
            return null;
        }

        attempt.Fact("tls", "ended by the balancer");
        return new ReadyLink(new PlainLink(socket, caller.Read, live.Current.Link, caller.Peer), certificates(), null, null);
    }
}
