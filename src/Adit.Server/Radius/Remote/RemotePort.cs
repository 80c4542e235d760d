using System.Net;
using System.Net.Sockets;

namespace Adit.Server.Radius.Remote;

/// <summary>
/// A port of ours to one server. It is connected, so that the kernel drops what comes from anywhere else, and its number is the kernel's
/// choice, which a stranger has to guess first.
/// </summary>
internal sealed class RemotePort : IDisposable
{
    private const int MaxDatagram = 4096;

    private readonly Socket _socket;
    private readonly Action<ReadOnlyMemory<byte>> _received;

    /// <summary>Opens it and begins to read; throws <see cref="SocketException"/> where there is no way to the server.</summary>
    public RemotePort(IPEndPoint server, Action<ReadOnlyMemory<byte>> received)
    {
        _received = received;
        _socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
        try
        {
            _socket.Connect(server);
        }
        catch
        {
            _socket.Dispose();
            throw;
        }

        _ = ReadAsync();
    }

    /// <summary>A packet that cannot be sent is one that got lost.</summary>
    public void Send(ReadOnlyMemory<byte> packet)
    {
        try
        {
            _socket.Send(packet.Span);
        }
        catch (Exception e) when (e is SocketException or ObjectDisposedException)
        {
            return; // nobody answers it, and that is noticed
        }
    }

    public void Dispose() => _socket.Dispose();

    private async Task ReadAsync()
    {
        await Task.Yield();
        var buffer = new byte[MaxDatagram];
        while (true)
        {
            try
            {
                var length = await _socket.ReceiveAsync(buffer, SocketFlags.None);
                _received(buffer.AsMemory(0, length).ToArray());
            }
            catch (SocketException e) when (e.SocketErrorCode is SocketError.ConnectionRefused or SocketError.HostUnreachable or SocketError.NetworkUnreachable)
            {
                continue; // an ICMP message, which anybody can forge: time tells whether it is true
            }
            catch (Exception e) when (e is SocketException or ObjectDisposedException or OperationCanceledException)
            {
                return;
            }
        }
    }
}
