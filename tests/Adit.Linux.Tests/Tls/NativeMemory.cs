using System.Runtime.InteropServices;

namespace Adit.Linux.Tests.Tls;

/// <summary>What the process has from malloc(3) and has not freed: libssl's objects are there, and nothing of the runtime's heap.</summary>
internal static partial class NativeMemory
{
    /// <summary>In bytes, of all threads.</summary>
    public static long InUse => (long)Describe().InUse;

    [LibraryImport("libc", EntryPoint = "mallinfo2")]
    private static partial MallocInfo Describe();

    /// <summary>struct mallinfo2, as on 64 bits.</summary>
    [StructLayout(LayoutKind.Explicit, Size = 80)]
    private struct MallocInfo
    {
        [FieldOffset(56)]
        public nuint InUse; // uordblks
    }
}
