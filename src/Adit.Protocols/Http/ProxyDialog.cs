using System.Text;

namespace Adit.Protocols.Http;

/// <summary>
/// What a client says to a proxy, so that it connects us to a server (CONNECT, RFC 9110 §9.3.6), over as many connections as it takes:
/// write the request to a new connection, hand over what comes back until something is decided. It remembers how the proxy wants to
/// be spoken to, so that the next connection needs one request only.
/// </summary>
/// <param name="target">The server, as <c>host:port</c> in visible ASCII.</param>
/// <param name="credential">Who we are to the proxy; null for nobody.</param>
/// <param name="random">For our nonces.</param>
public sealed class ProxyDialog(string target, ProxyCredential? credential, IRandomSource random)
{
    private const string Method = "CONNECT";
    private const int Unauthorized = 401; // what tinyproxy says to a wrong password, and to none 407
    private const int ProxyAuthenticationRequired = 407;

    /// <summary>A first request, one with credentials, and two with a nonce that the proxy wants newer.</summary>
    private const int MaxRequests = 4;

    private readonly string _target = HttpHead.IsVisible(Encoding.UTF8.GetBytes(target))
        ? target
        : throw new ArgumentException("A target is visible ASCII.", nameof(target));

    private ProxyAuthentication? _authentication;
    private bool _isRemembered;
    private int _requests;

    /// <summary>The request for a new connection.</summary>
    public byte[] WriteRequest()
    {
        _requests++;
        var authorization = _authentication is { } method ? $"Proxy-Authorization: {method.Write(Method, _target, random)}\r\n" : "";
        return Encoding.UTF8.GetBytes($"{Method} {_target} HTTP/1.1\r\nHost: {_target}\r\n{authorization}\r\n");
    }

    /// <summary>Judges all that has come back over this connection so far.</summary>
    public ProxyStep Handle(ReadOnlySpan<byte> received) => ConnectAnswer.Parse(received) switch
    {
        ConnectAnswer.NeedMore => ProxyStep.More.Instance,
        ConnectAnswer.Head { Status: ProxyAuthenticationRequired } head => Authenticate(head),
        ConnectAnswer.Head { Status: Unauthorized } when _authentication is { } method => End(new ProxyFailure.CredentialsRefused(method.Scheme)),
        ConnectAnswer.Head { Status: < 300 } head when head.Length == received.Length => Open(head),
        ConnectAnswer.Head { Status: >= 502 and <= 504 and var status } => End(new ProxyFailure.ServerNotReached(status)),
        ConnectAnswer.Head { Status: >= 300 and var status } => End(new ProxyFailure.Refused(status)),
        _ => End(new ProxyFailure.NotHttp()), // nobody behind a proxy speaks TLS before we do
    };

    private ProxyStep.Opened Open(ConnectAnswer.Head head)
    {
        _authentication?.Renew(head.AuthenticationInfo);
        (_requests, _isRemembered) = (0, true);
        return ProxyStep.Opened.Instance;
    }

    private ProxyStep Authenticate(ConnectAnswer.Head head)
    {
        var offered = AuthenticationChallenge.ParseAll(head.Challenges);
        var schemes = string.Join(", ", offered.Select(challenge => challenge.Scheme).Distinct(StringComparer.OrdinalIgnoreCase));
        if (credential is null)
            return End(new ProxyFailure.CredentialsMissing(schemes));
        if (ProxyAuthentication.Choose(offered, credential) is not { } next)
            return End(new ProxyFailure.NoSchemeInCommon(schemes));

        var mayHelp = _authentication is not { } last || _isRemembered || next.IsRenewalOf(last);
        if (!mayHelp || _requests >= MaxRequests)
            return End(new ProxyFailure.CredentialsRefused(next.Scheme));

        (_authentication, _isRemembered) = (next, false);
        return ProxyStep.Again.Instance;
    }

    /// <summary>The next attempt begins anew: what was remembered may be why this one failed.</summary>
    private ProxyStep.Failed End(ProxyFailure failure)
    {
        (_authentication, _isRemembered, _requests) = (null, false, 0);
        return new ProxyStep.Failed(failure);
    }
}

/// <summary>What a proxy's answer leads to.</summary>
public abstract record ProxyStep
{
    private ProxyStep()
    {
    }

    /// <summary>Read more.</summary>
    public sealed record More : ProxyStep
    {
        internal static readonly More Instance = new();
    }

    /// <summary>Close this connection, and ask again over a new one.</summary>
    public sealed record Again : ProxyStep
    {
        internal static readonly Again Instance = new();
    }

    /// <summary>What is written from here on reaches the server.</summary>
    public sealed record Opened : ProxyStep
    {
        internal static readonly Opened Instance = new();
    }

    /// <summary>The proxy will not, or cannot.</summary>
    public sealed record Failed(ProxyFailure Failure) : ProxyStep;
}
