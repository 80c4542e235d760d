using System.Net.Sockets;
using System.Text;
using Adit.Linux.Sockets;

namespace Adit.Linux.Tests.Sockets;

public sealed class CongestionControlTests
{
    private const int TcpCongestion = 13;

    [Fact]
    public void A_socket_uses_each_that_the_kernel_offers()
    {
        foreach (var name in CongestionControl.Available)
        {
            using var socket = NewSocket();

            Assert.True(CongestionControl.TryUse(socket, name));
            Assert.Equal(name, UsedBy(socket));
        }
    }

    [Fact]
    public void One_that_the_kernel_lacks_is_refused_and_all_stays_as_it_was()
    {
        using var socket = NewSocket();
        var former = UsedBy(socket);

        Assert.False(CongestionControl.TryUse(socket, "no-such"));
        Assert.Equal(former, UsedBy(socket));
    }

    [Theory]
    [InlineData("bbr", true)]
    [InlineData("fifteen-letters", true)]
    [InlineData("sixteen--letters", false)]
    [InlineData("", false)]
    [InlineData("../bbr", false)]
    [InlineData("BBR", false)]
    public void A_name_is_one_that_the_kernel_can_have(string text, bool isName) => Assert.Equal(isName, CongestionControl.IsName(text));

    private static Socket NewSocket() => new(AddressFamily.InterNetwork, SocketType.Stream, ProtocolType.Tcp);

    private static string UsedBy(Socket socket)
    {
        var name = new byte[16];
        socket.GetRawSocketOption((int)SocketOptionLevel.Tcp, TcpCongestion, name);
        return Encoding.ASCII.GetString(name).TrimEnd('\0');
    }
}
