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
    private readonly SharedLimit _limit;
    private readonly Thread[] _readers = new Thread[Math.Max(MinReaders, Environment.ProcessorCount + 1)];
    private int _atWork;
    private int _atWorkHere;

    /// <summary>Binds; throws <see cref="SocketException"/> where the port is taken.</summary>
    public RadiusListener(IPEndPoint endPoint, RadiusDoor door, RadiusServer server)
    {
        (_door, _server, _stop, _limit) = (door, server, _stopping.Token, server.NewLimit(_stopping.Token));
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
        var from = new SocketAddress(_socket.AddressFamily);
        Sender? sender = null; // the last: a gateway asks from one port again and again
        while (!_stop.IsCancellationRequested)
        {
            try
            {
                var length = _socket.ReceiveFrom(buffer, SocketFlags.None, from);
                if (sender?.Address.Equals(from) is not true)
                    sender = Sender.Of(from);
                Take(sender, buffer.AsMemory(0, length));
            }
            catch (Exception e) when (e is not OutOfMemoryException)
            {
                // The socket is closed, or an ICMP error came for an answer that nobody waited for.
                if (!_stop.IsCancellationRequested)
                    Thread.Sleep(PauseAfterError);
            }
        }
    }

    private void Take(Sender sender, ReadOnlyMemory<byte> datagram)
    {
        if (_server.TryReceive(sender.EndPoint, _door, datagram, out var client, out var request) is not { } answer)
            Begin(sender, client!, request!);
        else if (answer.Length > 0)
            Send(sender, answer);
    }

    private void Begin(Sender sender, RadiusClient client, ReceivedRequest request)
    {
        if (Interlocked.Increment(ref _atWork) > MaxAtWork)
        {
            Interlocked.Decrement(ref _atWork);
            _server.GiveUp(sender.EndPoint, _door, request);
        }
        else if (Interlocked.Increment(ref _atWorkHere) < _readers.Length)
        {
            _ = AnswerAsync(sender, client, request);
            Interlocked.Decrement(ref _atWorkHere);
        }
        else
        {
            Interlocked.Decrement(ref _atWorkHere);
            _ = Task.Run(() => AnswerAsync(sender, client, request));
        }
    }

    private async Task AnswerAsync(Sender sender, RadiusClient client, ReceivedRequest request)
    {
        if (await _server.AnswerAsync(client, sender.EndPoint, _door, request, _limit.Begin()) is { } answer)
            Send(sender, answer);
        Interlocked.Decrement(ref _atWork);
    }

    /// <summary>An answer that cannot be sent is one that got lost.</summary>
    private void Send(Sender to, byte[] answer)
    {
        try
        {
            _socket.SendTo(answer, SocketFlags.None, to.Address);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            _server.Counts.Dropped("NotSent", client: null);
        }
    }

    /// <summary>Who has sent something.</summary>
    /// <param name="Address">As the kernel has it.</param>
    /// <param name="EndPoint">The same, IPv4 not written as IPv6.</param>
    private sealed record Sender(SocketAddress Address, IPEndPoint EndPoint)
    {
        private static readonly IPEndPoint _ipv4 = new(IPAddress.Any, 0);
        private static readonly IPEndPoint _ipv6 = new(IPAddress.IPv6Any, 0);

        public static Sender Of(SocketAddress address)
        {
            var kept = new SocketAddress(address.Family, address.Size);
            address.Buffer.Span[..address.Size].CopyTo(kept.Buffer.Span);
            return new Sender(kept, ((IPEndPoint)(address.Family is AddressFamily.InterNetwork ? _ipv4 : _ipv6).Create(address)).Unmapped());
        }
    }
}
