using System.Net.Sockets;

namespace Adit.Transport;

/// <summary>What a connection may end with through no fault of ours.</summary>
internal static class TransportErrors
{
    public static bool Contains(Exception e) =>
        e is IOException or SocketException or ObjectDisposedException or OperationCanceledException
            or System.Security.Authentication.AuthenticationException;
}
