using System.Globalization;
using System.Net;
using System.Net.Sockets;
using System.Security.Authentication;
using Adit.Linux;
using Adit.Protocols;
using Adit.Protocols.Proxy;
using Adit.Protocols.Sstp;
using Adit.Server.Configuration;
using Adit.Server.Sessions;
using Adit.Server.Web;
using Adit.Transport;

namespace Adit.Server.Listeners;

/// <summary>
/// A port of ours: makes a link of each connection, looks at the first bytes, keeps SSTP and hands everything else to the web server.
/// Each connection is bounded in time and bytes and ends alone.
/// </summary>
public sealed class SstpListener : IAsyncDisposable
{
    private static readonly TimeSpan FarewellTime = TimeSpan.FromSeconds(3);

    private readonly Acceptor _acceptor;
    private readonly LiveConfiguration _live;
    private readonly IReception _reception;
    private readonly HalfOpenLimiter _halfOpen;
    private readonly SessionTable _sessions;
    private readonly WebFront _web;
    private readonly CancellationTokenSource _stopping = new();

    /// <summary>Binds the address at once; throws <see cref="SocketException"/> where it is taken.</summary>
    internal SstpListener(
        IPEndPoint endPoint, LiveConfiguration live, IReception reception, HalfOpenLimiter halfOpen, SessionTable sessions, WebFront web)
    {
        (_live, _reception, _halfOpen, _sessions, _web) = (live, reception, halfOpen, sessions, web);
        _acceptor = new Acceptor(endPoint, sessions, ServeAsync);
    }

    /// <summary>Where it listens: tells the port where none was asked for.</summary>
    public IPEndPoint EndPoint => _acceptor.EndPoint;

    /// <summary>Begins to take connections.</summary>
    public void Start() => _acceptor.Start(_stopping.Token);

    /// <summary>Takes no more connections; those that are served go on.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _acceptor.DisposeAsync();
    }

    /// <summary>Serves a connection to its end, on a thread of its own choosing; what goes wrong in it stays in it.</summary>
    private async Task ServeAsync(Socket socket)
    {
        using var owned = socket;
        socket.Blocking = false;
        if (socket.RemoteEndPoint is not IPEndPoint remote)
            return;

        var neighbour = remote.Unmapped();
        if (!_reception.Admits(neighbour.Address))
            _sessions.NewAttempt(neighbour).End(new ListenerFailure.NotANamedBalancer());
        else if (!_live.Current.ProxyProtocol.From.Contains(neighbour.Address))
            await ServeAsync(socket, new Caller(neighbour, _reception is PlainReception ? neighbour : null));
        else if (await AskBalancerAsync(socket, neighbour) is { } caller)
            await ServeAsync(socket, caller);
    }

    /// <summary>Reads whose connection it is; null where the balancer did not say it as it should.</summary>
    private async Task<Caller?> AskBalancerAsync(Socket socket, IPEndPoint balancer)
    {
        var attempt = _sessions.NewAttempt(balancer);
        using var place = _halfOpen.TryEnter(peer: null, out var failure);
        if (place is null)
        {
            attempt.End(failure!);
            return null;
        }

        await Task.Yield();
        using var patience = Patience(_live.Current.Limits.HandshakeTime);
        var greeting = new Greeting(_live.Current.Limits);
        try
        {
            var (result, header, rest) = await greeting.ReadProxyHeaderAsync(socket, patience.Token);
            if (header is not null)
                return new Caller(header.Source?.Unmapped() ?? balancer, balancer, rest);

            if (result is not ProxyHeaderResult.NeedMore)
                attempt.End(new ListenerFailure.BadProxyHeader(result is ProxyHeaderResult.VersionOne));
            else if (greeting.Received > 0) // else a check that only connects
                attempt.End(new ListenerFailure.ProxyHeaderMissing(greeting.Received));
        }
        catch (OperationCanceledException)
        {
            attempt.End(OutOfTime(new ListenerFailure.ProxyHeaderMissing(greeting.Received)));
        }
        catch (Exception e) when (e is IOException or SocketException or ObjectDisposedException)
        {
            attempt.End(new ListenerFailure.LeftEarly("before its PROXY header"));
        }

        return null;
    }

    private async Task ServeAsync(Socket socket, Caller caller)
    {
        var attempt = _sessions.NewAttempt(caller.Peer);
        if (caller.Balancer is { } balancer)
            attempt.Fact("balancer", balancer.ToString());
        using var place = _halfOpen.TryEnter(caller.IsKnown ? caller.Peer.Address : null, out var failure);
        if (place is null)
        {
            attempt.End(failure!);
            return;
        }

        try
        {
            await Task.Yield(); // handshakes cost time that the accepting loop does not have
            if (await ReceiveAsync(socket, caller, attempt) is { } ready)
                await using (ready.Link)
                    await ServeAsync(ready, attempt, place);
        }
        catch (Exception e) when (e is IOException or SocketException or OperationCanceledException or ObjectDisposedException or AuthenticationException)
        {
            attempt.End(FailureAfterTls(e));
        }
        catch (Exception e) when (e is not OutOfMemoryException)
        {
            _sessions.LogFault(caller.Peer, e);
            attempt.End(new ListenerFailure.ServerFault());
        }
    }

    private async Task<ReadyLink?> ReceiveAsync(Socket socket, Caller caller, AttemptTrail attempt)
    {
        using var patience = Patience(_live.Current.Limits.HandshakeTime);
        var greeting = new Greeting(_live.Current.Limits);
        try
        {
            return await _reception.ReceiveAsync(socket, caller, greeting, attempt, patience.Token);
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

    private CancellationTokenSource Patience(TimeSpan time)
    {
        var patience = CancellationTokenSource.CreateLinkedTokenSource(_stopping.Token);
        patience.CancelAfter(time);
        return patience;
    }

    private async Task ServeAsync(ReadyLink ready, AttemptTrail attempt, IDisposable place)
    {
        var link = ready.Link;
        var (request, bytes) = await ReadHeaderAsync(link, attempt);
        switch (request)
        {
            case null:
                break;
            case SstpHttpRequest.Sstp when _sessions.RefusalReason is { } reason:
                attempt.Fact(PlaceLimit.Fact, reason);
                attempt.End(new ListenerFailure.NotAccepting(reason));
                await AnswerLastAsync(link, SstpHttpResponse.WriteUnavailable(Date));
                break;
            case SstpHttpRequest.Sstp sstp:
                attempt.Correlate(sstp.CorrelationId);
                await AnswerAsync(link, SstpHttpResponse.WriteAccepted(Date));
                await _sessions.ServeAsync(ready, bytes, attempt, place);
                break;
            case SstpHttpRequest.SstpProbe:
                await AnswerLastAsync(link, SstpHttpResponse.WriteProbeAnswer(_sessions.RefusalReason is null, Date));
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
    private async Task<(SstpHttpRequest? Request, ReadOnlyMemory<byte> Bytes)> ReadHeaderAsync(Link link, AttemptTrail attempt)
    {
        using var patience = Patience(_live.Current.Limits.HeaderTime);
        var greeting = new Greeting(_live.Current.Limits);
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

    private static async Task AnswerAsync(Link link, byte[] header)
    {
        link.Write(header);
        await link.FlushAsync(CancellationToken.None);
    }

    /// <summary>Says goodbye in TLS behind the answer, so that nobody takes it for one that was cut off.</summary>
    private static async Task AnswerLastAsync(Link link, byte[] header)
    {
        using var patience = new CancellationTokenSource(FarewellTime);
        link.Write(header);
        await link.ShutdownAsync(patience.Token);
    }

    private static string Date => DateTimeOffset.UtcNow.ToString("R", CultureInfo.InvariantCulture);

    private static ListenerFailure FailureOf(Exception e) => e is AuthenticationException
        ? new ListenerFailure.HandshakeFailed(e.Message)
        : new ListenerFailure.LeftEarly("in the TLS handshake");

    /// <summary>In TLS 1.3 a client that refuses our certificate says so when our side of the handshake is done already.</summary>
    private static ListenerFailure FailureAfterTls(Exception e) => e is AuthenticationException
        ? new ListenerFailure.HandshakeFailed(e.Message)
        : new ListenerFailure.LeftEarly("after TLS");
}
