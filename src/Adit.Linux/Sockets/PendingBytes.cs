using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Adit.Linux.Sockets;

/// <summary>Collects bytes of any thread and sends it in order, without ever waiting inside its lock.</summary>
internal sealed class PendingBytes(Socket socket, SocketReadiness readiness, int limit)
{
    private readonly Lock _gate = new();
    private OutgoingBytes _outgoing = new(limit);
    private bool _closed;
    private volatile bool _endsSegments;

    public int Count
    {
        get
        {
            lock (_gate)
                return _outgoing.Count;
        }
    }

    /// <summary>Whether what one flush sends ends its segment.</summary>
    public bool EndsSegments
    {
        get => _endsSegments;
        set => _endsSegments = value;
    }

    public void Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_closed)
                throw ConnectionFault.Closed();
            if (!_outgoing.TryAppend(bytes))
                throw new IOException($"More than {limit} bytes wait for the peer.");
        }
    }

    public bool TryFlush()
    {
        lock (_gate)
        {
            if (_closed)
                throw ConnectionFault.Closed();
            while (_outgoing.Count > 0)
            {
                if (!TrySendSome())
                    return false;
            }

            return _outgoing.Count == 0;
        }
    }

    [AsyncMethodBuilder(typeof(PoolingAsyncValueTaskMethodBuilder))]
    public async ValueTask WaitAndFlushAsync(CancellationToken cancellationToken)
    {
        do await readiness.WaitWritableAsync(cancellationToken);
        while (!TryFlush());
    }

    /// <summary>Gives the buffer back, and takes no more bytes.</summary>
    public void Close()
    {
        lock (_gate)
        {
            _closed = true;
            _outgoing.Release();
        }
    }

    private bool TrySendSome()
    {
        var sent = _endsSegments
            ? SegmentSend.Send(socket, _outgoing.Waiting, out var error)
            : socket.Send(_outgoing.Waiting, SocketFlags.None, out error);
        _outgoing.Remove(sent); // a send that fills the socket reports both: bytes that left, and WouldBlock
        return error switch
        {
            SocketError.Success => true,
            SocketError.WouldBlock => false,
            _ => throw ConnectionFault.From(error),
        };
    }
}
