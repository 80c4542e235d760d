using System.Net.Sockets;
using System.Text;
using Adit.Linux.Firewall;

namespace Adit.Linux.Sockets;

/// <summary>By which algorithm of the kernel TCP finds out how much a path takes (TCP_CONGESTION in tcp(7)).</summary>
public static class CongestionControl
{
    private const int TcpCongestion = 13;
    private const int MaxNameLength = 15; // TCP_CA_NAME_MAX, less its final zero

    /// <summary>The names of those that are loaded.</summary>
    public static IReadOnlyList<string> Available => Sysctl.Read("net/ipv4/tcp_available_congestion_control").Split(' ');

    /// <summary>Whether one may be called so.</summary>
    public static bool IsName(string text)
    {
        ArgumentNullException.ThrowIfNull(text);
        return text.Length is > 0 and <= MaxNameLength && text.All(c => char.IsAsciiLetterLower(c) || char.IsAsciiDigit(c) || c is '_' or '-');
    }

    /// <summary>Has a TCP socket use this one; false where the kernel lacks it or the process may not, and all stays as it was.</summary>
    public static bool TryUse(Socket socket, string name)
    {
        ArgumentNullException.ThrowIfNull(socket);
        try
        {
            socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, TcpCongestion, Encoding.ASCII.GetBytes(name));
            return true;
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return false;
        }
    }
}
