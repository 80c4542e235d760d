using System.Net;
using System.Net.Sockets;
using Adit.Linux;
using Adit.Protocols.Radius;
using Adit.Server.Listeners;

namespace Adit.Server.Radius;

/// <summary>
/// A UDP port. Who is no client hears nothing. What a client sends is answered by the thread that reads it, since each change of threads
/// costs more than most answers do; but one thread always goes on reading, and hands on what it reads while all others are at work. At
/// most <see cref="MaxAtWork"/> are answered at a time: more are dropped, and asked again by whoever needs the answer.
/// </summary>
internal sealed class RadiusListener : IAsyncDisposable
{
    private const int MaxDatagram = 4096;
    private const int MaxAtWork = 1024;
    private const int MinReaders = 3;
    private static readonly TimeSpan PauseAfterError = TimeSpan.FromMilliseconds(50);

    private readonly Socket _socket;
    private readonly RadiusDoor _door;
    private readonly RadiusServer _server;
    private readonly CancellationTokenSource _stopping = new();
    private readonly CancellationToken _stop;
    private readonly Thread[] _readers = new Thread[Math.Max(MinReaders, Environment.ProcessorCount + 1)];
    private int _atWork;
    private int _atWorkHere;

    /// <summary>Binds; throws <see cref="SocketException"/> where the port is taken.</summary>
    public RadiusListener(IPEndPoint endPoint, RadiusDoor door, RadiusServer server)
    {
        (_door, _server, _stop) = (door, server, _stopping.Token);
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
    public void Start()
    {
        for (var i = 0; i < _readers.Length; i++)
        {
            _readers[i] = new Thread(Read) { Name = "RADIUS", IsBackground = true };
            _readers[i].Start();
        }
    }

    /// <summary>Closing the socket ends what waits at it.</summary>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        _socket.Dispose();
        foreach (var reader in _readers)
            reader?.Join();
        _stopping.Dispose();
    }

    private void Read()
    {
        var buffer = new byte[MaxDatagram];
        EndPoint anybody = new IPEndPoint(_socket.AddressFamily is AddressFamily.InterNetwork ? IPAddress.Any : IPAddress.IPv6Any, 0);
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var from = anybody;
                var length = _socket.ReceiveFrom(buffer, ref from);
                Take((IPEndPoint)from, buffer.AsMemory(0, length));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The socket is closed, or an ICMP error came for an answer that nobody waited for.
                if (!_stop.IsCancellationRequested)
                    Thread.Sleep(PauseAfterError);
            }
        }
    }

    private void Take(IPEndPoint from, ReadOnlyMemory<byte> datagram)
    {
        var sender = from.Unmapped();
        if (_server.TryReceive(sender, _door, datagram, out var client, out var request) is not { } answer)
            Begin(from, sender, client!, request!);
        else if (answer.Length > 0)
            Send(from, answer);
    }

    private void Begin(IPEndPoint from, IPEndPoint sender, RadiusClient client, ReceivedRequest request)
    {
        if (Interlocked.Increment(ref _atWork) > MaxAtWork)
        {
            Interlocked.Decrement(ref _atWork);
            _server.GiveUp(sender, _door, request);
        }
        else if (Interlocked.Increment(ref _atWorkHere) < _readers.Length)
        {
            _ = AnswerAsync(from, sender, client, request);
            Interlocked.Decrement(ref _atWorkHere);
        }
        else
        {
            Interlocked.Decrement(ref _atWorkHere);
            _ = Task.Run(() => AnswerAsync(from, sender, client, request));
        }
    }

    private async Task AnswerAsync(IPEndPoint from, IPEndPoint sender, RadiusClient client, ReceivedRequest request)
    {
        if (await _server.AnswerAsync(client, sender, _door, request, _stop) is { } answer)
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
