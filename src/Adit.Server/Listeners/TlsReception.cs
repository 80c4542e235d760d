using System.Net;
using System.Net.Sockets;
using Adit.Protocols.Tls;
using Adit.Server.Configuration;
using Adit.Server.Sessions;
using Adit.Transport;

namespace Adit.Server.Listeners;

/// <summary>Port 443: anybody may connect, and TLS is ours.</summary>
internal sealed class TlsReception(Func<string?, ServedCertificate> certificateFor, LiveConfiguration live) : IReception
{
    public bool Admits(IPAddress neighbour) => true;

    public async Task<ReadyLink?> ReceiveAsync(
        Socket socket, Caller caller, Greeting greeting, AttemptTrail attempt, CancellationToken cancellation)
    {
        var (result, hello, bytes) = await greeting.ReadClientHelloAsync(socket, caller.Read, cancellation);
        if (hello is null)
        {
            if (result is not ClientHelloResult.NeedMore)
                attempt.End(new ListenerFailure.NotTls());
            else if (caller.IsKnown || greeting.Received > 0)
                attempt.End(new ListenerFailure.LeftEarly("before TLS"));
            return null;
        }

        attempt.Fact("tls.offered", TlsOffer.Describe(hello));
        var certificate = certificateFor(hello.ServerName);
        attempt.Fact("tls.name", DescribeName(hello.ServerName, certificate));
        attempt.Fact("tls.lists", certificate.Lists);
        var link = await TlsLink.AcceptAsync(socket, bytes, certificate.Context, caller.Peer, live.Current.Link, cancellation);
        var (version, suite) = (link.Agreement.Version.ToString(), link.Agreement.Suite);
        attempt.Fact("tls.agreed", $"{version} {suite}");
        return new ReadyLink(link, [certificate.Hashes], version, suite);
    }

    /// <summary>A name that is ours by the configuration and not in the certificate is the certificate's fault; another that is not in it, the caller's.</summary>
    private string DescribeName(string? name, ServedCertificate certificate) => name is null ? "none"
        : certificate.Bears(name) ? "borne"
        : live.Current.Names.Contains(name, StringComparer.OrdinalIgnoreCase) ? "lacking"
        : "missing";
}
