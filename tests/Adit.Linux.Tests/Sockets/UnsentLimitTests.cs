using System.Net;
using System.Net.Sockets;
using Adit.Linux.Sockets;

namespace Adit.Linux.Tests.Sockets;

public sealed class UnsentLimitTests : IDisposable
{
    private readonly Socket _sender = new(SocketType.Stream, ProtocolType.Tcp);
    private readonly Socket _peer;

    public UnsentLimitTests()
    {
        using var door = new Socket(SocketType.Stream, ProtocolType.Tcp);
        door.Bind(new IPEndPoint(IPAddress.Loopback, 0));
        door.Listen();
        _sender.Connect(door.LocalEndPoint!);
        _sender.Blocking = false;
        _peer = door.Accept();
    }

    [Fact]
    public void It_is_reached_while_the_kernel_holds_what_the_peer_does_not_take_and_not_before()
    {
        var limit = new UnsentLimit(_sender);
        Assert.False(limit.IsReached());

        Fill();
        Assert.True(limit.IsReached());
    }

    public void Dispose()
    {
        _sender.Dispose();
        _peer.Dispose();
    }

    private void Fill()
    {
        var bytes = new byte[UnsentLimit.Max];
        SocketError error;
        do _sender.Send(bytes, SocketFlags.None, out error);
        while (error is SocketError.Success);
    }
}
