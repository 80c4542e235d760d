using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Adit.Client.Tests;

/// <summary>A proxy on the loopback that gives one answer to each connection, and joins it to a server where it has said 200.</summary>
internal sealed class ScriptedProxy : IAsyncDisposable
{
    public const string Established = "HTTP/1.0 200 Connection established\r\nProxy-agent: tinyproxy/1.11.1\r\n\r\n";

    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Queue<string> _answers;
    private readonly Task _playing;

    public ScriptedProxy(params string[] answers)
    {
        _answers = new Queue<string>(answers);
        _listener.Start();
        _playing = PlayAsync();
    }

    public ProxyServer Address => new("127.0.0.1", ((IPEndPoint)_listener.LocalEndpoint).Port);

    /// <summary>The requests, in their order.</summary>
    public List<string> Requests { get; } = [];

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _playing;
        _ending.Dispose();
        _listener.Dispose();
    }

    private async Task PlayAsync()
    {
        while (_answers.TryDequeue(out var answer))
        {
            try
            {
                using var client = await _listener.AcceptTcpClientAsync(_ending.Token);
                await ServeAsync(client.GetStream(), answer);
            }
            catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or ObjectDisposedException)
            {
                continue; // the client has turned away, as many tests want
            }
        }

        _listener.Stop();
    }

    private async Task ServeAsync(NetworkStream client, string answer)
    {
        var request = await ReadHeadAsync(client);
        Requests.Add(request);
        await client.WriteAsync(Encoding.ASCII.GetBytes(answer), _ending.Token);
        if (!answer.Contains(" 200 ", StringComparison.Ordinal))
            return;

        using var server = new TcpClient();
        await server.ConnectAsync(IPEndPoint.Parse(request.Split(' ')[1]), _ending.Token);
        await Task.WhenAny(client.CopyToAsync(server.GetStream(), _ending.Token), server.GetStream().CopyToAsync(client, _ending.Token));
    }

    private async Task<string> ReadHeadAsync(NetworkStream client)
    {
        var head = new StringBuilder();
        var buffer = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await client.ReadAsync(buffer, _ending.Token) > 0)
            head.Append((char)buffer[0]);

        return head.ToString();
    }
}
