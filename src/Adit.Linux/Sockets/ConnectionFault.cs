using System.Net.Sockets;

namespace Adit.Linux.Sockets;

/// <summary>Every end of a connection reaches the reader and the writers as an <see cref="IOException"/>, its cause inside.</summary>
internal static class ConnectionFault
{
    public static IOException From(SocketError error) => From(new SocketException((int)error));

    public static IOException From(Exception cause) => new(cause.Message, cause);

    public static IOException Closed() => new("The connection is closed.");
}
