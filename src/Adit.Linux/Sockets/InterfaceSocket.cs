using System.Net;
using System.Net.Sockets;
using System.Text;

namespace Adit.Linux.Sockets;

/// <summary>
/// UDP over IPv4 at one port of one interface: what comes in elsewhere is not heard, and what is sent leaves there, also to everyone
/// (socket(7), SO_BINDTODEVICE; no capability is needed for it since Linux 5.7). Other programs may have the same port at the same
/// time, as a machine's own DHCP client has. One may receive; any thread may send.
/// </summary>
public sealed class InterfaceSocket : IDisposable
{
    private const int SocketLevel = 1; // SOL_SOCKET
    private const int ReuseAddress = 2; // SO_REUSEADDR alone; .NET's option of this name would share what comes with others (SO_REUSEPORT)
    private const int BindToDevice = 25; // SO_BINDTODEVICE

    private static readonly IPEndPoint _anyone = new(IPAddress.Any, 0);

    private readonly Socket _socket = new(AddressFamily.InterNetwork, SocketType.Dgram, ProtocolType.Udp);

    private InterfaceSocket()
    {
    }

    /// <summary>Throws <see cref="SocketException"/> where there is no such interface, or another program has the port to itself.</summary>
    public static InterfaceSocket Bind(string device, ushort port)
    {
        var bound = new InterfaceSocket();
        try
        {
            bound._socket.SetRawSocketOption(SocketLevel, ReuseAddress, BitConverter.GetBytes(1));
            bound._socket.SetRawSocketOption(SocketLevel, BindToDevice, Encoding.ASCII.GetBytes(device));
            bound._socket.EnableBroadcast = true;
            bound._socket.Bind(new IPEndPoint(IPAddress.Any, port));
            return bound;
        }
        catch
        {
            bound.Dispose();
            throw;
        }
    }

    /// <summary>The next datagram's bytes and its sender's port. What does not fit into <paramref name="buffer"/> is cut off.</summary>
    public async ValueTask<(int Length, int SenderPort)> ReceiveAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        var received = await _socket.ReceiveFromAsync(buffer, SocketFlags.None, _anyone, cancellationToken);
        return (received.ReceivedBytes, ((IPEndPoint)received.RemoteEndPoint).Port);
    }

    /// <summary>Sends a datagram; throws <see cref="SocketException"/> where the kernel refuses it.</summary>
    public void Send(ReadOnlySpan<byte> datagram, IPEndPoint destination) => _socket.SendTo(datagram, SocketFlags.None, destination);

    /// <inheritdoc/>
    public void Dispose() => _socket.Dispose();
}
