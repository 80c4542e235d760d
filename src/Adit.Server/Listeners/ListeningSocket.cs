using System.Net;
using System.Net.Sockets;

namespace Adit.Server.Listeners;

/// <summary>
/// Makes listening sockets; [::] takes IPv4 as well. ReuseAddress stays off: to .NET it means SO_REUSEPORT, with which two servers share
/// a port unnoticed, and connections of the past hinder no bind without it.
/// </summary>
public static class ListeningSocket
{
    // Reconnect storms arrive faster than handshakes finish; the kernel bounds it by somaxconn.
    private const int Backlog = 4096;

    /// <summary>Binds and listens; throws <see cref="SocketException"/> where the address is taken or not ours.</summary>
    public static Socket Bind(IPEndPoint endPoint)
    {
        var socket = new Socket(endPoint.AddressFamily, SocketType.Stream, ProtocolType.Tcp);
        try
        {
            if (endPoint.Address.Equals(IPAddress.IPv6Any))
                socket.DualMode = true;
            socket.Bind(endPoint);
            socket.Listen(Backlog);
            return socket;
        }
        catch
        {
            socket.Dispose();
            throw;
        }
    }

    /// <summary>Whether the address can be bound now.</summary>
    public static bool IsFree(IPEndPoint endPoint)
    {
        try
        {
            Bind(endPoint).Dispose();
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
