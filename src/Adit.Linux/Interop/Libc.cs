using System.Runtime.InteropServices;
using Microsoft.Win32.SafeHandles;

namespace Adit.Linux.Interop;

/// <summary>
/// The C library's calls that .NET has no face for. Handles are counted by the marshaller, so that a close on one thread can never
/// make another thread's call hit a file that took the number over.
/// </summary>
internal static unsafe partial class Libc
{
    public const int ReadWrite = 2;
    public const int CloseOnExec = 0x80000;
    public const int NonBlocking = 0x800;
    public const int DuplicateCloseOnExec = 1030; // F_DUPFD_CLOEXEC

    private const string Library = "libc";

    [LibraryImport(Library, EntryPoint = "open", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial SafeFileHandle Open(string path, int flags);

    [LibraryImport(Library, EntryPoint = "fcntl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int FileControl(int file, int command, int argument);

    [LibraryImport(Library, EntryPoint = "close", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Close(int file);

    [LibraryImport(Library, EntryPoint = "execve", SetLastError = true, StringMarshalling = StringMarshalling.Utf8)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Execute(string path, string?[] arguments, string?[] environment);

    [LibraryImport(Library, EntryPoint = "ioctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Control(SafeFileHandle file, nuint request, void* argument);

    [LibraryImport(Library, EntryPoint = "read", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Read(SafeFileHandle file, byte* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "write", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Write(SafeFileHandle file, byte* buffer, nuint length);

    [LibraryImport(Library, EntryPoint = "epoll_create1", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial SafeFileHandle EpollFile(int flags);

    [LibraryImport(Library, EntryPoint = "epoll_ctl", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int EpollControl(SafeFileHandle epoll, int operation, SafeHandle file, byte* entry);

    [LibraryImport(Library, EntryPoint = "epoll_wait", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int EpollWait(SafeFileHandle epoll, byte* entries, int count, int milliseconds);

    [LibraryImport(Library, EntryPoint = "socket", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial SafeFileHandle Socket(int family, int type, int protocol);

    [LibraryImport(Library, EntryPoint = "setsockopt", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetSocketOption(SafeFileHandle socket, int level, int name, void* value, uint length);

    [LibraryImport(Library, EntryPoint = "send", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Send(SafeHandle socket, byte* buffer, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "recv", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial nint Receive(SafeFileHandle socket, byte* buffer, nuint length, int flags);

    [LibraryImport(Library, EntryPoint = "adjtimex", SetLastError = true)]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int ReadClock(byte* timex);

    [LibraryImport(Library, EntryPoint = "getpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Niceness(int which, int thread);

    [LibraryImport(Library, EntryPoint = "setpriority")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int SetNiceness(int which, int thread, int niceness);

    [LibraryImport(Library, EntryPoint = "nanosleep")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int Sleep(long* time, long* rest);

    [LibraryImport(Library, EntryPoint = "malloc_trim")]
    [DefaultDllImportSearchPaths(DllImportSearchPath.SafeDirectories)]
    public static partial int TrimHeap(nuint keep);
}
