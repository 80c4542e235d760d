using System.Net.Sockets;
using System.Runtime.InteropServices;

namespace Adit.Server.Control;

/// <summary>Where the control socket lies, and who is at its other end.</summary>
internal static class ControlSocket
{
    /// <summary>Linux keeps 108 bytes for a socket's path, the closing NUL among them (unix(7)).</summary>
    private const int MaxPathBytes = 107;

    private const int SolSocket = 1;
    private const int SoPeerCred = 17;

    /// <summary>The socket of the server that keeps its state in this directory.</summary>
    public static string PathIn(string stateDirectory)
    {
        var path = Path.Combine(Path.GetFullPath(stateDirectory), "run", "control.sock");
        return System.Text.Encoding.UTF8.GetByteCount(path) <= MaxPathBytes ? path : throw new ControlException(ControlFault.Invalid,
            new ProblemView("path-too-long", $"A socket's path has at most {MaxPathBytes} bytes, and '{path}' is longer.",
                "Choose a state directory with a shorter path."));
    }

    /// <summary>The user id of the process that connected, as it was then (SO_PEERCRED, unix(7)); null where it has left, and the socket is closed.</summary>
    public static int? ReadPeerUserId(Socket socket)
    {
        Span<int> credentials = stackalloc int[3]; // struct ucred: pid, uid, gid
        try
        {
            socket.GetRawSocketOption(SolSocket, SoPeerCred, MemoryMarshal.AsBytes(credentials));
            return credentials[1];
        }
        catch (ObjectDisposedException)
        {
            return null;
        }
    }

    /// <summary>Whether a server answers at this path.</summary>
    public static bool IsAlive(string path)
    {
        using var socket = new Socket(AddressFamily.Unix, SocketType.Stream, ProtocolType.Unspecified);
        try
        {
            socket.Connect(new UnixDomainSocketEndPoint(path));
            return true;
        }
        catch (SocketException)
        {
            return false;
        }
    }
}
