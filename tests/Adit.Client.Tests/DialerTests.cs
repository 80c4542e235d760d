using System.Net;
using System.Net.Sockets;

namespace Adit.Client.Tests;

public sealed class DialerTests
{
    private static readonly TimeSpan Long = TimeSpan.FromSeconds(30);
    private static readonly TimeSpan Short = TimeSpan.FromMilliseconds(200);

    [Fact]
    public async Task A_server_that_listens_is_reached()
    {
        using var listener = Listen(backlog: 1);

        using var socket = await Dialer.DialAsync("127.0.0.1", PortOf(listener), Long, CancellationToken.None);

        Assert.Equal(listener.LocalEndPoint, socket.RemoteEndPoint);
    }

    [Fact]
    public async Task A_port_where_nothing_listens_is_refused()
    {
        var port = FreePort();

        Assert.Equal(new ClientFailure.ConnectionRefused("127.0.0.1", port), await FailureAsync("127.0.0.1", port, Long));
    }

    [Fact]
    public async Task A_server_that_takes_no_connection_is_silent()
    {
        using var listener = Listen(backlog: 0);
        using var first = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        await first.ConnectAsync(listener.LocalEndPoint!); // fills the queue, after which Linux drops what asks

        Assert.Equal(new ClientFailure.ServerSilent("127.0.0.1", PortOf(listener)), await FailureAsync("127.0.0.1", PortOf(listener), Short));
    }

    [Fact]
    public async Task A_name_that_can_be_none_is_not_resolved()
    {
        var name = new string('a', 300);

        Assert.Equal(new ClientFailure.NameNotResolved(name), await FailureAsync(name, 443, Long));
    }

    [Fact]
    public async Task Who_ends_it_meanwhile_does_not_wait()
    {
        using var ended = new CancellationTokenSource();
        await ended.CancelAsync();

        await Assert.ThrowsAnyAsync<OperationCanceledException>(() => Dialer.DialAsync("127.0.0.1", FreePort(), Long, ended.Token));
    }

    private static async Task<Adit.Protocols.Failure> FailureAsync(string host, int port, TimeSpan stepTime) =>
        (await Assert.ThrowsAsync<ConnectException>(() => Dialer.DialAsync(host, port, stepTime, CancellationToken.None))).Failure;

    private static Socket Listen(int backlog)
    {
        var listener = new Socket(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);
        listener.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        listener.Listen(backlog);
        return listener;
    }

    private static int PortOf(Socket listener) => ((IPEndPoint)listener.LocalEndPoint!).Port;

    private static int FreePort()
    {
        using var listener = Listen(backlog: 1);
        return PortOf(listener);
    }
}
