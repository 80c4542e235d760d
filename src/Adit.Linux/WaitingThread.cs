using Adit.Linux.Sockets;

namespace Adit.Linux;

/// <summary>A thread that waits for links and for the TUN.</summary>
public static class WaitingThread
{
    /// <summary>Tells this thread, if it is one, what it has carried: woken too often for too little, it lets more come first (decision 0064).</summary>
    /// <param name="packets">How many.</param>
    /// <param name="bytes">Their length together.</param>
    public static void HasCarried(int packets, int bytes) => ReadinessLoop.Current?.Moderation.Count(packets, bytes);
}
