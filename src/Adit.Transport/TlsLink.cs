using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Adit.Linux;
using Adit.Linux.Sockets;

namespace Adit.Transport;

/// <summary>
/// A TLS connection that moves many records per system call. One reader and one writer may use it at the same time. The writer hands
/// over a batch with <see cref="Write"/> and may do so again only when <see cref="TryFlush"/> has said, or
/// <see cref="FlushAsync"/> has waited, that the ciphertext of the last one has left: never more than one batch is pending.
/// </summary>
public sealed class TlsLink : IAsyncDisposable
{
    private readonly BatchingStream _records;

    private TlsLink(Socket socket, BatchingStream records, SslStream tls)
    {
        _records = records;
        Tls = tls;
        RemoteEndPoint = ((IPEndPoint)socket.RemoteEndPoint!).Unmapped();
        LocalEndPoint = ((IPEndPoint)socket.LocalEndPoint!).Unmapped();
    }

    /// <summary>The TLS engine, for its facts and for handing the connection to a web server.</summary>
    public SslStream Tls { get; }

    /// <summary>The peer's address and port as the socket sees them.</summary>
    public IPEndPoint RemoteEndPoint { get; }

    /// <summary>Our address and port.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>Finishes the server's side of a handshake whose first bytes have been read already. Disposes the socket where it fails.</summary>
    public static Task<TlsLink> AcceptAsync(
        Socket socket, ReadOnlyMemory<byte> alreadyRead, SslServerAuthenticationOptions options, CancellationToken cancellation) =>
        AuthenticateAsync(socket, alreadyRead, tls => tls.AuthenticateAsServerAsync(options, cancellation));

    /// <summary>Makes the client's side of a handshake. Disposes the socket where it fails.</summary>
    public static Task<TlsLink> ConnectAsync(Socket socket, SslClientAuthenticationOptions options, CancellationToken cancellation) =>
        AuthenticateAsync(socket, default, tls => tls.AuthenticateAsClientAsync(options, cancellation));

    /// <summary>Waits, without holding a buffer, until there is something to read or the peer has ended; always 0 bytes.</summary>
    public ValueTask<int> WaitReadableAsync(CancellationToken cancellation) => Tls.ReadAsync(Memory<byte>.Empty, cancellation);

    /// <summary>Reads what has arrived, several records where they are there already; 0 where the peer has ended.</summary>
    public async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
    {
        var read = await Tls.ReadAsync(buffer, cancellation);
        while (read > 0 && _records.HasWholeRecord && buffer.Length - read >= MaxRecordLength)
        {
            var more = await Tls.ReadAsync(buffer[read..], cancellation);
            if (more == 0)
                break;
            read += more;
        }

        return read;
    }

    /// <summary>Encrypts a batch into the pending ciphertext; never waits. Call <see cref="TryFlush"/> next.</summary>
    public void Write(ReadOnlySpan<byte> batch) => Tls.Write(batch);

    /// <summary>Sends what the socket takes now; false while ciphertext is left.</summary>
    public bool TryFlush() => _records.TryFlush();

    /// <summary>Waits until the pending ciphertext has left.</summary>
    public ValueTask FlushAsync(CancellationToken cancellation) => _records.FlushPendingAsync(cancellation);

    /// <summary>Says goodbye in TLS, so that the peer can tell an end from a loss.</summary>
    public async Task ShutdownAsync(CancellationToken cancellation)
    {
        await Tls.ShutdownAsync();
        await FlushAsync(cancellation);
    }

    /// <inheritdoc/>
    public async ValueTask DisposeAsync() => await Tls.DisposeAsync();

    private const int MaxRecordLength = 16 * 1024;

    // TCP_NOTSENT_LOWAT: what the path does not take yet waits as packets with us, where it can be dropped and overtaken, rather than
    // as ciphertext in the kernel, which would hold up to 4 MiB of it: seconds of delay for everything else in the tunnel.
    private const int NotSentLowWater = 25;
    private const int MaxNotSent = 128 * 1024;

    private static async Task<TlsLink> AuthenticateAsync(Socket socket, ReadOnlyMemory<byte> alreadyRead, Func<SslStream, Task> authenticate)
    {
        socket.NoDelay = true;
        socket.SetRawSocketOption((int)SocketOptionLevel.Tcp, NotSentLowWater, BitConverter.GetBytes(MaxNotSent));
        var records = new BatchingStream(socket, alreadyRead.Span);
        var tls = new SslStream(records);
        try
        {
            await authenticate(tls);
            records.StartBatching();
            return new TlsLink(socket, records, tls);
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }
}
