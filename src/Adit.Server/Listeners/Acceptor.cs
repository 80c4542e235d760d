using System.Net;
using System.Net.Sockets;
using Adit.Server.Sessions;

namespace Adit.Server.Listeners;

/// <summary>
/// Takes the connections of one port while the doors are open; while they are closed there is no socket that could, so that a balancer
/// sees at once that it must send callers elsewhere.
/// </summary>
internal sealed class Acceptor : IAsyncDisposable
{
    private static readonly TimeSpan PauseBeforeBinding = TimeSpan.FromSeconds(1);

    // Out of descriptors, or a peer that left the queue: wait a little rather than spin.
    private static readonly TimeSpan PauseAfterFault = TimeSpan.FromMilliseconds(50);

    private readonly SessionTable _sessions;
    private readonly Func<Socket, Task> _serve;
    private Socket? _socket;
    private Task _accepting = Task.CompletedTask;

    /// <summary>Binds the address at once; throws <see cref="SocketException"/> where it is taken.</summary>
    /// <param name="endPoint">Where to listen.</param>
    /// <param name="sessions">Whose doors they are.</param>
    /// <param name="serve">Owns a connection from then on, returns at its first wait, and never fails.</param>
    public Acceptor(IPEndPoint endPoint, SessionTable sessions, Func<Socket, Task> serve)
    {
        (_sessions, _serve) = (sessions, serve);
        _socket = ListeningSocket.Bind(endPoint);
        EndPoint = (IPEndPoint)_socket.LocalEndPoint!;
    }

    /// <summary>Where it listens: tells the port where none was asked for.</summary>
    public IPEndPoint EndPoint { get; }

    /// <summary>Begins to take connections, until stopped.</summary>
    public void Start(CancellationToken stopping) => _accepting = AcceptAsync(stopping);

    /// <summary>Waits until no more are taken, once it was stopped, and closes the port.</summary>
    public async ValueTask DisposeAsync()
    {
        await _accepting;
        _socket?.Dispose();
    }

    private async Task AcceptAsync(CancellationToken stopping)
    {
        while (!stopping.IsCancellationRequested)
        {
            var (areOpen, changed) = _sessions.Doors.State;
            using var either = CancellationTokenSource.CreateLinkedTokenSource(stopping, changed);
            if (!areOpen)
                await WaitClosedAsync(either.Token);
            else if (TryListen() is { } socket)
                await AcceptAsync(socket, either.Token);
            else
                await WaitAsync(PauseBeforeBinding, either.Token);
        }
    }

    private Task WaitClosedAsync(CancellationToken cancellation)
    {
        _socket?.Dispose();
        _socket = null;
        return WaitAsync(Timeout.InfiniteTimeSpan, cancellation);
    }

    private static async Task WaitAsync(TimeSpan time, CancellationToken cancellation) =>
        await Task.Delay(time, cancellation).ConfigureAwait(ConfigureAwaitOptions.SuppressThrowing);

    /// <summary>Null where somebody has taken the address meanwhile: it is tried again.</summary>
    private Socket? TryListen()
    {
        try
        {
            return _socket ??= ListeningSocket.Bind(EndPoint);
        }
        catch (SocketException e)
        {
            _sessions.LogNotListening(EndPoint, e);
            return null;
        }
    }

    private async Task AcceptAsync(Socket socket, CancellationToken cancellation)
    {
        while (!cancellation.IsCancellationRequested)
        {
            try
            {
                _ = _serve(await socket.AcceptAsync(cancellation));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException or ObjectDisposedException)
            {
                if (!cancellation.IsCancellationRequested)
                    await Task.Delay(PauseAfterFault, CancellationToken.None);
            }
        }
    }
}
