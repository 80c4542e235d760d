using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using Adit.Protocols.Radius;
using Adit.Transport;

namespace Adit.Server.Tests.Radius.Remote;

/// <summary>A RADIUS server on loopback that answers as it is told.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    public static readonly RadiusSecret Secret = new("a-secret-of-both"u8);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);
    private readonly CancellationTokenSource _stopping = new();
    private readonly Task _running;

    public ScriptedServer()
    {
        _socket.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        _running = RunAsync();
    }

    public int Port => ((IPEndPoint)_socket.LocalEndPoint!).Port;

    /// <summary>The message that answers a message; null for silence.</summary>
    public Func<ReadOnlyMemory<byte>, byte[]?> Answer { get; set; } = _ => null;

    /// <summary>What came, in its order, repeated ones left out.</summary>
    public ConcurrentQueue<ReadOnlyMemory<byte>> Received { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _running;
        _socket.Dispose();
        _stopping.Dispose();
    }

    private async Task RunAsync()
    {
        var buffer = new byte[4096];
        var known = new HashSet<string>(StringComparer.Ordinal);
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var datagram = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, new IPEndPoint(IPAddress.Any, 0), _stopping.Token);
                Handle(buffer.AsMemory(0, datagram.ReceivedBytes).ToArray(), datagram.RemoteEndPoint, known);
            }
            catch (Exception e) when (e is OperationCanceledException or SocketException)
            {
                continue;
            }
        }
    }

    private void Handle(byte[] packet, EndPoint from, HashSet<string> known)
    {
        if (ReceivedRequest.TryReceive(packet, Secret, needsMessageAuthenticator: true, out var request) is not RadiusFault.None)
            return;

        if (known.Add(Convert.ToHexString(packet)))
            Received.Enqueue(request!.Message);
        if (Answer(request!.Message) is { } answer)
            _socket.SendTo(request.TryAnswer(answer, new SystemRandom())!, from);
    }
}
