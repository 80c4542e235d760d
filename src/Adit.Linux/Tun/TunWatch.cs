using Adit.Linux.Interop;
using Adit.Linux.Sockets;
using Microsoft.Win32.SafeHandles;

namespace Adit.Linux.Tun;

/// <summary>
/// Has one of the threads that wait for links wait for a TUN, too. It tells, on that thread and without a pause, as long as there is something to
/// read. It begins paused. Its owner locks all but <see cref="IsHere"/>.
/// </summary>
public sealed class TunWatch : IReadinessListener, IDisposable
{
    private readonly SafeFileHandle _file;
    private readonly Action<TunNews> _tell;
    private readonly Dictionary<ReadinessLoop, ulong> _places = [];
    private volatile ReadinessLoop _loop = ReadinessLoop.Next();
    private bool _isPaused = true;
    private bool _isClosed;

    internal TunWatch(SafeFileHandle file, Action<TunNews> tell) => (_file, _tell) = (file, tell);

    /// <summary>Whether <see cref="MoveHere"/> would do nothing. Any thread may ask.</summary>
    public bool IsHere => ReadinessLoop.Current is not { } here || here == _loop;

    /// <summary>Has the calling thread wait for the TUN from now on, where it is one that waits for links.</summary>
    public void MoveHere()
    {
        if (IsHere || _isClosed)
            return;

        var before = _loop;
        _loop = ReadinessLoop.Current!;
        if (_isPaused)
            return;

        Look(_loop, EpollEvents.Readable);
        Look(before, EpollEvents.None);
    }

    /// <summary>Has nobody wait; one that was told already may still come.</summary>
    public void Pause() => Look(EpollEvents.None, isPaused: true);

    /// <summary>Has the thread wait that did so before, or would have.</summary>
    public void Resume() => Look(EpollEvents.Readable, isPaused: false);

    /// <summary>Has nobody wait any more; one that was told already may still come.</summary>
    public void Dispose()
    {
        _isClosed = true;
        foreach (var (loop, place) in _places)
            loop.Remove(place, _file);
        _places.Clear();
    }

    void IReadinessListener.Tell(EpollEvents happened) =>
        _tell((happened & (EpollEvents.Error | EpollEvents.HungUp)) is EpollEvents.None ? TunNews.Readable : TunNews.Gone);

    private void Look(EpollEvents wanted, bool isPaused)
    {
        if (_isClosed || _isPaused == isPaused)
            return;

        Look(_loop, wanted);
        _isPaused = isPaused;
    }

    private void Look(ReadinessLoop loop, EpollEvents wanted)
    {
        if (_places.TryGetValue(loop, out var place))
            loop.Change(place, _file, wanted);
        else
            _places[loop] = loop.Add(this, _file, wanted);
    }
}
