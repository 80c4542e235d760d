using System.Net.Sockets;
using System.Text;
using Adit.Linux.Tests.Support;

namespace Adit.Transport.Tests;

public sealed class LinkTests
{
    private const int TcpCongestion = 13, UnsentLow = 25;

    [Fact]
    public async Task Its_connection_uses_the_congestion_control_that_is_asked_for()
    {
        var (used, _) = await UsedByAsync(new LinkOptions { CongestionControl = "reno" });

        Assert.Equal("reno", used);
    }

    [Fact]
    public async Task Without_one_its_connection_has_the_kernels_own()
    {
        var kernels = await File.ReadAllTextAsync("/proc/sys/net/ipv4/tcp_congestion_control");

        var (used, _) = await UsedByAsync(new LinkOptions());

        Assert.Equal(kernels.Trim(), used);
    }

    [Fact]
    public async Task One_that_has_gone_from_the_kernel_costs_no_call()
    {
        var (_, unsent) = await UsedByAsync(new LinkOptions { CongestionControl = "no-such" });

        Assert.Equal(new LinkOptions().UnsentBytes, unsent);
    }

    [Fact]
    public async Task The_kernel_holds_no_more_unsent_than_is_asked_for()
    {
        var (_, unsent) = await UsedByAsync(new LinkOptions { UnsentBytes = 50_000 });

        Assert.Equal(50_000, unsent);
    }

    private static async Task<(string CongestionControl, int Unsent)> UsedByAsync(LinkOptions options)
    {
        var (client, server) = await Loopback.ConnectAsync();
        using (client)
        {
            await using var link = new PlainLink(server, default, options);
            return (Encoding.ASCII.GetString(OptionOf(server, TcpCongestion, 16)).TrimEnd('\0'), BitConverter.ToInt32(OptionOf(server, UnsentLow, 4)));
        }
    }

    private static byte[] OptionOf(Socket socket, int option, int length)
    {
        var value = new byte[length];
        socket.GetRawSocketOption((int)SocketOptionLevel.Tcp, option, value);
        return value;
    }
}
