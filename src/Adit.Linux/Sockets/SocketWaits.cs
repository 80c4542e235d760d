using System.Net;
using System.Net.Sockets;

namespace Adit.Linux.Sockets;

/// <summary>
/// What a connection does before it has a stream, without a trace in the runtime's own way of waiting: a socket that is known there wakes a
/// thread there for everything that ever arrives.
/// </summary>
public static class SocketWaits
{
    /// <summary>Connects a socket that blocks, and leaves it so. <see cref="SocketException"/> says why it fails.</summary>
    public static async Task ConnectAsync(Socket socket, EndPoint server, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(socket);
        socket.Blocking = false;
        try
        {
            socket.Connect(server);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.WouldBlock or SocketError.InProgress)
        {
            await FinishAsync(socket, cancellation);
        }

        socket.Blocking = true;
    }

    /// <summary>Waits until there are bytes, an end or an error to read.</summary>
    /// <param name="socket">A socket that does not block.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async ValueTask WaitReadableAsync(Socket socket, CancellationToken cancellation)
    {
        using var readiness = new SocketReadiness(socket);
        await readiness.WaitReadableAsync(cancellation);
    }

    /// <summary>Reads what has come, and waits where that is nothing; 0 is the end.</summary>
    /// <param name="socket">A socket that does not block.</param>
    /// <param name="buffer">At least one byte.</param>
    /// <param name="flags">Whether to leave what is read.</param>
    /// <param name="cancellation">Ends the waiting.</param>
    public static async ValueTask<int> ReceiveAsync(Socket socket, Memory<byte> buffer, SocketFlags flags, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(socket);
        while (true)
        {
            var count = socket.Receive(buffer.Span, flags, out var error);
            if (error is SocketError.Success)
                return count;
            if (error is not SocketError.WouldBlock)
                throw new SocketException((int)error);

            await WaitReadableAsync(socket, cancellation);
        }
    }

    private static async Task FinishAsync(Socket socket, CancellationToken cancellation)
    {
        using var readiness = new SocketReadiness(socket);
        await readiness.WaitWritableAsync(cancellation);
        var error = (int)socket.GetSocketOption(SocketOptionLevel.Socket, SocketOptionName.Error)!;
        if (error != 0)
            throw new SocketException(error);
    }
}
