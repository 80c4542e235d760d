using System.Net;
using System.Net.Sockets;
using Adit.Linux.Sockets;

namespace Adit.Transport;

/// <summary>A connection whose TLS a balancer before us has ended: the same bytes, not encrypted.</summary>
public sealed class PlainLink : Link
{
    private readonly Socket _socket;
    private readonly BatchingStream _bytes;

    /// <summary>Takes over a connected socket.</summary>
    /// <param name="socket">Disposed with this link.</param>
    /// <param name="alreadyRead">What was read from it before.</param>
    /// <param name="options">How the connection is used.</param>
    /// <param name="peer">Whose connection it is, where a balancer has said so; null for who is at the socket's other end.</param>
    public PlainLink(Socket socket, ReadOnlyMemory<byte> alreadyRead, LinkOptions options, IPEndPoint? peer = null)
        : this(socket, new BatchingStream(socket, alreadyRead.Span), options, peer)
    {
    }

    private PlainLink(Socket socket, BatchingStream bytes, LinkOptions options, IPEndPoint? peer)
        : base(socket, peer, bytes, options)
    {
        (_socket, _bytes) = (socket, bytes);
        socket.NoDelay = true;
    }

    /// <inheritdoc/>
    public override Stream Stream => _bytes;

    /// <inheritdoc/>
    public override bool HasMore => _bytes.HasMore;

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation) => _bytes.ReadAsync(buffer, cancellation);

    /// <inheritdoc/>
    public override async Task ShutdownAsync(CancellationToken cancellation)
    {
        await FlushAsync(cancellation);
        _socket.Shutdown(SocketShutdown.Send);
    }
}
