using System.Net.Sockets;
using System.Runtime.CompilerServices;

namespace Adit.Linux.Sockets;

/// <summary>Collects ciphertext of any thread and sends it in order, without ever waiting inside its lock.</summary>
internal sealed class CiphertextSender(Socket socket, int limit)
{
    private readonly Lock _gate = new();
    private readonly byte[] _probe = new byte[1];

    private OutgoingCiphertext _outgoing = new(limit);
    private bool _probing;
    private bool _batching;
    private bool _closed;

    public int Count
    {
        get
        {
            lock (_gate)
                return _outgoing.Count;
        }
    }

    public void StartBatching()
    {
        lock (_gate)
            _batching = true;
    }

    /// <summary>True when the bytes are to wait for a flush, false when they are to go out at once.</summary>
    public bool Append(ReadOnlySpan<byte> bytes)
    {
        lock (_gate)
        {
            if (_closed)
                throw ConnectionFault.Closed();
            if (!_outgoing.TryAppend(bytes))
                throw new IOException($"More than {limit} bytes of ciphertext wait for the peer.");
            return _batching;
        }
    }

    public bool TryFlush()
    {
        lock (_gate)
        {
            if (_closed)
                throw ConnectionFault.Closed();
            while (!_probing && _outgoing.Count > 0)
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
        do await SendFirstByteAsync(cancellationToken);
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
        var sent = socket.Send(_outgoing.Waiting, SocketFlags.None, out var error);
        _outgoing.Remove(sent); // a send that fills the socket reports both: bytes that left, and WouldBlock
        return error switch
        {
            SocketError.Success => true,
            SocketError.WouldBlock => false,
            _ => throw ConnectionFault.From(error),
        };
    }

    /// <summary>
    /// Waits for room by sending one byte: it has left or it has not, so that a cancelled wait leaves the stream whole. Meanwhile
    /// nothing may overtake it.
    /// </summary>
    private async ValueTask SendFirstByteAsync(CancellationToken cancellationToken)
    {
        if (!BeginProbe())
            return;

        var sent = 0;
        try
        {
            sent = await socket.SendAsync(_probe, SocketFlags.None, cancellationToken);
        }
        catch (Exception exception) when (exception is SocketException or ObjectDisposedException)
        {
            throw ConnectionFault.From(exception);
        }
        finally
        {
            FinishProbe(sent);
        }
    }

    private bool BeginProbe()
    {
        lock (_gate)
        {
            if (_probing)
                throw new InvalidOperationException("Two flushes wait at the same time.");
            if (_outgoing.Count == 0)
                return false;
            _probe[0] = _outgoing.Waiting[0];
            return _probing = true;
        }
    }

    private void FinishProbe(int sent)
    {
        lock (_gate)
        {
            _probing = false;
            if (!_closed)
                _outgoing.Remove(sent);
        }
    }
}
