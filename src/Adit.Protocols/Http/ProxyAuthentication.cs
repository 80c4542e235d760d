using System.Text;

namespace Adit.Protocols.Http;

/// <summary>How a proxy wants to be told who we are: Basic (RFC 7617), or Digest (RFC 7616) with its nonce and how often it was used.</summary>
internal sealed class ProxyAuthentication
{
    private const int ClientNonceLength = 16;

    private readonly ProxyCredential _credential;
    private DigestChallenge? _digest;
    private uint _count;

    private ProxyAuthentication(ProxyCredential credential, DigestChallenge? digest) => (_credential, _digest) = (credential, digest);

    public string Scheme => _digest is null ? "Basic" : "Digest";

    /// <summary>The best of what is offered; null where nothing is ours. Never Basic where Digest will do: it shows the password.</summary>
    public static ProxyAuthentication? Choose(IReadOnlyList<AuthenticationChallenge> offered, ProxyCredential credential)
    {
        var digests = offered.Select(challenge => DigestChallenge.TryRead(challenge, out var digest) ? digest : null).OfType<DigestChallenge>();
        if (digests.MaxBy(digest => digest.Algorithm) is { } best)
            return new ProxyAuthentication(credential, best);

        return offered.Any(challenge => string.Equals(challenge.Scheme, "Basic", StringComparison.OrdinalIgnoreCase))
            ? new ProxyAuthentication(credential, digest: null)
            : null;
    }

    /// <summary>Whether the proxy refused only the age of the last one's nonce.</summary>
    public bool IsRenewalOf(ProxyAuthentication last) => _digest is { IsStale: true } && _digest.Nonce != last._digest?.Nonce;

    /// <summary>The value of Proxy-Authorization.</summary>
    public string Write(string method, string target, IRandomSource random)
    {
        if (_digest is null)
            return $"Basic {Convert.ToBase64String(Encoding.UTF8.GetBytes($"{_credential.UserName}:{_credential.Password}"))}";

        var nonce = new byte[ClientNonceLength];
        random.Fill(nonce);
        return DigestAuthorization.Write(_digest, _credential, method, target, Convert.ToHexStringLower(nonce), ++_count);
    }

    /// <summary>Takes the nonce that the proxy wants next time, where it names one (nextnonce, RFC 7616 §3.5).</summary>
    public void Renew(string authenticationInfo)
    {
        if (_digest is not null && AuthenticationChallenge.ParseParameters(authenticationInfo).TryGetValue("nextnonce", out var nonce))
            (_digest, _count) = (_digest with { Nonce = nonce }, 0);
    }
}
