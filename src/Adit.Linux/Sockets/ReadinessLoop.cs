using System.Collections.Concurrent;
using System.Diagnostics;
using System.Runtime.InteropServices;
using Adit.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Adit.Linux.Sockets;

/// <summary>
/// A thread that waits for many sockets, and for a queue of each TUN, epoll(7). Each socket is looked at once for each time that somebody waits
/// for it (EPOLLONESHOT): nothing is missed between two waits, and a busy socket comes behind the others that have become ready. There are as
/// many as there are processors, as long as the process lives.
/// </summary>
internal sealed unsafe class ReadinessLoop
{
    private const int EventsAtOnce = 64;
    private const int AddFile = 1; // EPOLL_CTL_ADD
    private const int RemoveFile = 2;
    private const int ChangeFile = 3;

    // The kernel adds 50 (prctl(2), PR_SET_TIMERSLACK): little beside what any network takes, and three times as many packets where they come fast.
    private const long PauseMicroseconds = 100;

    private static readonly Lazy<ReadinessLoop>[] _all = [.. Enumerable.Range(0, Environment.ProcessorCount).Select(number => new Lazy<ReadinessLoop>(() => new(number)))];
    private static int _last;

    [ThreadStatic]
    private static ReadinessLoop? _current;

    private readonly SafeFileHandle _epoll;
    private readonly ConcurrentDictionary<ulong, IReadinessListener> _listeners = new();
    private ulong _lastPlace;

    private ReadinessLoop(int number)
    {
        Number = number;
        _epoll = Libc.EpollFile(Libc.CloseOnExec);
        if (_epoll.IsInvalid)
            throw new LinuxException("epoll_create1", Marshal.GetLastPInvokeError());
        new Thread(Run) { IsBackground = true, Name = $"adit-io-{number + 1}" }.Start();
    }

    /// <summary>How many there are.</summary>
    public static int Count => _all.Length;

    /// <summary>Its place among all, from 0.</summary>
    public int Number { get; }

    /// <summary>Whether it waits longer before it looks again. For its own thread only.</summary>
    public WakeModeration Moderation { get; } = new();

    /// <summary>The one whose thread calls; null where none does.</summary>
    public static ReadinessLoop? Current => _current;

    /// <summary>The next in turn.</summary>
    public static ReadinessLoop Next() => _all[(uint)Interlocked.Increment(ref _last) % _all.Length].Value;

    /// <summary>The one with this <see cref="Number"/>.</summary>
    public static ReadinessLoop At(int number) => _all[number].Value;

    /// <summary>Begins those that have not begun: a thread begins as nice as the one that begins it.</summary>
    public static void BeginAll() => Array.ForEach(_all, loop => _ = loop.Value);

    /// <summary>Looks at a file for the first time; returns its place.</summary>
    public ulong Add(IReadinessListener listener, SafeHandle file, EpollEvents wanted)
    {
        var place = Interlocked.Increment(ref _lastPlace);
        _listeners[place] = listener;
        try
        {
            Control(AddFile, file, new EpollEntry(wanted, place));
            return place;
        }
        catch
        {
            _listeners.TryRemove(place, out _);
            throw;
        }
    }

    /// <summary>Looks at it again.</summary>
    public void Change(ulong place, SafeHandle file, EpollEvents wanted) => Control(ChangeFile, file, new EpollEntry(wanted, place));

    /// <summary>Looks at it no more.</summary>
    public void Remove(ulong place, SafeHandle file)
    {
        _listeners.TryRemove(place, out _);
        try
        {
            Control(RemoveFile, file, default);
        }
        catch (Exception e) when (e is LinuxException or ObjectDisposedException)
        {
            return; // closed already: the kernel has forgotten it
        }
    }

    private void Control(int operation, SafeHandle file, EpollEntry entry)
    {
        var bytes = stackalloc byte[EpollEntry.Length];
        entry.Write(bytes);
        if (Libc.EpollControl(_epoll, operation, file, bytes) < 0)
            throw new LinuxException("epoll_ctl", Marshal.GetLastPInvokeError());
    }

    private void Run()
    {
        _current = this;
        var entries = stackalloc byte[EventsAtOnce * EpollEntry.Length];
        while (true)
        {
            var count = Libc.EpollWait(_epoll, entries, EventsAtOnce, -1); // less than nothing where a signal came
            for (var i = 0; i < count; i++)
            {
                var entry = EpollEntry.Read(entries + i * EpollEntry.Length);
                if (_listeners.TryGetValue(entry.Place, out var listener))
                    listener.Tell(entry.Events);
            }

            if (Moderation.EndTurn(Stopwatch.GetElapsedTime(0)))
                Pause();
        }
    }

    private static void Pause()
    {
        var time = stackalloc long[] { 0, PauseMicroseconds * 1000 }; // struct timespec
        _ = Libc.Sleep(time, null); // a signal may end it early
    }
}
