using System.Collections.Concurrent;
using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Adit.Certificates.Tests.Support;

/// <summary>A web server on loopback that answers exactly what a test tells it to.</summary>
internal sealed class RawHttpServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _serving;

    public RawHttpServer(Func<string, NetworkStream, CancellationToken, Task> answer)
    {
        _listener.Start();
        _serving = ServeAsync(answer);
    }

    /// <summary>Answers every request with these bytes.</summary>
    public RawHttpServer(string answer)
        : this(async (_, stream, ending) => await stream.WriteAsync(Encoding.Latin1.GetBytes(answer), ending))
    {
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    public string Address => $"http://127.0.0.1:{Port}/ca.crl";

    /// <summary>The heads of the requests that came.</summary>
    public ConcurrentQueue<string> Requests { get; } = new();

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _serving;
        _ending.Dispose();
    }

    private async Task ServeAsync(Func<string, NetworkStream, CancellationToken, Task> answer)
    {
        while (!_ending.IsCancellationRequested)
        {
            try
            {
                using var socket = await _listener.AcceptSocketAsync(_ending.Token);
                await using var stream = new NetworkStream(socket);
                var head = await ReadHeadAsync(stream);
                Requests.Enqueue(head);
                await answer(head, stream, _ending.Token);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                // The client has hung up, or the test is over.
            }
        }
    }

    private async Task<string> ReadHeadAsync(NetworkStream stream)
    {
        var head = new StringBuilder();
        var one = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await stream.ReadAsync(one, _ending.Token) > 0)
            head.Append((char)one[0]);
        return head.ToString();
    }
}
