using System.Net.Sockets;
using Adit.Server.Control;

namespace Adit.Server.Tests.Control;

public sealed class ControlSocketTests
{
    [Fact]
    public void A_caller_that_has_left_before_it_was_looked_at_is_nobody()
    {
        var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        socket.Dispose();

        Assert.Null(ControlSocket.ReadPeerUserId(socket));
    }
}
