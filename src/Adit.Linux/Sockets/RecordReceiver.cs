using System.Buffers;
using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Adit.Linux.Sockets;

/// <summary>
/// Receives many TLS records at once and hands them out one by one. The buffer is rented only while it holds bytes, and only the
/// reader ever touches it: when the stream is disposed in the middle of a read, it is left to the garbage collector, since the pool
/// must not give away what may still be written to.
/// </summary>
internal sealed class RecordReceiver
{
    private const int ReceiveLength = 256 * 1024;

    // A peer that never pauses must not keep a thread to itself: after a megabyte it waits, be it for what is there already, behind the others.
    private const int ReceivesInTurn = 4;

    private readonly Socket _socket;
    private readonly SocketReadiness _readiness;
    private readonly bool _hasRecords;
    private byte[]? _received;
    private int _start;
    private int _end;
    private TlsRecordCursor _record;
    private int _receives;
    private bool _wasFull;

    public RecordReceiver(Socket socket, SocketReadiness readiness, ReadOnlySpan<byte> alreadyRead, bool hasRecords)
    {
        (_socket, _readiness, _hasRecords) = (socket, readiness, hasRecords);
        if (alreadyRead.IsEmpty)
            return;

        _received = ArrayPool<byte>.Shared.Rent(alreadyRead.Length);
        alreadyRead.CopyTo(_received);
        _end = alreadyRead.Length;
    }

    public bool HoldsBuffer => _received is not null;

    public bool HasWholeRecord => _hasRecords && _record.HasWholeRecord(Ahead);

    /// <summary>Whether a whole record is here, or the last receive left bytes in the socket.</summary>
    public bool HasMore => HasWholeRecord || _wasFull;

    private ReadOnlySpan<byte> Ahead => _received.AsSpan(_start, _end - _start);

    /// <summary>
    /// Hands out the rest of a record, or as much of it as is here; 0 is the stream's end. False where nothing is here yet. Of an
    /// empty buffer it only says whether bytes are here, without asking the socket.
    /// </summary>
    public bool TryRead(Span<byte> buffer, out int count)
    {
        count = 0;
        if (_start == _end && (buffer.IsEmpty || !TryReceive()))
            return false;
        if (buffer.IsEmpty || _start == _end)
            return true;

        count = Math.Min(_hasRecords ? _record.Measure(Ahead) : _end - _start, buffer.Length);
        var piece = Ahead[..count];
        piece.CopyTo(buffer);
        if (_hasRecords)
            _record.Take(piece);
        _start += count;
        if (_start == _end)
            Release();
        return true;
    }

    /// <summary>Waits for bytes, without a buffer, then reads them.</summary>
    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder<>))]
    public async ValueTask<int> WaitAndReadAsync(Memory<byte> buffer, CancellationToken cancellationToken)
    {
        while (true)
        {
            await _readiness.WaitReadableAsync(cancellationToken);
            _receives = 0;
            if (buffer.IsEmpty)
                return 0;
            if (TryRead(buffer.Span, out var count))
                return count;
        }
    }

    /// <summary>Fills the empty buffer with what the socket holds. False where that is nothing yet, or others come first; true without bytes at the end.</summary>
    private bool TryReceive()
    {
        if (++_receives > ReceivesInTurn)
        {
            _receives = 0;
            _wasFull = false; // the others' turn
            return false;
        }

        var buffer = ArrayPool<byte>.Shared.Rent(ReceiveLength);
        var count = 0;
        var error = SocketError.SocketError;
        try
        {
            count = _socket.Receive(buffer, SocketFlags.None, out error);
        }
        catch (ObjectDisposedException exception)
        {
            throw ConnectionFault.From(exception);
        }
        finally
        {
            if (count == 0)
                ArrayPool<byte>.Shared.Return(buffer);
        }

        _wasFull = count == buffer.Length;
        if (error == SocketError.WouldBlock)
            return false;
        if (error != SocketError.Success)
            throw ConnectionFault.From(error);
        if (count > 0)
            (_received, _start, _end) = (buffer, 0, count);
        return true;
    }

    private void Release()
    {
        ArrayPool<byte>.Shared.Return(_received!);
        (_received, _start, _end) = (null, 0, 0);
    }
}
