using System.Net.Security;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Client;

/// <summary>Asks a server for the certificate that it shows, and goes again before anything is said.</summary>
public static class CertificateProbe
{
    private const int MaxShown = 32;

    /// <summary>Makes a TLS handshake that takes any certificate.</summary>
    /// <param name="host">The name or address to connect to.</param>
    /// <param name="port">The TCP port.</param>
    /// <param name="serverName">The name to ask for in TLS; null for the host.</param>
    /// <param name="stepTime">How long each step may take.</param>
    /// <param name="cancellation">Ends it.</param>
    /// <returns>The certificates in DER, the server's own first.</returns>
    /// <exception cref="ConnectException">Nothing answers there, or it speaks no TLS.</exception>
    public static async Task<IReadOnlyList<ReadOnlyMemory<byte>>> FetchAsync(
        string host, int port, string? serverName, TimeSpan stepTime, CancellationToken cancellation)
    {
        using var socket = await Dialer.DialAsync(host, port, stepTime, cancellation);
        return (await LookAsync(socket, serverName ?? host, stepTime, cancellation)).Certificates;
    }

    /// <summary>The same over a connection that is there already, and what else was agreed on.</summary>
    internal static async Task<ShownTls> LookAsync(System.Net.Sockets.Socket socket, string serverName, TimeSpan stepTime, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(stepTime);
        await using var tls = new SslStream(new System.Net.Sockets.NetworkStream(socket));
        var shown = new List<ReadOnlyMemory<byte>>();
        try
        {
            await tls.AuthenticateAsClientAsync(OptionsFor(serverName, shown), patience.Token);
            return new ShownTls(shown, $"{tls.SslProtocol} {tls.NegotiatedCipherSuite}");
        }
        catch (Exception e) when (e is AuthenticationException or IOException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return shown.Count > 0 ? new ShownTls(shown, null) : throw new ConnectException(FailureOf(e), e);
        }
    }

    private static SslClientAuthenticationOptions OptionsFor(string serverName, List<ReadOnlyMemory<byte>> shown) => new()
    {
        TargetHost = serverName,
        EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
        CertificateChainPolicy = new X509ChainPolicy
        {
            RevocationMode = X509RevocationMode.NoCheck,
            DisableCertificateDownloads = true,
        },
        RemoteCertificateValidationCallback = (_, leaf, chain, _) =>
        {
            if (leaf is not null)
                shown.Add(leaf.GetRawCertData());
            shown.AddRange((chain?.ChainPolicy.ExtraStore ?? []).Take(MaxShown)
                .Select(certificate => (ReadOnlyMemory<byte>)certificate.RawData)
                .Where(der => leaf is null || !der.Span.SequenceEqual(leaf.GetRawCertData())));
            return true;
        },
    };

    private static ClientFailure FailureOf(Exception e) => e switch
    {
        IOException when SstpConnector.IsReset(e) => new ClientFailure.ResetWhileConnecting(),
        _ => SstpConnector.FailureOf(e),
    };
}

/// <summary>What a server showed in a handshake.</summary>
/// <param name="Certificates">In DER, its own first; at least one.</param>
/// <param name="Agreed">Version and suite; null where the handshake did not come to its end.</param>
internal sealed record ShownTls(IReadOnlyList<ReadOnlyMemory<byte>> Certificates, string? Agreed);
