using System.Buffers.Binary;
using System.Net.Sockets;

namespace Adit.Linux.Sockets;

/// <summary>
/// Keeps what waits in the kernel for a TCP connection to what its path takes in a few milliseconds (TCP_NOTSENT_LOWAT): the rest waits
/// as packets with us, where it can be overtaken, marked and dropped. Used by one thread at a time.
/// </summary>
public sealed class UnsentLimit
{
    // A packet: the kernel takes another while it holds less.
    private const int Min = 1500;

    // A segment that was begun is filled up to 64 KiB, whatever the limit: on a path for which that is little, it does not matter.
    private const int MaxForShortSegments = 32 * 1024;

    // A quarter of what an inner flow may notice, since two such amounts are on their way at a time.
    private static readonly TimeSpan Share = TimeSpan.FromMilliseconds(5);
    private static readonly TimeSpan BetweenLooks = TimeSpan.FromMilliseconds(10);

    // tcp_info of <linux/tcp.h>: tcpi_delivery_rate, bytes in a second. Kernels before 4.9 tell less.
    private const int TcpInfo = 11;
    private const int DeliveryRate = 160;
    private const int NotSentLowWater = 25;

    // Of <asm-generic/socket.h>: SO_MAX_PACING_RATE, bytes in a second, 32 bits. The most but one, which stands for none: 34 Gbit/s.
    private const int SocketLevel = 1;
    private const int MaxPacingRate = 47;
    private const uint AnyRate = uint.MaxValue - 1;

    private readonly Socket _socket;
    private readonly int _most;
    private readonly byte[] _info = new byte[DeliveryRate + sizeof(ulong)];
    private long _lookedAt;
    private long _rate;
    private bool _isPaced;

    /// <summary>Sets the most.</summary>
    /// <param name="socket">A TCP socket; it stays its owner's.</param>
    /// <param name="most">Bytes that hold until the path is known, and on a fast one: a batch.</param>
    public UnsentLimit(Socket socket, int most)
    {
        ArgumentNullException.ThrowIfNull(socket);
        (_socket, _most) = (socket, most);
        Set(most);
    }

    /// <summary>Bytes that may wait in the kernel, and that are worth handing over at once.</summary>
    public int Length { get; private set; }

    /// <summary>Whether the path is so slow that a segment which the kernel goes on filling would hold far more.</summary>
    public bool IsExceededBySegments => Length <= MaxForShortSegments;

    /// <summary>Looks at how fast the path is; cheap, and does nothing where it has looked just now. Call it when the socket is full.</summary>
    public void Adapt()
    {
        var now = Environment.TickCount64;
        if (now - _lookedAt < BetweenLooks.TotalMilliseconds)
            return;

        _lookedAt = now;
        _rate = Math.Max(ReadDeliveryRate(), _rate - _rate / 8); // one slow look may be the peer's pause
        if (_rate == 0)
            return;

        var length = (int)Math.Clamp(_rate * Share.TotalSeconds, Min, _most);
        if (Math.Abs(length - Length) > Length / 8)
            Set(length);
    }

    private long ReadDeliveryRate()
    {
        try
        {
            return _socket.GetRawSocketOption((int)SocketOptionLevel.Tcp, TcpInfo, _info) == _info.Length
                ? (long)Math.Min(BinaryPrimitives.ReadUInt64LittleEndian(_info.AsSpan(DeliveryRate)), long.MaxValue)
                : 0;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return 0; // it is being closed, and whoever writes next learns of it
        }
    }

    private void Set(int length)
    {
        try
        {
            _socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, NotSentLowWater, BitConverter.GetBytes(length));
            Length = length;
            if (IsExceededBySegments && !_isPaced)
                Pace();
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            Length = _most;
        }
    }

    /// <summary>
    /// Has the kernel spread over the round trip what the window lets leave, for as long as the connection lives. Else it may all leave at
    /// once, and whatever comes then waits a whole round trip for the next.
    /// </summary>
    private void Pace()
    {
        _socket.SetRawSocketOption(SocketLevel, MaxPacingRate, BitConverter.GetBytes(AnyRate));
        _isPaced = true;
    }
}
