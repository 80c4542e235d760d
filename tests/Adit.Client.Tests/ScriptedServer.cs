using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Cryptography.X509Certificates;
using System.Text;

namespace Adit.Client.Tests;

/// <summary>A server on the loopback that takes one connection and plays a script over it.</summary>
internal sealed class ScriptedServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly Task _playing;

    private ScriptedServer(Func<Stream, CancellationToken, Task> script)
    {
        _listener.Start();
        _playing = PlayAsync(script);
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>What the client sent in place of a greeting, once it has.</summary>
    public string Request { get; private set; } = "";

    /// <summary>A server that does whatever the script does with a bare TCP connection, and then closes it.</summary>
    public static ScriptedServer OverTcp(Func<Stream, CancellationToken, Task> script) => new(script);

    /// <summary>A server that reads a request over TLS and gives this answer; null for never.</summary>
    public static ScriptedServer OverTls(X509Certificate2 certificate, string? answer)
    {
        ScriptedServer? server = null;
        return server = new ScriptedServer(async (tcp, ending) =>
        {
            await using var tls = new SslStream(tcp);
            await tls.AuthenticateAsServerAsync(Showing(certificate), ending);
            var buffer = new byte[4096];
            var read = await tls.ReadAsync(buffer, ending);
            server!.Request = Encoding.ASCII.GetString(buffer, 0, read);
            if (answer is null)
                await Task.Delay(Timeout.Infinite, ending);
            else
                await tls.WriteAsync(Encoding.ASCII.GetBytes(answer), ending);
        });
    }

    /// <summary>A server that reads a request over TLS, and then does whatever the script does with the bare TCP connection below.</summary>
    public static ScriptedServer AfterTls(X509Certificate2 certificate, Func<SslStream, Socket, Task> script) => new(async (tcp, ending) =>
    {
        await using var tls = new SslStream(tcp);
        await tls.AuthenticateAsServerAsync(Showing(certificate), ending);
        _ = await tls.ReadAsync(new byte[4096], ending);
        await script(tls, ((NetworkStream)tcp).Socket);
    });

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _playing;
        _ending.Dispose();
        _listener.Dispose();
    }

    /// <summary>Without asking anybody for what the certificate may lack.</summary>
    private static SslServerAuthenticationOptions Showing(X509Certificate2 certificate) =>
        new() { ServerCertificateContext = SslStreamCertificateContext.Create(certificate, additionalCertificates: null, offline: true) };

    private async Task PlayAsync(Func<Stream, CancellationToken, Task> script)
    {
        try
        {
            using var client = await _listener.AcceptTcpClientAsync(_ending.Token);
            await script(client.GetStream(), _ending.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException
            or System.Security.Authentication.AuthenticationException)
        {
            _listener.Stop(); // the client has turned away, as many tests want
        }
    }
}
