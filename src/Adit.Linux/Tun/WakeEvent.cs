using System.Runtime.InteropServices;
using Adit.Linux.Interop;
using Microsoft.Win32.SafeHandles;

namespace Adit.Linux.Tun;

/// <summary>An eventfd(2): wakes a thread that waits in poll(2). It stays set until <see cref="Reset"/>, so no wake is ever lost.</summary>
public sealed unsafe class WakeEvent : IDisposable
{
    /// <summary>Opens an event that is not set.</summary>
    public WakeEvent()
    {
        File = Libc.EventFile(0, Libc.CloseOnExec | Libc.NonBlocking);
        if (File.IsInvalid)
            throw new LinuxException("eventfd", Marshal.GetLastPInvokeError());
    }

    internal SafeFileHandle File { get; }

    /// <summary>Wakes the waiting thread, or the next that waits. Any thread may call it, and calling it on a disposed event does nothing.</summary>
    public void Set()
    {
        var one = 1UL;
        try
        {
            _ = Libc.Write(File, (byte*)&one, sizeof(ulong));
        }
        catch (ObjectDisposedException)
        {
            return; // nobody waits on it any more
        }
    }

    /// <summary>Makes the event unset again.</summary>
    public void Reset()
    {
        ulong count;
        _ = Libc.Read(File, (byte*)&count, sizeof(ulong));
    }

    /// <inheritdoc/>
    public void Dispose() => File.Dispose();
}
