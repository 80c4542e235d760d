using System.Net.Sockets;
using Adit.Protocols.Http;
using Adit.Transport;

namespace Adit.Client;

/// <summary>
/// The way to the server: straight, or through a proxy. It lives as long as the connection is kept, since a proxy's nonces do, too.
/// </summary>
internal sealed class ServerPath
{
    private readonly ConnectionProfile _profile;
    private readonly Lockdown? _lockdown;
    private readonly ProxyDialog? _dialog;

    public ServerPath(ConnectionProfile profile, Lockdown? lockdown = null)
    {
        (_profile, _lockdown) = (profile, lockdown);
        Revocation = new ServerRevocation(profile);
        if (profile.Proxy is { } proxy)
            _dialog = new ProxyDialog(ServerAddressing.TargetOf(profile), proxy.Credential, new SystemRandom());
    }

    /// <summary>Asks, on the same way, whether the server's certificate is revoked.</summary>
    public ServerRevocation Revocation { get; }

    /// <summary>A connection on which the server hears what is written; throws <see cref="ConnectException"/> with the reason.</summary>
    public Task<Socket> OpenAsync(CancellationToken cancellation) =>
        _dialog is null ? DialAsync(_profile.Host, _profile.Port, cancellation) : OpenThroughProxyAsync(_profile.Proxy!, _dialog, cancellation);

    private async Task<Socket> OpenThroughProxyAsync(ProxyServer proxy, ProxyDialog dialog, CancellationToken cancellation)
    {
        while (true)
        {
            var socket = await DialProxyAsync(proxy, cancellation);
            try
            {
                if (await AskAsync(socket, dialog, cancellation))
                    return socket;

                socket.Dispose();
            }
            catch
            {
                socket.Dispose();
                throw;
            }
        }
    }

    private async Task<Socket> DialProxyAsync(ProxyServer proxy, CancellationToken cancellation)
    {
        try
        {
            return await DialAsync(proxy.Host, proxy.Port, cancellation);
        }
        catch (ConnectException e)
        {
            throw new ConnectException(new ProxyFailure.NotReached(proxy.Host, proxy.Port, e.Failure.Code), e);
        }
    }

    /// <summary>True where the way is open, false where the proxy is to be asked once more over a new connection.</summary>
    private async Task<bool> AskAsync(Socket socket, ProxyDialog dialog, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(_profile.StepTime);
        try
        {
            await SendAllAsync(socket, dialog.WriteRequest(), patience.Token);
            return await ReadAnswerAsync(socket, dialog, patience.Token) switch
            {
                ProxyStep.Failed failed => throw new ConnectException(failed.Failure),
                var step => step is ProxyStep.Opened,
            };
        }
        catch (SocketException e)
        {
            throw new ConnectException(new ProxyFailure.Closed(), e);
        }
        catch (OperationCanceledException e)
        {
            cancellation.ThrowIfCancellationRequested();
            throw new ConnectException(new ProxyFailure.TimedOut(), e);
        }
    }

    private static async Task SendAllAsync(Socket socket, ReadOnlyMemory<byte> request, CancellationToken cancellation)
    {
        while (!request.IsEmpty)
            request = request[await socket.SendAsync(request, cancellation)..];
    }

    private static async Task<ProxyStep> ReadAnswerAsync(Socket socket, ProxyDialog dialog, CancellationToken cancellation)
    {
        var buffer = new byte[ConnectAnswer.MaxHeadLength];
        for (var filled = 0; ;)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(filled), cancellation);
            if (read == 0)
                throw new ConnectException(new ProxyFailure.Closed());

            filled += read;
            if (dialog.Handle(buffer.AsSpan(0, filled)) is var step and not ProxyStep.More)
                return step;
        }
    }

    private async Task<Socket> DialAsync(string host, int port, CancellationToken cancellation)
    {
        if (_lockdown is null)
            return await Dialer.DialAsync(host, port, _profile.StepTime, cancellation);

        var addresses = _lockdown.FindAddresses(host, port) ?? await Dialer.ResolveAsync(host, _profile.StepTime, cancellation);
        _lockdown.Hold(host, port, addresses);
        return await Dialer.DialAsync(addresses, host, port, _profile.StepTime, cancellation);
    }
}
