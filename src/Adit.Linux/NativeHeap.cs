using Adit.Linux.Interop;

namespace Adit.Linux;

/// <summary>
/// The C library's memory, from which libssl and SQLite have theirs. It keeps one heap for several threads, and gives the machine back only what
/// is free at a heap's end: what many connections leave between others stays.
/// </summary>
public static class NativeHeap
{
    /// <summary>Gives whole pages that are free back to the machine. Whoever needs one of these heaps meanwhile waits, for milliseconds.</summary>
    public static void Trim() => _ = Libc.TrimHeap(0);
}
