using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;
using Adit.Certificates.Validation;
using Adit.Protocols;
using Adit.Protocols.Sstp;
using Adit.Transport;

namespace Adit.Client;

/// <summary>Makes everything below a call: the way to the server, TLS with a certificate that holds, and SSTP's HTTP greeting.</summary>
internal sealed class SstpConnector(ConnectionProfile profile, ServerPath path)
{
    private const int MaxAnswer = 8 * 1024;

    /// <summary>OpenSSL's numbers for the alerts protocol_version and handshake_failure, and for a version that we do not take.</summary>
    private static readonly string[] NothingInCommon = ["0A00042E", "0A000410", "0A000102"];

    private readonly ServerAddressing _server = ServerAddressing.Of(profile);

    /// <summary>Takes any certificate, for who only looks whether SSTP is there and says nothing over the link that others must not hear.</summary>
    public bool OnlyLooks { get; init; }

    /// <summary>Connects; throws <see cref="ConnectException"/> with the reason.</summary>
    /// <returns>The link, and the bytes that came together with the answer.</returns>
    public async Task<(TlsLink Link, ReadOnlyMemory<byte> Early)> ConnectAsync(Guid correlationId, CancellationToken cancellation)
    {
        var socket = await path.OpenAsync(cancellation);
        var link = await HandshakeAsync(socket, cancellation);
        try
        {
            return (link, await GreetAsync(link, correlationId, cancellation));
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    private async Task<TlsLink> HandshakeAsync(Socket socket, CancellationToken cancellation)
    {
        CertificateVerdict? verdict = null;
        var options = new SslClientAuthenticationOptions
        {
            TargetHost = _server.Name,
            EnabledSslProtocols = SslProtocols.Tls12 | SslProtocols.Tls13,
            AllowTlsResume = false, // each call judges the certificate that it is shown, and its bytes are what the call is bound to
            CertificateChainPolicy = new X509ChainPolicy { RevocationMode = X509RevocationMode.NoCheck, DisableCertificateDownloads = true },
            RemoteCertificateValidationCallback = (_, leaf, chain, _) => (verdict = Judge(leaf, chain)) is not null && (OnlyLooks || verdict.IsAccepted),
        };
        var link = await HandshakeAsync(socket, options, () => verdict?.Failure, cancellation);
        try
        {
            if (!OnlyLooks)
                await path.Revocation.CheckAsync(verdict!.Path, cancellation);
            return link;
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    private async Task<TlsLink> HandshakeAsync(
        Socket socket, SslClientAuthenticationOptions options, Func<Failure?> refusal, CancellationToken cancellation)
    {
        try
        {
            using var patience = Patience(cancellation);
            return await TlsLink.ConnectAsync(socket, options, patience.Token);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new ConnectException(refusal() ?? FailureOf(e), e);
        }
    }

    /// <summary>Null where there is no certificate at all, which TLS does not allow.</summary>
    private CertificateVerdict? Judge(X509Certificate? leaf, X509Chain? chain)
    {
        if (leaf is not X509Certificate2 certificate)
            return null;

        var presented = chain?.ChainPolicy.ExtraStore.ToArray() ?? [];
        return new ServerCertificateValidator(profile.Trust, profile.Expected, profile.Distrusted)
            .Validate(certificate, presented, _server.Name, DateTimeOffset.UtcNow);
    }

    private async Task<ReadOnlyMemory<byte>> GreetAsync(TlsLink link, Guid correlationId, CancellationToken cancellation)
    {
        using var patience = Patience(cancellation);
        try
        {
            link.Write(SstpHttpRequest.Write(_server.HostField, correlationId));
            await link.FlushAsync(patience.Token);
            return await ReadAnswerAsync(link, patience.Token);
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException)
        {
            throw new ConnectException(IsReset(e) ? new ClientFailure.ResetWhileConnecting() : new ClientFailure.ClosedWhileConnecting(), e);
        }
        catch (OperationCanceledException e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new ConnectException(new SstpFailure.HttpTimedOut(), e);
        }
    }

    private static async Task<ReadOnlyMemory<byte>> ReadAnswerAsync(TlsLink link, CancellationToken cancellation)
    {
        var buffer = new byte[MaxAnswer];
        for (var filled = 0; ;)
        {
            var read = await link.Tls.ReadAsync(buffer.AsMemory(filled), cancellation);
            if (read == 0)
                throw new ConnectException(new ClientFailure.ClosedWhileConnecting());

            filled += read;
            var answer = SstpHttpResponse.Parse(buffer.AsSpan(0, filled), MaxAnswer);
            if (answer is SstpHttpResponse.Accepted accepted)
                return buffer.AsMemory(accepted.HeadLength, filled - accepted.HeadLength);
            if (answer is not SstpHttpResponse.NeedMore)
                throw new ConnectException(FailureOf(answer));
        }
    }

    private CancellationTokenSource Patience(CancellationToken cancellation)
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(profile.StepTime);
        return patience;
    }

    private static SstpFailure FailureOf(SstpHttpResponse answer) =>
        answer is SstpHttpResponse.Refused refused ? new SstpFailure.HttpRefused(refused.Status) : new SstpFailure.HttpMalformed();

    internal static ClientFailure FailureOf(Exception e) => e switch
    {
        AuthenticationException when Array.Exists(NothingInCommon, e.ToString().Contains) => new ClientFailure.NoCommonEncryption(WordsOf(e)),
        AuthenticationException => new ClientFailure.TlsFailed(WordsOf(e)),
        OperationCanceledException => new ClientFailure.TlsFailed("The server did not finish the handshake in time."),
        _ => new ClientFailure.ClosedWhileConnecting(),
    };

    private static string WordsOf(Exception e) => (e.InnerException?.InnerException ?? e.InnerException ?? e).Message;

    internal static bool IsReset(Exception? e) => e is SocketException { SocketErrorCode: SocketError.ConnectionReset } || (e is not null && IsReset(e.InnerException));
}
