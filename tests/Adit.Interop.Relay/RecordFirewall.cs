using System.Buffers.Binary;
using System.Net;
using System.Net.Sockets;

namespace Adit.Interop.Relay;

/// <summary>
/// A firewall on the way that looks at the records of TLS: so many of them with data it lets a client send, and from the next on nothing
/// passes, either way. It says nothing of it, and keeps the connection.
/// </summary>
/// <param name="port">Where it takes connections that are led to it.</param>
/// <param name="server">Where they were to go.</param>
/// <param name="records">How many records with data a client may send.</param>
internal sealed class RecordFirewall(int port, IPEndPoint server, int records)
{
    private const int HeaderLength = 5; // RFC 8446 section 5.1: type, version, length
    private const byte ApplicationData = 23;

    /// <summary>Takes connections until it is told to end.</summary>
    public async Task RunAsync(CancellationToken ending)
    {
        using var listener = new TcpListener(IPAddress.Any, port);
        listener.Start();
        while (true)
            _ = PassAsync(await listener.AcceptTcpClientAsync(ending), ending);
    }

    private async Task PassAsync(TcpClient client, CancellationToken ending)
    {
        using var far = new TcpClient { NoDelay = true };
        using (client)
        using (var cut = CancellationTokenSource.CreateLinkedTokenSource(ending))
        {
            try
            {
                await far.ConnectAsync(server, ending);
                await await Task.WhenAny(PassUpAsync(client.GetStream(), far.GetStream(), cut), PassDownAsync(far.GetStream(), client.GetStream(), cut.Token));
            }
            catch (Exception e) when (e is IOException or SocketException)
            {
                // One of the two has gone: so does the other.
            }
        }
    }

    /// <summary>Ends where the client does, and never once something was held back.</summary>
    private async Task PassUpAsync(NetworkStream client, NetworkStream far, CancellationTokenSource cut)
    {
        var record = new byte[HeaderLength + ushort.MaxValue];
        for (var left = records; ;)
        {
            await client.ReadExactlyAsync(record.AsMemory(0, HeaderLength));
            var length = BinaryPrimitives.ReadUInt16BigEndian(record.AsSpan(3));
            await client.ReadExactlyAsync(record.AsMemory(HeaderLength, length));
            if (record[0] == ApplicationData && left-- == 0)
                break;
            await far.WriteAsync(record.AsMemory(0, HeaderLength + length));
        }

        await cut.CancelAsync();
        await Task.Delay(Timeout.InfiniteTimeSpan);
    }

    private static async Task PassDownAsync(NetworkStream far, NetworkStream client, CancellationToken cut)
    {
        var buffer = new byte[16 * 1024];
        try
        {
            while (await far.ReadAsync(buffer, cut) is > 0 and var length)
                await client.WriteAsync(buffer.AsMemory(0, length), cut);
        }
        catch (OperationCanceledException)
        {
            await Task.Delay(Timeout.InfiniteTimeSpan, CancellationToken.None); // whoever closes is not heard, either
        }
    }
}
