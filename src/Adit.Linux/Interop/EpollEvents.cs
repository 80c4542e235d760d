namespace Adit.Linux.Interop;

/// <summary>What epoll(7) looks for, and what has happened.</summary>
[Flags]
internal enum EpollEvents : uint
{
    None = 0,
    Readable = 0x1,
    Writable = 0x4,
    Error = 0x8,
    HungUp = 0x10,

    /// <summary>And then no more, until it is told to look again.</summary>
    Once = 0x4000_0000,
}
