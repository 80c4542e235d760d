using System.Net.Sockets;
using Adit.Linux.Sockets;
using Adit.Linux.Tests.Support;

namespace Adit.Linux.Tests.Sockets;

public sealed class UnsentLimitTests
{
    // Of <asm-generic/socket.h>: SO_MAX_PACING_RATE, all ones where there is none.
    private const int SocketLevel = 1, MaxPacingRate = 47;

    [Theory]
    [InlineData(16 * 1024, true)]
    [InlineData(128 * 1024, false)]
    public async Task What_leaves_is_spread_over_the_round_trip_on_slow_paths_alone(int limit, bool isPaced)
    {
        var (left, right) = await Loopback.ConnectAsync();
        using var socket = left;
        using var peer = right;
        _ = new UnsentLimit(socket, limit);

        var rate = new byte[sizeof(uint)];
        socket.GetRawSocketOption(SocketLevel, MaxPacingRate, rate);
        Assert.Equal(isPaced, BitConverter.ToUInt32(rate) != uint.MaxValue);
    }
}
