namespace Adit.Protocols.Http;

/// <summary>Why an HTTP proxy did not lead us to the server. 1xx: the proxy itself; 2xx: its authentication; 3xx: its refusals.</summary>
public abstract record ProxyFailure : Failure
{
    private ProxyFailure(string code)
        : base(code)
    {
    }

    /// <summary>The proxy cannot be reached.</summary>
    /// <param name="Host">The proxy's name or address.</param>
    /// <param name="Port">Its TCP port.</param>
    /// <param name="Because">The code of the failure that dialling it met (<c>CLIENT-101</c> to <c>CLIENT-104</c>).</param>
    public sealed record NotReached(string Host, int Port, string Because) : ProxyFailure("PROXY-101");

    /// <summary>What answers at the proxy's address does not speak HTTP/1, or says more than a proxy may before the server has spoken.</summary>
    public sealed record NotHttp() : ProxyFailure("PROXY-102");

    /// <summary>The proxy took the connection and did not answer in time.</summary>
    public sealed record TimedOut() : ProxyFailure("PROXY-103");

    /// <summary>The proxy closed the connection in place of an answer.</summary>
    public sealed record Closed() : ProxyFailure("PROXY-104");

    /// <summary>The proxy wants to know who we are (407), and we were given no name and password for it.</summary>
    /// <param name="Schemes">The schemes that it offers, joined by commas.</param>
    public sealed record CredentialsMissing(string Schemes) : ProxyFailure("PROXY-201");

    /// <summary>The proxy takes no method of ours: Digest with MD5 or SHA-256 and qop "auth", or Basic.</summary>
    /// <param name="Schemes">The schemes that it offers, joined by commas.</param>
    public sealed record NoSchemeInCommon(string Schemes) : ProxyFailure("PROXY-202");

    /// <summary>The proxy refused our name or password (407 again).</summary>
    public sealed record CredentialsRefused(string Scheme) : ProxyFailure("PROXY-203");

    /// <summary>The proxy will not connect anybody to this server and port, as by its rules (403), or for another reason.</summary>
    public sealed record Refused(int Status) : ProxyFailure("PROXY-301");

    /// <summary>The proxy would, and could not reach the server (502, 503, 504).</summary>
    public sealed record ServerNotReached(int Status) : ProxyFailure("PROXY-302");
}
