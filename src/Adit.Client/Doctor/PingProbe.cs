using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Adit.Client.Doctor;

/// <summary>Sends one echo request. Whether it is answered is a hint and no more: many machines answer none.</summary>
internal static class PingProbe
{
    private const int RequestLength = 64;
    private const byte Request4 = 8;
    private const byte Request6 = 128;
    private const byte Reply4 = 0;
    private const byte Reply6 = 129;

    /// <summary>Whether an answer came; null where this process may send none.</summary>
    public static async Task<bool?> RunAsync(IPAddress address, TimeSpan time, CancellationToken cancellation)
    {
        using var patience = CancellationTokenSource.CreateLinkedTokenSource(cancellation);
        patience.CancelAfter(time);
        try
        {
            var isIpv6 = address.AddressFamily is AddressFamily.InterNetworkV6;
            using var socket = Open(address.AddressFamily, isIpv6 ? ProtocolType.IcmpV6 : ProtocolType.Icmp);
            await socket.ConnectAsync(new IPEndPoint(address, 0), patience.Token);
            var mark = (ushort)Random.Shared.Next(1, ushort.MaxValue);
            await socket.SendAsync(NewRequest(isIpv6, mark), patience.Token);
            var buffer = new byte[2048];
            while (true)
            {
                var length = await socket.ReceiveAsync(buffer, patience.Token);
                if (IsAnswer(buffer.AsSpan(0, length), isIpv6, socket.SocketType is SocketType.Raw, mark))
                    return true;
            }
        }
        catch (SocketException e) when (e.SocketErrorCode is SocketError.AccessDenied or SocketError.ProtocolNotSupported)
        {
            return null;
        }
        catch (Exception e) when (e is SocketException or OperationCanceledException)
        {
            cancellation.ThrowIfCancellationRequested();
            return false;
        }
    }

    /// <summary>A socket that the kernel may give to everybody, or one that only an administrator gets.</summary>
    private static Socket Open(AddressFamily family, ProtocolType protocol)
    {
        try
        {
            return new Socket(family, SocketType.Dgram, protocol);
        }
        catch (SocketException)
        {
            return new Socket(family, SocketType.Raw, protocol);
        }
    }

    /// <summary>The sequence number is what the kernel leaves alone in either kind of socket.</summary>
    private static byte[] NewRequest(bool isIpv6, ushort mark)
    {
        var request = new byte[RequestLength];
        request[0] = isIpv6 ? Request6 : Request4;
        BinaryPrimitives.WriteUInt16BigEndian(request.AsSpan(6), mark);
        if (!isIpv6)
            Protocols.Ip.InternetChecksum.Write(request.AsSpan(2, sizeof(ushort)), Protocols.Ip.InternetChecksum.Sum(request));
        return request; // over IPv6 the kernel writes the checksum
    }

    private static bool IsAnswer(ReadOnlySpan<byte> received, bool isIpv6, bool isRaw, ushort mark)
    {
        var header = isRaw && !isIpv6 && received.Length > 0 ? (received[0] & 0x0f) * 4 : 0; // raw sockets give the IPv4 header, too
        return received.Length >= header + 8 && received[header] == (isIpv6 ? Reply6 : Reply4)
            && BinaryPrimitives.ReadUInt16BigEndian(received[(header + 6)..]) == mark;
    }
}
