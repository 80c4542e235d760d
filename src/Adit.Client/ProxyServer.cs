using System.Diagnostics.CodeAnalysis;
using System.Net;
using Adit.Protocols.Http;

namespace Adit.Client;

/// <summary>An HTTP proxy that leads to the server, and who we are to it.</summary>
/// <param name="Host">Its name or address.</param>
/// <param name="Port">Its TCP port.</param>
/// <param name="Credential">Who we are to it; null for nobody.</param>
public sealed record ProxyServer(string Host, int Port, ProxyCredential? Credential = null)
{
    /// <summary>Reads <c>http://[name:password@]host[:port]</c>; the scheme may be missing, as in many environment variables.</summary>
    /// <param name="url">The text. It may hold a password, so that <paramref name="problem"/> does not repeat it.</param>
    /// <param name="proxy">The proxy; null where the text names none.</param>
    /// <param name="problem">What is wrong with the text, as a sentence; null where it is right.</param>
    public static bool TryParse(string url, [NotNullWhen(true)] out ProxyServer? proxy, [NotNullWhen(false)] out string? problem)
    {
        proxy = null;
        var hasScheme = url.Contains("://", StringComparison.Ordinal);
        problem = !Uri.TryCreate(hasScheme ? url : $"http://{url}", UriKind.Absolute, out var uri) || uri.Host.Length == 0
            ? "A proxy is http://HOST:PORT."
            : ProblemOf(uri);
        if (problem is null)
            proxy = new ProxyServer(uri!.IdnHost, uri.Port, CredentialOf(uri.UserInfo));
        return problem is null;
    }

    /// <summary>As people write it; never with name or password.</summary>
    public override string ToString() => IPAddress.TryParse(Host, out var address) && address.AddressFamily is System.Net.Sockets.AddressFamily.InterNetworkV6
        ? $"http://[{Host}]:{Port}"
        : $"http://{Host}:{Port}";

    private static string? ProblemOf(Uri uri) => uri switch
    {
        { Scheme: not "http" } => $"A proxy is http://HOST:PORT, and this one begins with {uri.Scheme}://. TLS runs through it, not to it.",
        { PathAndQuery: not "/" } => "A proxy is http://HOST:PORT, without anything behind the port.",
        { Port: <= 0 } => "A proxy's port is a number from 1 to 65535.",
        { UserInfo.Length: > 0 } when CredentialOf(uri.UserInfo) is null => "A proxy's user name has no control characters and is not empty.",
        _ => null,
    };

    private static ProxyCredential? CredentialOf(string userInfo)
    {
        var colon = userInfo.IndexOf(':', StringComparison.Ordinal);
        var name = Uri.UnescapeDataString(colon < 0 ? userInfo : userInfo[..colon]);
        return ProxyCredential.IsPossible(name) ? new ProxyCredential(name, colon < 0 ? "" : Uri.UnescapeDataString(userInfo[(colon + 1)..])) : null;
    }
}
