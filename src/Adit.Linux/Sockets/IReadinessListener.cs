using Adit.Linux.Interop;

namespace Adit.Linux.Sockets;

/// <summary>Has a file that a <see cref="ReadinessLoop"/> looks at.</summary>
internal interface IReadinessListener
{
    /// <summary>Called by the loop, on its thread, for what it was last told to look for. It must not block.</summary>
    void Tell(EpollEvents happened);
}
