using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Adit.Linux.Sockets;

/// <summary>
/// The bytes of a connected socket, which it owns: what is written is only collected, so that many writes make one send, and leaves with
/// <see cref="TryFlush"/> or <see cref="FlushPendingAsync"/>. It holds a buffer only while bytes wait to leave. One reader at a time; any
/// number of writers. Failures of the transport are <see cref="IOException"/>.
/// </summary>
public sealed class BatchingStream : Stream
{
    /// <summary>Most bytes that may wait for the socket: one batch of 128 KiB many times over. More ends the connection.</summary>
    public const int MaxPendingBytes = 1024 * 1024;

    private readonly Socket _socket;
    private readonly SocketReadiness _readiness;
    private readonly SocketReceiver _receiver;
    private readonly PendingBytes _pending;

    /// <summary>Takes over a connected TCP socket, and makes it non-blocking.</summary>
    /// <param name="socket">Disposed with this stream.</param>
    /// <param name="alreadyRead">Bytes that were read from the socket before, such as a ClientHello; they are handed out first.</param>
    public BatchingStream(Socket socket, ReadOnlySpan<byte> alreadyRead = default)
    {
        ArgumentNullException.ThrowIfNull(socket);
        socket.Blocking = false;
        _socket = socket;
        _readiness = new SocketReadiness(socket);
        _receiver = new SocketReceiver(socket, _readiness, alreadyRead);
        _pending = new PendingBytes(socket, _readiness, MaxPendingBytes);
    }

    /// <summary>
    /// Whether a read or a flush that has waited goes on at once, on the thread that waits for many sockets: faster, for those that never
    /// block. Set it between two reads.
    /// </summary>
    public bool GoesOnInline
    {
        get => _readiness.GoesOnInline;
        set => _readiness.GoesOnInline = value;
    }

    /// <summary>
    /// Whether what one flush sends ends its segment, so that the kernel asks for the limit of unsent bytes before it takes what follows; for
    /// slow paths, since it costs a segment that is not full.
    /// </summary>
    public bool EndsSegments
    {
        get => _pending.EndsSegments;
        set => _pending.EndsSegments = value;
    }

    /// <summary>Whether more has probably arrived than was read. For the reader only.</summary>
    public bool HasMore => _receiver.HasMore;

    /// <summary>Bytes that wait for the socket.</summary>
    public int PendingCount => _pending.Count;

    /// <inheritdoc/>
    public override bool CanRead => true;

    /// <inheritdoc/>
    public override bool CanWrite => true;

    /// <inheritdoc/>
    public override bool CanSeek => false;

    /// <inheritdoc/>
    public override long Length => throw new NotSupportedException();

    /// <inheritdoc/>
    public override long Position
    {
        get => throw new NotSupportedException();
        set => throw new NotSupportedException();
    }

    /// <summary>Whether bytes are here that were not read yet.</summary>
    internal bool HoldsBytes => _receiver.HoldsBytes;

    /// <summary>Sends what the socket takes without waiting. False while bytes are left.</summary>
    public bool TryFlush() => _pending.TryFlush();

    /// <summary>Waits until the socket takes bytes again, or fails to.</summary>
    public ValueTask WaitWritableAsync(CancellationToken cancellationToken = default) => _readiness.WaitWritableAsync(cancellationToken);

    /// <summary>Waits until all that was written has left. Cancelling loses nothing: what has not left still waits.</summary>
    public ValueTask FlushPendingAsync(CancellationToken cancellationToken = default) =>
        TryFlush() ? ValueTask.CompletedTask : _pending.WaitAndFlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        TryRead(buffer.Span, out var count) ? ValueTask.FromResult(count) : WaitAndReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Not there: it would block.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer) => _pending.Append(buffer);

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Does nothing: <see cref="TryFlush"/> decides when bytes leave.</summary>
    public override void Flush()
    {
    }

    /// <summary>Does nothing: <see cref="FlushPendingAsync"/> decides when bytes leave.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Takes what has come; 0 at the end, below 0 where <see cref="WaitReadableAsync"/> comes first.</summary>
    internal int Receive(Span<byte> buffer) => _receiver.Receive(buffer);

    /// <summary>Waits until there is something to receive.</summary>
    internal ValueTask WaitReadableAsync(CancellationToken cancellationToken) => _receiver.WaitAsync(cancellationToken);

    /// <summary>Closes the socket; what waits for it is lost.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _pending.Close();
            _readiness.Dispose();
            _socket.Dispose();
        }

        base.Dispose(disposing);
    }

    /// <summary>Of an empty buffer it only says whether bytes are here, without asking the socket.</summary>
    private bool TryRead(Span<byte> buffer, out int count)
    {
        count = buffer.IsEmpty ? 0 : _receiver.Receive(buffer);
        return buffer.IsEmpty ? _receiver.HoldsBytes : count >= 0;
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAndReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            await _receiver.WaitAsync(cancellationToken);
            if (buffer.IsEmpty)
                return 0;
            if (TryRead(buffer.Span, out var count))
                return count;
        }
    }
}
