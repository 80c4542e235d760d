using Adit.Protocols;

namespace Adit.Server.Listeners;

/// <summary>Why a connection ended before it became a call.</summary>
public abstract record ListenerFailure : Failure
{
    private ListenerFailure(string code)
        : base(code)
    {
    }

    /// <summary>The peer connected and did not finish its TLS handshake in time: a port scan, a dead path, a client that waits for us.</summary>
    public sealed record HandshakeTimedOut(bool SentAnything) : ListenerFailure("NET-101");

    /// <summary>The first bytes were no TLS ClientHello.</summary>
    public sealed record NotTls() : ListenerFailure("NET-102");

    /// <summary>TLS could not agree, or the peer refused our certificate. The reason is the TLS engine's, without its stack.</summary>
    public sealed record HandshakeFailed(string Reason) : ListenerFailure("NET-103");

    /// <summary>The HTTP header did not come in time.</summary>
    public sealed record HeaderTimedOut(int Bytes) : ListenerFailure("NET-104");

    /// <summary>The HTTP header was malformed or too long.</summary>
    public sealed record BadHeader() : ListenerFailure("NET-105");

    /// <summary>The peer went away before its call began: a client that does not trust our certificate does so.</summary>
    public sealed record LeftEarly(string When) : ListenerFailure("NET-106");

    /// <summary>Too many connections that have not authenticated, in all or from this address.</summary>
    public sealed record TooManyHalfOpen(bool FromThisAddress) : ListenerFailure("NET-107");

    /// <summary>The server is full or is being drained: the client got 503.</summary>
    public sealed record NotAccepting(string Reason) : ListenerFailure("NET-108");

    /// <summary>A fault of the server's own ended this connection; its log says which.</summary>
    public sealed record ServerFault() : ListenerFailure("NET-109");

    /// <summary>A balancer, named in the configuration, did not begin with a PROXY header in time.</summary>
    public sealed record ProxyHeaderMissing(int Bytes) : ListenerFailure("NET-110");

    /// <summary>What a named balancer began with is no PROXY header of version 2, or breaks its specification.</summary>
    public sealed record BadProxyHeader(bool IsVersionOne) : ListenerFailure("NET-111");

    /// <summary>Somebody who is no named balancer connected to the port for SSTP without TLS.</summary>
    public sealed record NotANamedBalancer() : ListenerFailure("NET-112");

    /// <summary>A balancer sent TLS to the port that expects it to have ended TLS.</summary>
    public sealed record TlsOnPlainPort() : ListenerFailure("NET-113");
}
