using Adit.Linux.Interop;
using Adit.Linux.Sockets;

namespace Adit.Linux;

/// <summary>How the threads of .NET's pool stand beside those that wait for links and carry packets.</summary>
internal static class PoolThread
{
    /// <summary>How much nicer they are than the process: a ninth of its weight (sched(7)), so that they go on where others want all processors.</summary>
    public const int Nicer = 10;

    private const int OfThread = 0; // PRIO_PROCESS, which on Linux is a thread
    private const int Calling = 0;

    [ThreadStatic]
    private static bool t_yields;

    /// <summary>
    /// Has the calling thread, where it is one of the pool, yield to others as long as it lives (setpriority(2)). Nobody needs a permission for
    /// that, and only root may take it back. Where nobody else wants the processor, nothing changes.
    /// </summary>
    public static void YieldToPackets()
    {
        if (t_yields || !Thread.CurrentThread.IsThreadPoolThread)
            return;

        t_yields = true;
        ReadinessLoop.BeginAll(); // they would have inherited it
        var wanted = Libc.Niceness(OfThread, Environment.ProcessId) + Nicer;
        if (Libc.Niceness(OfThread, Calling) < wanted) // it has what the thread had that began it
            _ = Libc.SetNiceness(OfThread, Calling, wanted);
    }
}
