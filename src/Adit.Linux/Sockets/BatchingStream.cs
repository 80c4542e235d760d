using System.Net.Sockets;

namespace Adit.Linux.Sockets;

/// <summary>
/// What an SslStream stands on: many TLS records per receive, many per send. It owns the connected socket. One reader at a time;
/// writers may be many, since the TLS engine also writes while it reads (key updates, alerts).
/// <para>
/// Reading: one receive fills a large buffer, and each <c>Read</c> hands out at most the rest of one TLS record, so that the engine
/// keeps nothing back and <see cref="HasWholeRecord"/> says whether reading on is free. The buffer is rented only while it holds
/// bytes: an idle session holds none.
/// </para>
/// <para>
/// Writing: until <see cref="StartBatching"/> each write goes out at once; from then on writes are only collected, and
/// <see cref="TryFlush"/> or <see cref="FlushPendingAsync"/> sends them. Failures of the transport are <see cref="IOException"/>.
/// </para>
/// </summary>
public sealed class BatchingStream : Stream
{
    /// <summary>Most ciphertext that may wait for the socket: one batch of 128 KiB plaintext many times over. More ends the connection.</summary>
    public const int MaxPendingBytes = 1024 * 1024;

    private readonly Socket _socket;
    private readonly SocketReadiness _readiness;
    private readonly RecordReceiver _receiver;
    private readonly CiphertextSender _sender;

    /// <summary>Takes over a connected TCP socket, and makes it non-blocking.</summary>
    /// <param name="socket">Disposed with this stream.</param>
    /// <param name="alreadyRead">Bytes that were read from the socket before, such as a ClientHello; they are handed out first.</param>
    public BatchingStream(Socket socket, ReadOnlySpan<byte> alreadyRead = default)
        : this(socket, alreadyRead, hasRecords: true)
    {
    }

    private BatchingStream(Socket socket, ReadOnlySpan<byte> alreadyRead, bool hasRecords)
    {
        ArgumentNullException.ThrowIfNull(socket);
        socket.Blocking = false;
        _socket = socket;
        _readiness = new SocketReadiness(socket);
        _receiver = new RecordReceiver(socket, _readiness, alreadyRead, hasRecords);
        _sender = new CiphertextSender(socket, _readiness, MaxPendingBytes);
    }

    /// <summary>The same for a connection without TLS: each <c>Read</c> hands out all there is.</summary>
    public static BatchingStream WithoutRecords(Socket socket, ReadOnlySpan<byte> alreadyRead) => new(socket, alreadyRead, hasRecords: false);

    /// <summary>
    /// Whether a whole further TLS record is already here, so that reading it does not wait. For the reader only, whose buffer should
    /// have room for a full record (16 KiB): what does not fit, the TLS engine keeps, unseen by us.
    /// </summary>
    public bool HasWholeRecord => _receiver.HasWholeRecord;

    /// <summary>Whether more has probably arrived than was read. For the reader only.</summary>
    public bool HasMore => _receiver.HasMore;

    /// <summary>
    /// Whether a read or a flush that has waited goes on at once, on the thread that waits for many sockets: faster, for those that never
    /// block. Set it between two reads.
    /// </summary>
    public bool GoesOnInline
    {
        get => _readiness.GoesOnInline;
        set => _readiness.GoesOnInline = value;
    }

    /// <summary>Bytes of ciphertext that wait for the socket.</summary>
    public int PendingBytes => _sender.Count;

    internal bool HoldsBuffer => _receiver.HoldsBuffer || _sender.Count > 0;

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

    /// <summary>The handshake is done: from now on writes are collected and go out with a flush.</summary>
    public void StartBatching() => _sender.StartBatching();

    /// <summary>Sends what the socket takes without waiting. False while ciphertext is left.</summary>
    public bool TryFlush() => _sender.TryFlush();

    /// <summary>Waits until the socket takes bytes again, or fails to.</summary>
    public ValueTask WaitWritableAsync(CancellationToken cancellationToken = default) => _readiness.WaitWritableAsync(cancellationToken);

    /// <summary>Waits until all ciphertext has left. Cancelling loses nothing: what has not left still waits.</summary>
    public ValueTask FlushPendingAsync(CancellationToken cancellationToken = default) =>
        TryFlush() ? ValueTask.CompletedTask : _sender.WaitAndFlushAsync(cancellationToken);

    /// <inheritdoc/>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        _receiver.TryRead(buffer.Span, out var count) ? ValueTask.FromResult(count) : _receiver.WaitAndReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override int Read(Span<byte> buffer)
    {
        int count;
        while (!_receiver.TryRead(buffer, out count))
        {
            Wait(SelectMode.SelectRead);
            if (buffer.IsEmpty)
                return 0;
        }

        return count;
    }

    /// <inheritdoc/>
    public override int Read(byte[] buffer, int offset, int count) => Read(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default) =>
        _sender.Append(buffer.Span) ? ValueTask.CompletedTask : FlushPendingAsync(cancellationToken);

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <inheritdoc/>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        if (_sender.Append(buffer))
            return;

        while (!TryFlush())
            Wait(SelectMode.SelectWrite);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <summary>Does nothing: <see cref="TryFlush"/> decides when ciphertext leaves.</summary>
    public override void Flush()
    {
    }

    /// <summary>Does nothing: <see cref="FlushPendingAsync"/> decides when ciphertext leaves.</summary>
    public override Task FlushAsync(CancellationToken cancellationToken) => Task.CompletedTask;

    /// <inheritdoc/>
    public override long Seek(long offset, SeekOrigin origin) => throw new NotSupportedException();

    /// <inheritdoc/>
    public override void SetLength(long value) => throw new NotSupportedException();

    /// <summary>Closes the socket; what waits for it is lost.</summary>
    protected override void Dispose(bool disposing)
    {
        if (disposing)
        {
            _sender.Close();
            _readiness.Dispose();
            _socket.Dispose();
        }

        base.Dispose(disposing);
    }

    private void Wait(SelectMode mode)
    {
        try
        {
            _socket.Poll(Timeout.InfiniteTimeSpan, mode);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw ConnectionFault.From(exception);
        }
    }
}
