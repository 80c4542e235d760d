using System.Runtime.InteropServices;

namespace Adit.Linux.Interop;

/// <summary><c>struct pollfd</c> of poll(2).</summary>
[StructLayout(LayoutKind.Sequential)]
internal struct PollEntry
{
    public const short Readable = 1;

    public int File;
    public short Wanted;
    public short Happened;
}
