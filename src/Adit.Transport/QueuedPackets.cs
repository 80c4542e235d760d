using System.Runtime.InteropServices;

namespace Adit.Transport;

/// <summary>What became of the packets of one TUN read.</summary>
/// <param name="Packets">How many were queued.</param>
/// <param name="Dropped">How many found no room; a read that was dropped whole counts as one.</param>
/// <param name="TooLong">How many were longer than the peer takes.</param>
[StructLayout(LayoutKind.Auto)]
internal record struct QueuedPackets(int Packets, int Dropped, int TooLong)
{
    public QueuedPackets(int Dropped)
        : this(0, Dropped, 0)
    {
    }
}
