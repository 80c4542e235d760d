using System.Net;
using Adit.Certificates.Fetching;
using Adit.Certificates.Revocation;
using Adit.Certificates.Validation;

namespace Adit.Client;

/// <summary>
/// Finds out whether the server's certificate is revoked: before the tunnel, by the way that leads to the server, and only once its
/// chain is trusted. What was fetched is kept as long as the connection is.
/// </summary>
internal sealed class ServerRevocation
{
    /// <summary>Less than our own server waits for the request, so that a second place can still be asked.</summary>
    private static readonly TimeSpan _timePerPlace = TimeSpan.FromSeconds(8);

    private readonly RevocationSettings _settings;
    private readonly RevocationChecker _checker;

    public ServerRevocation(ConnectionProfile profile)
    {
        _settings = profile.Revocation;
        var limits = new FetchLimits { Time = _timePerPlace, Proxy = profile.Proxy is { } proxy ? WebProxyOf(proxy) : null };
        _checker = new RevocationChecker(new HttpFetcher(limits), TimeProvider.System);
    }

    /// <summary>Throws <see cref="ConnectException"/> where the settings do not accept what is known.</summary>
    /// <param name="path">The DER of a trusted chain, the leaf first.</param>
    /// <param name="cancellation">Ends the check.</param>
    public async Task CheckAsync(IReadOnlyList<ReadOnlyMemory<byte>> path, CancellationToken cancellation)
    {
        if (await _checker.CheckAsync(path, _settings, cancellation) is CertificateFailure failure)
            throw new ConnectException(failure);
    }

    internal static WebProxy WebProxyOf(ProxyServer proxy)
    {
        var address = new Uri(proxy.ToString());
        var web = new WebProxy(address);
        if (proxy.Credential?.ToNetworkCredential() is { } credential)
            web.Credentials = new CredentialCache { { address, "Digest", credential }, { address, "Basic", credential } };
        return web;
    }
}
