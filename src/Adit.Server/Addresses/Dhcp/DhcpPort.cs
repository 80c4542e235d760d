using System.Net;
using System.Net.Sockets;
using Adit.Linux;
using Adit.Linux.Sockets;
using Adit.Protocols.Dhcp;
using Adit.Server.Hosting;
using Microsoft.Extensions.Logging;

namespace Adit.Server.Addresses.Dhcp;

/// <summary>
/// The port of a DHCP client on one interface. What sessions send comes out of the TUN and is never heard here. Disposing closes it.
/// </summary>
internal sealed class DhcpPort : IAsyncDisposable
{
    // More than an Ethernet frame holds; servers keep to 576 bytes where they are told nothing else.
    private const int LongestMessage = 2048;

    // After a fault of the interface: it may be down for a while.
    private static readonly TimeSpan Pause = TimeSpan.FromSeconds(1);

    private readonly string _device;
    private readonly InterfaceSocket _socket;
    private readonly ILogger _logger;
    private readonly CancellationTokenSource _stopping = new();
    private Task _receiving = Task.CompletedTask;
    private string? _fault;

    /// <summary>Throws <see cref="StartupException"/> where the port cannot be had.</summary>
    public DhcpPort(string device, ILogger logger) => (_device, _socket, _logger) = (device, Bind(device), logger);

    /// <summary>Throws <see cref="StartupException"/> where the port could not be had.</summary>
    public static void RefuseTaken(string device) => Bind(device).Dispose();

    /// <summary>Passes on what comes from now on. Once.</summary>
    public void Start(Action<ReadOnlySpan<byte>> receive) => _receiving = ReceiveAsync(receive);

    /// <summary>Sends a message. One that cannot be sent counts as lost: it is sent again later.</summary>
    public void Send(DhcpPacket packet)
    {
        try
        {
            _socket.Send(packet.Message.ToArray(), new IPEndPoint(packet.Destination.ToIPAddress(), DhcpMessage.ServerPort));
            _fault = null;
        }
        catch (SocketException e)
        {
            Tell(e);
        }
        catch (ObjectDisposedException) when (_stopping.IsCancellationRequested)
        {
            return;
        }
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync()
    {
        await _stopping.CancelAsync();
        await _receiving;
        _socket.Dispose();
        _stopping.Dispose();
    }

    private static InterfaceSocket Bind(string device)
    {
        try
        {
            return InterfaceSocket.Bind(device, DhcpMessage.ClientPort);
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AddressAlreadyInUse)
        {
            throw new StartupException($"UDP port {DhcpMessage.ClientPort} on {device} is taken by another program that shares it with nobody.",
                "See who has it with 'ss -lunp', and end it, or choose another network with 'dhcp.interface' in adit.yaml.", e);
        }
        catch (SocketException e)
        {
            throw new StartupException($"UDP port {DhcpMessage.ClientPort} on {device} cannot be had: {e.Message}.",
                "Check 'dhcp.interface' in adit.yaml; the server needs CAP_NET_BIND_SERVICE.", e);
        }
    }

    private async Task ReceiveAsync(Action<ReadOnlySpan<byte>> receive)
    {
        var buffer = new byte[LongestMessage];
        while (!_stopping.IsCancellationRequested)
        {
            try
            {
                var (length, senderPort) = await _socket.ReceiveAsync(buffer, _stopping.Token);
                if (senderPort == DhcpMessage.ServerPort)
                    receive(buffer.AsSpan(0, length));
            }
            catch (SocketException e)
            {
                Tell(e);
                await Task.Delay(Pause, _stopping.Token).ContinueWith(_ => { }, TaskScheduler.Default);
            }
            catch (OperationCanceledException)
            {
                return;
            }
        }
    }

    /// <summary>Once per fault, not once per packet.</summary>
    private void Tell(SocketException e)
    {
        if (Interlocked.Exchange(ref _fault, e.Message) != e.Message)
            AddressLog.PortFailed(_logger, _device, e.Message);
    }
}
