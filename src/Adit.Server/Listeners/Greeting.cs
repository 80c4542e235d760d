using System.Net.Sockets;
using Adit.Protocols.Sstp;
using Adit.Protocols.Tls;
using Adit.Server.Configuration;
using Adit.Transport;

namespace Adit.Server.Listeners;

/// <summary>
/// Reads what a connection begins with, bounded in bytes; the caller bounds the time. A peer that sends nothing costs no buffer, and
/// what is returned is as long as what came: it may live as long as its session.
/// </summary>
internal sealed class Greeting(ServerLimits limits)
{
    private const int FirstBuffer = 1024;

    /// <summary>How many bytes have come in the step that is going on, or was the last.</summary>
    public int Received { get; private set; }

    /// <summary>Reads up to the end of the ClientHello. The bytes go on to the TLS engine unchanged.</summary>
    public async Task<(ClientHelloResult Result, ClientHello? Hello, ReadOnlyMemory<byte> Bytes)> ReadClientHelloAsync(
        Socket socket, CancellationToken cancellation)
    {
        await socket.ReceiveAsync(Memory<byte>.Empty, cancellation);
        var buffer = new byte[FirstBuffer];
        for (Received = 0; ;)
        {
            var read = await socket.ReceiveAsync(buffer.AsMemory(Received), cancellation);
            Received += read;
            var result = ClientHello.TryParse(buffer.AsSpan(0, Received), out var hello);
            if (read == 0 || result is not ClientHelloResult.NeedMore)
                return (result, hello, buffer.AsMemory(0, Received));
            if (Received == buffer.Length)
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, ClientHello.DefaultMaxLength));
        }
    }

    /// <summary>Reads up to the end of the HTTP header, or until it is clear that it is not ours.</summary>
    /// <returns>What it is, and the bytes that its reader needs: those behind a request for SSTP, all of any other.</returns>
    public async Task<(SstpHttpRequest Request, ReadOnlyMemory<byte> Bytes)> ReadHeaderAsync(TlsLink link, CancellationToken cancellation)
    {
        Received = 0;
        await link.WaitReadableAsync(cancellation);
        var buffer = new byte[limits.HeaderBytes];
        while (true)
        {
            var read = await link.Tls.ReadAsync(buffer.AsMemory(Received), cancellation);
            Received += read;
            var request = SstpHttpRequest.Parse(buffer.AsSpan(0, Received), limits.HeaderBytes);
            if (read == 0 || request is not SstpHttpRequest.NeedMore)
            {
                var skipped = (request as SstpHttpRequest.Sstp)?.HeadLength ?? 0;
                return (request, buffer.AsSpan(skipped, Received - skipped).ToArray());
            }
        }
    }
}
