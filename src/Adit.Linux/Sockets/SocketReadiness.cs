using System.Diagnostics.CodeAnalysis;
using System.Net.Sockets;
using Adit.Linux.Interop;

namespace Adit.Linux.Sockets;

/// <summary>
/// Waits until a socket can be read or written. One reader and one writer may wait at the same time. Who has waited goes on at the thread
/// pool or, where <see cref="GoesOnInline"/> says so, on the thread that waits for many sockets at once: waking another costs more than most
/// of what there is to do (decision 0039), and whoever goes on there must not block.
/// </summary>
/// <param name="socket">A socket that does not block. It stays its owner's, who disposes this first.</param>
public sealed class SocketReadiness(Socket socket) : IReadinessListener, IDisposable
{
    private readonly Lock _gate = new();
    private readonly ReadinessWaiter _reader = new() { GoesOnInline = false };
    private readonly ReadinessWaiter _writer = new() { GoesOnInline = false };
    private readonly ReadinessLoop _loop = ReadinessLoop.Next();
    private ulong _place; // 0 until it has one in the loop
    private bool _isClosed;

    /// <summary>Whether who waits goes on where it is told. Any thread may set it, at any time.</summary>
    public bool GoesOnInline
    {
        get => _reader.GoesOnInline;
        set => (_reader.GoesOnInline, _writer.GoesOnInline) = (value, value);
    }

    /// <summary>Waits until there are bytes, an end or an error to read. <see cref="IOException"/> where the socket is closed.</summary>
    public ValueTask WaitReadableAsync(CancellationToken cancellation) => WaitAsync(_reader, cancellation);

    /// <summary>Waits until the socket takes bytes again, or fails to. <see cref="IOException"/> where it is closed.</summary>
    public ValueTask WaitWritableAsync(CancellationToken cancellation) => WaitAsync(_writer, cancellation);

    /// <summary>Ends what waits with an <see cref="IOException"/>.</summary>
    public void Dispose()
    {
        bool reads, writes;
        lock (_gate)
        {
            if (_isClosed)
                return;

            _isClosed = true;
            (reads, writes) = (_reader.TryEnd(), _writer.TryEnd());
            if (_place != 0)
                _loop.Remove(_place, socket.SafeHandle);
        }

        if (reads)
            _reader.Fail(ConnectionFault.Closed());
        if (writes)
            _writer.Fail(ConnectionFault.Closed());
    }

    /// <summary>Tells who waits.</summary>
    void IReadinessListener.Tell(EpollEvents happened)
    {
        const EpollEvents failed = EpollEvents.Error | EpollEvents.HungUp; // both find out when they use it
        bool reads, writes;
        lock (_gate)
        {
            reads = (happened & (EpollEvents.Readable | failed)) is not EpollEvents.None && _reader.TryEnd();
            writes = (happened & (EpollEvents.Writable | failed)) is not EpollEvents.None && _writer.TryEnd();
            if ((_reader.IsWaiting || _writer.IsWaiting) && !TryLook(out _))
                (reads, writes) = (reads || _reader.TryEnd(), writes || _writer.TryEnd()); // it is gone, as they find when they use it
        }

        if (reads)
            _reader.Complete();
        if (writes)
            _writer.Complete();
    }

    private ValueTask WaitAsync(ReadinessWaiter waiter, CancellationToken cancellation)
    {
        lock (_gate)
        {
            if (_isClosed)
                return ValueTask.FromException(ConnectionFault.Closed());

            var wait = waiter.Begin();
            if (cancellation.CanBeCanceled)
                waiter.CancelWith(Cancel, this, cancellation);
            if (waiter.IsWaiting && !TryLook(out var why) && waiter.TryEnd())
                waiter.Fail(why);
            return wait;
        }
    }

    private static void Cancel(object? self, CancellationToken token) => ((SocketReadiness)self!).Cancel(token);

    private void Cancel(CancellationToken token)
    {
        bool reads, writes;
        lock (_gate)
            (reads, writes) = (_reader.Listens(token) && _reader.TryEnd(), _writer.Listens(token) && _writer.TryEnd());
        if (reads)
            _reader.Fail(new OperationCanceledException(token));
        if (writes)
            _writer.Fail(new OperationCanceledException(token));
    }

    private bool TryLook([NotNullWhen(false)] out IOException? why)
    {
        var wanted = EpollEvents.Once | (_reader.IsWaiting ? EpollEvents.Readable : EpollEvents.None) | (_writer.IsWaiting ? EpollEvents.Writable : EpollEvents.None);
        try
        {
            if (_place == 0)
                _place = _loop.Add(this, socket.SafeHandle, wanted);
            else
                _loop.Change(_place, socket.SafeHandle, wanted);
            why = null;
            return true;
        }
        catch (Exception e) when (e is LinuxException or ObjectDisposedException)
        {
            why = ConnectionFault.From(e);
            return false;
        }
    }
}
