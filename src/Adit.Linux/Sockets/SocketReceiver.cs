using System.Buffers;
using System.Net.Sockets;

namespace Adit.Linux.Sockets;

/// <summary>
/// Receives much at once from a socket that does not block, and hands it out in pieces. The buffer is rented only while it holds bytes: an
/// idle connection holds none. It is the reader's alone: where the socket is closed in the middle of a read, it is left to the garbage
/// collector, since the pool must not give away what may still be written to.
/// </summary>
internal sealed class SocketReceiver
{
    /// <summary>What <see cref="Receive"/> says where a wait comes first.</summary>
    public const int NothingYet = -1;

    private const int ReceiveLength = 256 * 1024;

    // A peer that never pauses must not keep a thread to itself: then it waits, be it for what is there already, behind the others.
    private const int BytesInTurn = 1024 * 1024;

    private readonly Socket _socket;
    private readonly SocketReadiness _readiness;
    private byte[]? _received;
    private int _start;
    private int _end;
    private int _receivedInTurn;
    private bool _isDrained;

    /// <param name="socket">It stays its owner's.</param>
    /// <param name="readiness">Waits for it.</param>
    /// <param name="alreadyRead">Bytes that were read from it before; they come first.</param>
    public SocketReceiver(Socket socket, SocketReadiness readiness, ReadOnlySpan<byte> alreadyRead)
    {
        (_socket, _readiness) = (socket, readiness);
        if (alreadyRead.IsEmpty)
            return;

        _received = ArrayPool<byte>.Shared.Rent(alreadyRead.Length);
        alreadyRead.CopyTo(_received);
        _end = alreadyRead.Length;
    }

    /// <summary>Whether more can be received without a wait, as far as is known without asking.</summary>
    public bool HasMore => HoldsBytes || !_isDrained;

    /// <summary>Whether bytes are here that were not handed out yet.</summary>
    public bool HoldsBytes => _received is not null;

    /// <summary>Takes what has come; 0 at the end, <see cref="NothingYet"/> where a wait comes first. <see cref="IOException"/> where it broke.</summary>
    public int Receive(Span<byte> buffer)
    {
        if (_received is null && Refill() is <= 0 and var result)
            return result;

        var count = Math.Min(buffer.Length, _end - _start);
        _received.AsSpan(_start, count).CopyTo(buffer);
        _start += count;
        if (_start == _end)
            Release();
        return count;
    }

    /// <summary>Waits until there is something to receive, or the others have had their turn.</summary>
    public ValueTask WaitAsync(CancellationToken cancellation)
    {
        (_receivedInTurn, _isDrained) = (0, false);
        return _readiness.WaitReadableAsync(cancellation);
    }

    private int Refill()
    {
        _isDrained |= _receivedInTurn >= BytesInTurn;
        if (_isDrained)
            return NothingYet;

        var buffer = ArrayPool<byte>.Shared.Rent(ReceiveLength);
        var count = 0;
        try
        {
            count = ReceiveInto(buffer, out var error);
            _receivedInTurn += count;
            _isDrained = count < buffer.Length;
            (_received, _start, _end) = count > 0 ? (buffer, 0, count) : default;
            return error switch
            {
                SocketError.Success => count,
                SocketError.WouldBlock => NothingYet,
                _ => throw ConnectionFault.From(error),
            };
        }
        finally
        {
            if (count == 0)
                ArrayPool<byte>.Shared.Return(buffer);
        }
    }

    private int ReceiveInto(byte[] buffer, out SocketError error)
    {
        try
        {
            return _socket.Receive(buffer, SocketFlags.None, out error);
        }
        catch (ObjectDisposedException exception)
        {
            throw ConnectionFault.From(exception);
        }
    }

    private void Release()
    {
        ArrayPool<byte>.Shared.Return(_received!);
        (_received, _start, _end) = (null, 0, 0);
    }
}
