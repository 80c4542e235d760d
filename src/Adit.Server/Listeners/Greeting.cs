using System.Buffers;
using System.Net.Sockets;
using Adit.Linux.Sockets;
using Adit.Protocols.Proxy;
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

    /// <summary>Reads a balancer's PROXY header.</summary>
    /// <returns>What it is, and the bytes behind it.</returns>
    public async Task<(ProxyHeaderResult Result, ProxyHeader? Header, ReadOnlyMemory<byte> Behind)> ReadProxyHeaderAsync(
        Socket socket, CancellationToken cancellation)
    {
        await SocketWaits.WaitReadableAsync(socket, cancellation);
        var buffer = new byte[ProxyHeader.MaxLength];
        for (Received = 0; ;)
        {
            var read = await SocketWaits.ReceiveAsync(socket, buffer.AsMemory(Received), SocketFlags.None, cancellation);
            Received += read;
            var result = ProxyHeader.TryParse(buffer.AsSpan(0, Received), out var header);
            if (read == 0 || result is not ProxyHeaderResult.NeedMore)
                return (result, header, header is null ? default : buffer.AsSpan(header.Length, Received - header.Length).ToArray());
        }
    }

    /// <summary>The first byte, which stays where it is; null where the peer has ended without one.</summary>
    public async Task<byte?> PeekAsync(Socket socket, ReadOnlyMemory<byte> alreadyRead, CancellationToken cancellation)
    {
        var first = new byte[1];
        Received = alreadyRead.IsEmpty ? await SocketWaits.ReceiveAsync(socket, first, SocketFlags.Peek, cancellation) : alreadyRead.Length;
        return Received == 0 ? null : alreadyRead.IsEmpty ? first[0] : alreadyRead.Span[0];
    }

    /// <summary>Reads up to the end of the ClientHello. The bytes go on to the TLS engine unchanged.</summary>
    /// <param name="socket">Where they come from.</param>
    /// <param name="alreadyRead">Those that came before.</param>
    /// <param name="cancellation">Ends the reading.</param>
    public async Task<(ClientHelloResult Result, ClientHello? Hello, ReadOnlyMemory<byte> Bytes)> ReadClientHelloAsync(
        Socket socket, ReadOnlyMemory<byte> alreadyRead, CancellationToken cancellation)
    {
        Received = alreadyRead.Length;
        if (Received == 0)
            await SocketWaits.WaitReadableAsync(socket, cancellation);
        var buffer = new byte[Math.Max(FirstBuffer, Received)];
        alreadyRead.CopyTo(buffer);
        while (true)
        {
            var result = ClientHello.TryParse(buffer.AsSpan(0, Received), out var hello);
            if (result is not ClientHelloResult.NeedMore)
                return (result, hello, buffer.AsMemory(0, Received));
            if (Received == buffer.Length)
                Array.Resize(ref buffer, Math.Min(buffer.Length * 2, ClientHello.DefaultMaxLength));

            var read = await SocketWaits.ReceiveAsync(socket, buffer.AsMemory(Received), SocketFlags.None, cancellation);
            if (read == 0)
                return (result, null, buffer.AsMemory(0, Received));
            Received += read;
        }
    }

    /// <summary>Reads up to the end of the HTTP header, or until it is clear that it is not ours.</summary>
    /// <returns>What it is, and the bytes that its reader needs: those behind a request for SSTP, all of any other.</returns>
    public async Task<(SstpHttpRequest Request, ReadOnlyMemory<byte> Bytes)> ReadHeaderAsync(Link link, CancellationToken cancellation)
    {
        Received = 0;
        await link.WaitReadableAsync(cancellation);
        var buffer = ArrayPool<byte>.Shared.Rent(limits.HeaderBytes);
        try
        {
            return await ReadHeaderAsync(link, buffer.AsMemory(0, limits.HeaderBytes), cancellation);
        }
        finally
        {
            ArrayPool<byte>.Shared.Return(buffer, clearArray: true); // what is asked of the web pages may be private
        }
    }

    private async Task<(SstpHttpRequest Request, ReadOnlyMemory<byte> Bytes)> ReadHeaderAsync(
        Link link, Memory<byte> buffer, CancellationToken cancellation)
    {
        while (true)
        {
            var read = await link.ReadAsync(buffer[Received..], cancellation);
            Received += read;
            var request = SstpHttpRequest.Parse(buffer.Span[..Received], limits.HeaderBytes);
            if (read == 0 || request is not SstpHttpRequest.NeedMore)
            {
                var skipped = (request as SstpHttpRequest.Sstp)?.HeadLength ?? 0;
                return (request, buffer[skipped..Received].ToArray());
            }
        }
    }
}
