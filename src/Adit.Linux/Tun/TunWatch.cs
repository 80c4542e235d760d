using Adit.Linux.Interop;
using Adit.Linux.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Adit.Linux.Tun;

/// <summary>
/// Has one of the threads that wait for links wait for a queue of a TUN, too. It tells, on that thread and without a pause, as long as there is
/// something to read. It begins paused. Not thread safe: one at a time uses it.
/// </summary>
public sealed class TunWatch : IReadinessListener, IDisposable
{
    private readonly ReadinessLoop _loop;
    private readonly SafeFileHandle _file;
    private readonly Action<TunNews> _tell;
    private readonly ulong _place;
    private bool _isClosed;

    internal TunWatch(SafeFileHandle file, int number, Action<TunNews> tell)
    {
        (_loop, _file, _tell) = (ReadinessLoop.At(number), file, tell);
        _place = _loop.Add(this, file, EpollEvents.None);
    }

    /// <summary>Has nobody wait; one that was told already may still come.</summary>
    public void Pause() => Look(EpollEvents.None);

    /// <summary>Has the thread wait.</summary>
    public void Resume() => Look(EpollEvents.Readable);

    /// <summary>Has nobody wait any more; one that was told already may still come.</summary>
    public void Dispose()
    {
        if (_isClosed)
            return;

        _isClosed = true;
        _loop.Remove(_place, _file);
    }

    void IReadinessListener.Tell(EpollEvents happened) =>
        _tell((happened & (EpollEvents.Error | EpollEvents.HungUp)) is EpollEvents.None ? TunNews.Readable : TunNews.Gone);

    private void Look(EpollEvents wanted)
    {
        if (!_isClosed)
            _loop.Change(_place, _file, wanted);
    }
}
