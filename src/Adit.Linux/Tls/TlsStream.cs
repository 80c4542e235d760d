using System.Runtime.CompilerServices;
using Adit.Linux.Sockets;
using Adit.Protocols.Crypto.Tls;

namespace Adit.Linux.Tls;

/// <summary>
/// TLS by the distribution's libssl, over a socket that it owns. What is written is encrypted at once and leaves when the
/// <see cref="BatchingStream"/> below is flushed. One reader and one writer may use it at the same time. A TLS failure is an
/// <see cref="System.Security.Authentication.AuthenticationException"/> with libssl's words; of the transport, an <see cref="IOException"/>.
/// </summary>
public sealed class TlsStream : Stream
{
    private const int MaxRecordLength = 16 * 1024;

    private readonly Lock _gate = new(); // libssl's object is for one thread at a time; held for a record
    private readonly BatchingStream _socket;
    private readonly LibsslLink _tls;
    private bool _isClosed;

    private TlsStream(BatchingStream socket, LibsslLink tls) => (_socket, _tls) = (socket, tls);

    /// <summary>Whether a read gives something without waiting, as far as is known without trying. For the reader only.</summary>
    public bool HasMore => _tls.HasMore;

    /// <summary>What was agreed on.</summary>
    public TlsAgreement Agreement { get; private set; } = null!;

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

    /// <summary>Makes the server's side of a handshake. Disposes <paramref name="socket"/> where it fails.</summary>
    public static Task<TlsStream> AcceptAsync(BatchingStream socket, TlsContext context, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(context);
        return ShakeHandsAsync(new TlsStream(socket, context.Accept(socket)), cancellation);
    }

    /// <summary>Makes the client's side of a handshake. Disposes <paramref name="socket"/> where it fails.</summary>
    /// <param name="socket">What carries it.</param>
    /// <param name="context">How it is led.</param>
    /// <param name="name">Whom to ask for, in ASCII.</param>
    /// <param name="verifier">Judges the certificates that the server shows.</param>
    /// <param name="cancellation">Ends it.</param>
    public static Task<TlsStream> ConnectAsync(
        BatchingStream socket, TlsContext context, string name, ICertificateVerifier verifier, CancellationToken cancellation)
    {
        ArgumentNullException.ThrowIfNull(socket);
        ArgumentNullException.ThrowIfNull(context);
        ArgumentNullException.ThrowIfNull(name);
        return ShakeHandsAsync(new TlsStream(socket, context.Connect(socket, name, verifier)), cancellation);
    }

    /// <summary>Reads what has come, several records where they are here already.</summary>
    public override ValueTask<int> ReadAsync(Memory<byte> buffer, CancellationToken cancellationToken = default) =>
        TryRead(buffer.Span, out var count) ? ValueTask.FromResult(count) : WaitAndReadAsync(buffer, cancellationToken);

    /// <inheritdoc/>
    public override Task<int> ReadAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        ReadAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Not there: it would block.</summary>
    public override int Read(byte[] buffer, int offset, int count) => throw new NotSupportedException();

    /// <summary>Encrypts.</summary>
    public override void Write(ReadOnlySpan<byte> buffer)
    {
        for (; !buffer.IsEmpty; buffer = buffer[Math.Min(MaxRecordLength, buffer.Length)..])
            lock (_gate)
                Opened().Write(buffer[..Math.Min(MaxRecordLength, buffer.Length)]);
    }

    /// <inheritdoc/>
    public override void Write(byte[] buffer, int offset, int count) => Write(buffer.AsSpan(offset, count));

    /// <inheritdoc/>
    public override ValueTask WriteAsync(ReadOnlyMemory<byte> buffer, CancellationToken cancellationToken = default)
    {
        Write(buffer.Span);
        return ValueTask.CompletedTask;
    }

    /// <inheritdoc/>
    public override Task WriteAsync(byte[] buffer, int offset, int count, CancellationToken cancellationToken) =>
        WriteAsync(buffer.AsMemory(offset, count), cancellationToken).AsTask();

    /// <summary>Has what is written next ask the peer for new keys (RFC 8446 §4.6.3), for tests.</summary>
    internal void AskForNewKeys()
    {
        lock (_gate)
            Opened().AskForNewKeys();
    }

    /// <summary>Says that nothing more follows (close_notify); it leaves with the next flush.</summary>
    public void ShutDown()
    {
        lock (_gate)
            Opened().Close();
    }

    /// <summary>Does nothing: what is below decides when bytes leave.</summary>
    public override void Flush()
    {
    }

    /// <summary>Does nothing: what is below decides when bytes leave.</summary>
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
            _socket.Dispose();
            lock (_gate)
            {
                _isClosed = true;
                _tls.Dispose();
            }
        }

        base.Dispose(disposing);
    }

    private static async Task<TlsStream> ShakeHandsAsync(TlsStream stream, CancellationToken cancellation)
    {
        PoolThread.YieldToPackets(); // thousands may come at once (decision 0062)
        try
        {
            while (!stream.TryShakeHands())
            {
                await stream._socket.FlushPendingAsync(cancellation);
                await stream._socket.WaitReadableAsync(cancellation);
            }

            await stream._socket.FlushPendingAsync(cancellation);
            stream.Agreement = TlsAgreement.Of(stream._tls);
            return stream;
        }
        catch
        {
            stream._socket.TryFlush(); // the alert
            await stream.DisposeAsync();
            throw;
        }
    }

    private bool TryShakeHands()
    {
        lock (_gate)
            return Opened().ShakeHands();
    }

    /// <summary>Of an empty buffer it only says whether bytes are here, without asking the socket.</summary>
    private bool TryRead(Span<byte> buffer, out int count)
    {
        count = 0;
        if (buffer.IsEmpty)
            return !_tls.IsDrained && _tls.HasBuffered;

        int read;
        do count += Math.Max(read = ReadRecord(buffer[count..]), 0);
        while (read > 0 && buffer.Length - count >= MaxRecordLength);
        return read >= 0 || count > 0;
    }

    private int ReadRecord(Span<byte> buffer)
    {
        lock (_gate)
        {
            var read = Opened().Read(buffer);
            if (_tls.HasSpoken) // an answer to a new key
                _socket.TryFlush();
            return read;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    private async ValueTask<int> WaitAndReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            await _socket.WaitReadableAsync(cancellationToken);
            if (buffer.IsEmpty)
                return 0;
            if (TryRead(buffer.Span, out var count))
                return count;
        }
    }

    private LibsslLink Opened() => _isClosed ? throw ConnectionFault.Closed() : _tls;
}
