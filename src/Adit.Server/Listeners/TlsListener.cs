using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography;
using Adit.Protocols;
using Adit.Protocols.Sstp;
using Adit.Protocols.Tls;
using Adit.Server.Configuration;
using Adit.Server.Sessions;
using Adit.Server.Web;
using Adit.Transport;

namespace Adit.Server.Listeners;

/// <summary>
/// Port 443: finishes TLS, looks at the first bytes, keeps SSTP and hands everything else to the web server. Each connection is
/// bounded in time and bytes and ends alone.
/// </summary>
public sealed class TlsListener : IAsyncDisposable
{
    private readonly Socket _socket;
    private readonly LiveConfiguration _live;
    private readonly Func<ServedCertificate> _certificate;
    private readonly HalfOpenLimiter _halfOpen;
    private readonly SessionTable _sessions;
    private readonly WebFront _web;
    private readonly CancellationTokenSource _stopping = new();
    private Task _accepting = Task.CompletedTask;

    /// <summary>Binds the address at once; throws <see cref="SocketException"/> where it is taken.</summary>
    public TlsListener(
        IPEndPoint endPoint, LiveConfiguration live, Func<ServedCertificate> certificate, HalfOpenLimiter halfOpen, SessionTable sessions, WebFront web)
    {
        (_live, _certificate, _halfOpen, _sessions, _web) = (live, certificate, halfOpen, sessions, web);
        _socket = ListeningSocket.Bind(endPoint);
    }

    /// <summary>Where it listens: tells the port where none was asked for.</summary>
    public IPEndPoint EndPoint => (IPEndPoint)_socket.LocalEndPoint!;

    /// <summary>Those in force: a reload may have changed them since the last connection.</summary>
    private ServerLimits Limits => _live.Current.Limits;

    /// <summary>Begins to take connections.</summary>
    public void Start() => _accepting = AcceptAsync();

    /// <summary>Takes no more connections; those that are served go on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _socket.Dispose();
        await _accepting;
    }

    private async Task AcceptAsync()
    {
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                _ = ServeAsync(await _socket.AcceptAsync(_stopping.Token));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                // Out of descriptors, or a peer that left the queue: wait a little rather than spin.
                if (!_stopping.IsCancellationRequested)
                    await Task.Delay(TimeSpan.FromMilliseconds(50));
            }
        }
    }

    /// <summary>Serves a connection to its end, on a thread of its own choosing; what goes wrong in it stays in it.</summary>
    private async Task ServeAsync(Socket socket)
    {
        using var owned = socket;
        if (socket.RemoteEndPoint is not IPEndPoint peer)
            return;

        var attempt = _sessions.NewAttempt(peer);
        using var place = _halfOpen.TryEnter(peer.Address, out var failure);
        if (place is null)
        {
            attempt.End(failure!);
            return;
        }

        try
        {
            await Task.Yield(); // handshakes cost time that the accepting loop does not have
            if (await HandshakeAsync(socket, attempt) is { } link)
                await using (link)
                    await ServeAsync(link, attempt, place);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or AuthenticationException)
        {
            attempt.End(FailureAfterTls(e));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _sessions.LogFault(peer, e);
            attempt.End(new ListenerFailure.ServerFault());
        }
    }

    private async Task<TlsLink?> HandshakeAsync(Socket socket, AttemptTrail attempt)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        patience.CancelAfter(Limits.HandshakeTime);
        var greeting = new Greeting(Limits);
        try
        {
            var (result, hello, bytes) = await greeting.ReadClientHelloAsync(socket, patience.Token);
            if (hello is null)
            {
                attempt.End(result is ClientHelloResult.NeedMore ? new ListenerFailure.LeftEarly("before TLS") : new ListenerFailure.NotTls());
                return null;
            }

            attempt.Fact("tls.offered", TlsOffer.Describe(hello));
            var certificate = _certificate();
            var link = await TlsLink.AcceptAsync(socket, bytes, certificate.Options, patience.Token);
            attempt.Fact("tls.agreed", $"{link.Tls.SslProtocol} {link.Tls.NegotiatedCipherSuite}");
            return link;
        }
        catch (OperationCanceledException)
        {
            attempt.End(OutOfTime(new ListenerFailure.HandshakeTimedOut(greeting.Received > 0)));
        }
        catch (Exception e) when (e is IOException or SocketException or AuthenticationException)
        {
            attempt.End(FailureOf(e));
        }

        return null;
    }

    private async Task ServeAsync(TlsLink link, AttemptTrail attempt, IDisposable place)
    {
        var (request, bytes) = await ReadHeaderAsync(link, attempt);
        switch (request)
        {
            case null:
                break;
            case SstpHttpRequest.Sstp when _sessions.RefusalReason is { } reason:
                attempt.End(new ListenerFailure.NotAccepting(reason));
                await AnswerAsync(link, SstpHttpResponse.WriteUnavailable(Date));
                break;
            case SstpHttpRequest.Sstp sstp:
                attempt.Correlate(sstp.CorrelationId);
                await AnswerAsync(link, SstpHttpResponse.WriteAccepted(Date));
                await _sessions.ServeAsync(link, bytes, attempt, place);
                break;
            case SstpHttpRequest.SstpProbe:
                await AnswerAsync(link, SstpHttpResponse.WriteProbeAnswer(_sessions.RefusalReason is null, Date));
                break;
            case SstpHttpRequest.Other:
                await _web.ServeAsync(link, bytes);
                break;
            case SstpHttpRequest.NeedMore:
                attempt.End(new ListenerFailure.LeftEarly(bytes.IsEmpty ? "after TLS" : "in the HTTP header"));
                break;
            default:
                attempt.End(new ListenerFailure.BadHeader());
                break;
        }
    }

    /// <summary>Null where the time was over.</summary>
    private async Task<(SstpHttpRequest? Request, ReadOnlyMemory<byte> Bytes)> ReadHeaderAsync(TlsLink link, AttemptTrail attempt)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        patience.CancelAfter(Limits.HeaderTime);
        var greeting = new Greeting(Limits);
        try
        {
            return await greeting.ReadHeaderAsync(link, patience.Token);
        }
        catch (OperationCanceledException)
        {
            attempt.End(OutOfTime(new ListenerFailure.HeaderTimedOut(greeting.Received)));
            return default;
        }
    }

    /// <summary>Whoever is cut off because we stop was not too slow.</summary>
    private ListenerFailure OutOfTime(ListenerFailure failure) =>
        _stopping.IsCancellationRequested ? new ListenerFailure.NotAccepting("stopping") : failure;

    private static async Task AnswerAsync(TlsLink link, byte[] header)
    {
        link.Write(header);
        await link.FlushAsync(CancellationToken.None);
    }

    private static string Date => DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);

    private static ListenerFailure FailureOf(Exception e) => e is AuthenticationException
        ? new ListenerFailure.HandshakeFailed(e.GetBaseException().Message)
        : new ListenerFailure.LeftEarly("in the TLS handshake");

    /// <summary>In TLS 1.3 a client that refuses our certificate says so when our side of the handshake is done already.</summary>
    private static ListenerFailure FailureAfterTls(Exception e) => e.GetBaseException() is CryptographicException alert
        ? new ListenerFailure.HandshakeFailed(alert.Message)
        : new ListenerFailure.LeftEarly("after TLS");
}
