using System.Net.Sockets;
using System.Security.Authentication;
using Adit.Linux.Tls;
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

    private static readonly Lazy<TlsContext> _tls = new(() => TlsContext.ForClient(
        new TlsSettings { MinVersion = TlsVersion.Tls12, MaxVersion = TlsVersion.Tls13, SessionLifetime = TimeSpan.Zero }));

    private readonly ServerAddressing _server = ServerAddressing.Of(profile);
    private readonly RecentVerdict _recentVerdict = new(TimeProvider.System);

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
        var judge = new SstpServerJudge(profile, _server.Name, _recentVerdict) { OnlyLooks = OnlyLooks };
        var link = await HandshakeAsync(socket, judge, cancellation);
        try
        {
            if (!OnlyLooks)
                await path.Revocation.CheckAsync(judge.Verdict!.Path, cancellation);
            return link;
        }
        catch
        {
            await link.DisposeAsync();
            throw;
        }
    }

    private async Task<TlsLink> HandshakeAsync(Socket socket, SstpServerJudge judge, CancellationToken cancellation)
    {
        try
        {
            using var patience = Patience(cancellation);
            return await TlsLink.ConnectAsync(socket, _tls.Value, _server.Name, judge, profile.Link, patience.Token);
        }
        catch (Exception e) when (e is AuthenticationException or IOException or SocketException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new ConnectException(judge.Refusal ?? (Failure)FailureOf(e), e);
        }
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
            var read = await link.ReadAsync(buffer.AsMemory(filled), cancellation);
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
