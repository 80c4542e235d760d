using System.Net;
using System.Net.Sockets;
using Adit.Linux;
using Adit.Protocols.Radius;
using Adit.Server.Listeners;

namespace Adit.Server.Radius;

/// <summary>
/// A UDP port. Who is no client hears nothing; what a client sends is answered behind the loop that reads, at most
/// <see cref="MaxAtWork"/> at a time: more are dropped, and asked again by whoever needs the answer.
/// </summary>
internal sealed class RadiusListener : IAsyncDisposable
{
    private const int MaxDatagram = 4096;
    private const int MaxAtWork = 1024;
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromMilliseconds(50);

    private readonly Socket _socket;
    private readonly RadiusDoor _door;
    private readonly RadiusServer _server;
    private readonly CancellationTokenSource _stopping = new();
    private int _atWork;
    private Task _reading = Task.CompletedTask;

    /// <summary>Binds; throws <see cref="SocketException"/> where the port is taken.</summary>
    public RadiusListener(IPEndPoint endPoint, RadiusDoor door, RadiusServer server)
    {
        (_door, _server) = (door, server);
        _socket = new Socket(endPoint.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
                _socket.DualMode = true;
            _socket.Bind(endPoint);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }
    }

    /// <summary>Begins to answer.</summary>
    public void Start() => _reading = ReadAsync();

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _reading;
        _socket.Dispose();
        _stopping.Dispose();
    }

    private async Task ReadAsync()
    {
        var buffer = new byte[MaxDatagram];
        var anybody = new IPEndPoint(_socket.AddressFamily is AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var received = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, anybody, _stopping.Token);
                Take((IPEndPoint)received.RemoteEndPoint, buffer.AsMemory(0, received.ReceivedBytes));
            }
            catch (Exception e) when (e is SocketException or OperationCanceledException)
            {
                // An ICMP error of an answer that nobody waited for ends up here, too.
                if (!_stopping.IsCancellationRequested)
                    await Task.Delay(PauseAfterError, CancellationToken.None);
            }
        }
    }

    private void Take(IPEndPoint from, ReadOnlyMemory<byte> datagram)
    {
        var sender = from.Unmapped();
        if (_server.TryReceive(sender, datagram, out var client, out var request) is not { } answer)
            Begin(from, sender, client!, request!);
        else if (answer.Length > 0)
            Send(from, answer);
    }

    private void Begin(IPEndPoint from, IPEndPoint sender, RadiusClient client, ReceivedRequest request)
    {
        if (Interlocked.Increment(ref _atWork) <= MaxAtWork)
        {
            _ = AnswerAsync(from, sender, client, request);
            return;
        }

        Interlocked.Decrement(ref _atWork);
        _server.GiveUp(sender, request);
    }

    private async Task AnswerAsync(IPEndPoint from, IPEndPoint sender, RadiusClient client, ReceivedRequest request)
    {
        await Task.Yield();
        if (await _server.AnswerAsync(client, sender, _door, request, _stopping.Token) is { } answer)
            Send(from, answer);
        Interlocked.Decrement(ref _atWork);
    }

    /// <summary>An answer that cannot be sent is one that got lost.</summary>
    private void Send(IPEndPoint to, byte[] answer)
    {
        try
        {
            _socket.SendTo(answer, to);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _server.Counts.Dropped("NotSent", client: null);
        }
    }
}
