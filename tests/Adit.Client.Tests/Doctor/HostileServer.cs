using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using System.Security.Authentication;
using System.Security.Cryptography.X509Certificates;

namespace Adit.Client.Tests.Doctor;

/// <summary>A server on the loopback that does with every connection what a script says, and counts what came of it.</summary>
internal sealed class HostileServer : IAsyncDisposable
{
    private readonly TcpListener _listener = new(IPAddress.Loopback, 0);
    private readonly CancellationTokenSource _ending = new();
    private readonly List<Task> _playing = [];
    private readonly Func<Stream, CancellationToken, Task> _script;
    private readonly Task _accepting;
    private int _connections;

    private HostileServer(Func<Stream, CancellationToken, Task> script)
    {
        _script = script;
        _listener.Start();
        _accepting = AcceptAsync();
    }

    public int Port => ((IPEndPoint)_listener.LocalEndpoint).Port;

    /// <summary>How often somebody has connected.</summary>
    public int Connections => Volatile.Read(ref _connections);

    public static HostileServer OverTcp(Func<Stream, CancellationToken, Task> script) => new(script);

    /// <summary>One that shows these certificates, waits to be asked and then does what the script says.</summary>
    public static HostileServer OverTls(X509Certificate2 certificate, Func<Stream, CancellationToken, Task> script, X509Certificate2Collection? issuers = null) =>
        new(async (tcp, ending) =>
        {
            await using var tls = new SslStream(tcp);
            var context = SslStreamCertificateContext.Create(certificate, issuers, offline: true);
            await tls.AuthenticateAsServerAsync(new SslServerAuthenticationOptions { ServerCertificateContext = context }, ending);
            if (await tls.ReadAsync(new byte[8192], ending) > 0)
                await script(tls, ending);
        });

    public async ValueTask DisposeAsync()
    {
        await _ending.CancelAsync();
        _listener.Stop();
        await _accepting;
        await Task.WhenAll(_playing);
        _ending.Dispose();
        _listener.Dispose();
    }

    private async Task AcceptAsync()
    {
        try
        {
            while (true)
                _playing.Add(PlayAsync(await _listener.AcceptTcpClientAsync(_ending.Token)));
        }
        catch (Exception e) when (e is OperationCanceledException or SocketException or InvalidOperationException)
        {
            // the test is over
        }
    }

    private async Task PlayAsync(TcpClient client)
    {
        Interlocked.Increment(ref _connections);
        try
        {
            using (client)
                await _script(client.GetStream(), _ending.Token);
        }
        catch (Exception e) when (e is IOException or OperationCanceledException or SocketException or AuthenticationException)
        {
            // whoever was examined has turned away, as is right
        }
    }
}
