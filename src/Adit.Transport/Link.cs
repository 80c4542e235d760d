using System.Diagnostics.CodeAnalysis;
using System.Net;
using System.Net.Sockets;
using Adit.Linux;
using Adit.Linux.Sockets;

namespace Adit.Transport;

/// <summary>
/// The connection below a call. One reader and one writer may use it at the same time. The writer hands over a batch with
/// <see cref="Write"/> and may do so again only when <see cref="TryFlush"/> has said, or <see cref="FlushAsync"/> has waited until, the
/// bytes of the last one have left: never more than one batch is pending.
/// </summary>
public abstract class Link : IAsyncDisposable
{
    private readonly UnsentLimit _unsent;
    private readonly BatchingStream _transport;

    /// <param name="socket">A connected TCP socket.</param>
    /// <param name="peer">Whose connection it is, where a balancer has said so; null for who is at the socket's other end.</param>
    /// <param name="transport">What moves its bytes.</param>
    /// <param name="options">How the connection is used.</param>
    private protected Link(Socket socket, IPEndPoint? peer, BatchingStream transport, LinkOptions options)
    {
        (_transport, Options) = (transport, options);
        RemoteEndPoint = peer ?? ((IPEndPoint)socket.RemoteEndPoint!).Unmapped();
        LocalEndPoint = ((IPEndPoint)socket.LocalEndPoint!).Unmapped();
        _unsent = new UnsentLimit(socket, options.UnsentBytes);
        if (options.CongestionControl != LinkOptions.KernelsOwn)
            CongestionControl.TryUse(socket, options.CongestionControl); // if it was unloaded since the start, the call goes on as it is
    }

    /// <summary>How the connection is used.</summary>
    public LinkOptions Options { get; }

    /// <summary>The peer's address and port: as the socket sees them, or as the balancer before us has said.</summary>
    public IPEndPoint RemoteEndPoint { get; }

    /// <summary>Our address and port.</summary>
    public IPEndPoint LocalEndPoint { get; }

    /// <summary>How many bytes make a good batch: less on a slow path, where a batch that has been handed over delays all that follows.</summary>
    public int BatchLength => _unsent.Length;

    /// <summary>What is carried, as a stream, for handing the connection to a web server.</summary>
    public abstract Stream Stream { get; }

    /// <summary>
    /// Whether who waits for this link goes on at once, on a thread that waits for many links: faster, for those that never block. Any thread
    /// may set it.
    /// </summary>
    public bool GoesOnInline
    {
        get => _transport.GoesOnInline;
        set => _transport.GoesOnInline = value;
    }

    /// <summary>Waits, without holding a buffer, until there is something to read or the peer has ended; always 0 bytes.</summary>
    public ValueTask<int> WaitReadableAsync(CancellationToken cancellation) => Stream.ReadAsync(Memory<byte>.Empty, cancellation);

    /// <summary>Reads what has arrived; 0 where the peer has ended.</summary>
    public abstract ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellation);

    /// <summary>Whether more has probably arrived than was read: reading on is cheap, if it waits at all.</summary>
    public abstract bool HasMore { get; }

    /// <summary>Takes a batch into what is pending; never waits. Call <see cref="TryFlush"/> next.</summary>
    public void Write(ReadOnlySpan<byte> batch) => Stream.Write(batch);

    /// <summary>Sends what the socket takes now; false while bytes are left.</summary>
    public bool TryFlush() => _transport.TryFlush();

    /// <summary>Calls back, and never from here, when the socket takes bytes again, or fails to: flush on then.</summary>
    [SuppressMessage("Reliability", "CA2012", Justification = "Consumed once, by the callback, which learns by flushing what came of the wait.")]
    public void WhenWritable(Action then)
    {
        _unsent.Adapt();
        _transport.EndsSegments = _unsent.IsExceededBySegments;
        _transport.WaitWritableAsync().ConfigureAwait(false).GetAwaiter().UnsafeOnCompleted(then);
    }

    /// <summary>Waits until what is pending has left.</summary>
    public ValueTask FlushAsync(CancellationToken cancellation) => _transport.FlushPendingAsync(cancellation);

    /// <summary>Says that nothing more follows, so that the peer can tell an end from a loss.</summary>
    public abstract Task ShutdownAsync(CancellationToken cancellation);

    /// <inheritdoc/>
    public ValueTask DisposeAsync()
    {
        GC.SuppressFinalize(this);
        return Stream.DisposeAsync();
    }
}
