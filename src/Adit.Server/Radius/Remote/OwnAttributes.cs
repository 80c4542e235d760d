using System.Net;
using System.Net.Sockets;
using Adit.Protocols.Radius;

namespace Adit.Server.Radius.Remote;

/// <summary>What this gateway says of itself in every packet to a group.</summary>
internal sealed class OwnAttributes(string gateway, IPEndPoint server)
{
    private readonly IPAddress? _address = AddressTowards(server);

    /// <summary>A message with what it does not have yet of that which a Windows server sends.</summary>
    public byte[] Complete(ReadOnlyMemory<byte> message) => GatewayAttributes.Complete(message, _address);

    /// <summary>Accounting-On or Accounting-Off.</summary>
    public byte[] Notice(AccountingStatus status, string sessionId) => Complete(GatewayAttributes.Notice(status, sessionId, gateway));

    /// <summary>A Status-Server.</summary>
    public byte[] Probe() => GatewayAttributes.Probe(gateway);

    /// <summary>The address from which we reach a server; null where there is no way now. Nothing is sent to find it.</summary>
    private static IPAddress? AddressTowards(IPEndPoint server)
    {
        try
        {
            using var socket = new Socket(server.AddressFamily, SocketType.Dgram, ProtocolType.Udp);
            socket.Connect(server);
            return ((IPEndPoint)socket.LocalEndPoint!).Address;
        }
        catch (SocketException)
        {
            return null;
        }
    }
}
