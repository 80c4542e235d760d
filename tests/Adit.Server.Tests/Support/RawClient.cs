using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Text;

namespace Adit.Server.Tests.Support;

/// <summary>A peer that sends whatever a test wants, over TCP or TLS.</summary>
internal sealed class RawClient : IAsyncDisposable
{
    private static readonly TimeSpan Limit = TimeSpan.FromSeconds(20);

    private readonly Socket _socket;

    private RawClient(Socket socket)
    {
        _socket = socket;
        Wire = new NetworkStream(socket, ownsSocket: true);
    }

    /// <summary>What is below TLS.</summary>
    public NetworkStream Wire { get; }

    /// <summary>TLS, or the wire where there is none.</summary>
    public Stream Stream => (Stream?)Tls ?? Wire;

    public SslStream? Tls { get; private set; }

    public static async Task<RawClient> ConnectAsync(TestServer server, int? receiveBuffer = null)
    {
        var socket = new Socket(SocketType.Stream, ProtocolType.Tcp) { NoDelay = true };
        if (receiveBuffer is { } length)
            socket.ReceiveBufferSize = length;
        await socket.ConnectAsync(server.EndPoint);
        return new RawClient(socket);
    }

    public static async Task<RawClient> ConnectTlsAsync(
        TestServer server, Action<SslClientAuthenticationOptions>? change = null, int? receiveBuffer = null, byte[]? header = null)
    {
        var client = await ConnectAsync(server, receiveBuffer);
        await client.SendAsync(header ?? []);
        await client.StartTlsAsync(change);
        return client;
    }

    /// <summary>Makes the handshake; slowly means a byte at a time.</summary>
    public async Task StartTlsAsync(Action<SslClientAuthenticationOptions>? change = null, bool slowly = false)
    {
        var options = new SslClientAuthenticationOptions { TargetHost = "vpn.example.com", RemoteCertificateValidationCallback = (_, leaf, _, _) => TestCertificate.Served.Leaf.Equals(leaf) };
        change?.Invoke(options);
        Tls = new SslStream(slowly ? new BytewiseStream(Wire) : Wire);
        await Tls.AuthenticateAsClientAsync(options).WaitAsync(Limit);
    }

    public Task SendAsync(string text) => SendAsync(Encoding.Latin1.GetBytes(text));

    public async Task SendAsync(ReadOnlyMemory<byte> bytes) => await Stream.WriteAsync(bytes);

    /// <summary>Everything up to the end of an HTTP answer's header.</summary>
    public async Task<string> ReadHeadAsync()
    {
        var head = new StringBuilder();
        var octet = new byte[1];
        while (!head.ToString().EndsWith("\r\n\r\n", StringComparison.Ordinal) && await ReadAsync(octet) > 0)
            head.Append((char)octet[0]);
        return head.ToString();
    }

    public async Task<int> ReadAsync(Memory<byte> buffer) => await Stream.ReadAsync(buffer).AsTask().WaitAsync(Limit);

    /// <summary>Everything until the server ends the connection, in order or not.</summary>
    public async Task<byte[]> ReadToEndAsync()
    {
        var all = new MemoryStream();
        try
        {
            var buffer = new byte[4096];
            for (int read; (read = await ReadAsync(buffer)) > 0;)
                all.Write(buffer, 0, read);
        }
        catch (Exception e) when (e is IOException or AuthenticationException)
        {
            return all.ToArray();
        }

        return all.ToArray();
    }

    /// <summary>Ends the connection with RST, as a machine that lost its state does.</summary>
    public void Reset()
    {
        _socket.LingerState = new LingerOption(true, 0);
        _socket.Close();
    }

    public async ValueTask DisposeAsync()
    {
        if (Tls is not null)
            await Tls.DisposeAsync();
        await Wire.DisposeAsync();
    }
}
