using System.Net;
using System.Net.Security;
using System.Net.Sockets;
using Adit.Linux.Sockets;

namespace Adit.Transport;

/// <summary>A TLS connection that moves many records per system call.</summary>
public sealed class TlsLink : Link
{
    private const int MaxRecordLength = 16 * 1024;

    private readonly BatchingStream _records;

    private TlsLink(Socket socket, IPEndPoint? peer, BatchingStream records, SslStream tls)
        : base(socket, peer, records) => (_records, Tls) = (records, tls);

    /// <summary>The TLS engine, for its facts.</summary>
    public SslStream Tls { get; }

    /// <inheritdoc/>
    public override Stream Stream => Tls;

    /// <summary>Finishes the server's side of a handshake whose first bytes have been read already. Disposes the socket where it fails.</summary>
    /// <param name="socket">A connected socket.</param>
    /// <param name="alreadyRead">What was read from it before.</param>
    /// <param name="options">Certificate and suites.</param>
    /// <param name="peer">Whose connection it is, where a balancer has said so; null for who is at the socket's other end.</param>
    /// <param name="cancellation">Ends the handshake.</param>
    public static Task<TlsLink> AcceptAsync(
        Socket socket, ReadOnlyMemory<byte> alreadyRead, SslServerAuthenticationOptions options, IPEndPoint? peer, CancellationToken cancellation) =>
        AuthenticateAsync(socket, alreadyRead, peer, tls => tls.AuthenticateAsServerAsync(options, cancellation));

    /// <summary>Makes the client's side of a handshake. Disposes the socket where it fails.</summary>
    public static Task<TlsLink> ConnectAsync(Socket socket, SslClientAuthenticationOptions options, CancellationToken cancellation) =>
        AuthenticateAsync(socket, default, null, tls => tls.AuthenticateAsClientAsync(options, cancellation));

    /// <summary>Reads several records where they are there already.</summary>
    public override async ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation)
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

    /// <inheritdoc/>
    public override async Task ShutdownAsync(CancellationToken cancellation)
    {
        await Tls.ShutdownAsync();
        await FlushAsync(cancellation);
    }

    private static async Task<TlsLink> AuthenticateAsync(
        Socket socket, ReadOnlyMemory<byte> alreadyRead, IPEndPoint? peer, Func<SslStream, Task> authenticate)
    {
        socket.NoDelay = true;
        var records = new BatchingStream(socket, alreadyRead.Span);
        var tls = new SslStream(records);
        try
        {
            await authenticate(tls);
            records.StartBatching();
            return new TlsLink(socket, peer, records, tls);
        }
        catch
        {
            await tls.DisposeAsync();
            throw;
        }
    }
}
