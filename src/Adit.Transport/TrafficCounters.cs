namespace Adit.Transport;

/// <summary>Packets and bytes of one call, counted inside the tunnel. Any thread may read them.</summary>
public sealed class TrafficCounters
{
    private long _packetsReceived;
    private long _bytesReceived;
    private long _packetsSent;
    private long _bytesSent;
    private long _dropped;

    /// <summary>Packets from the peer that were passed on.</summary>
    public long PacketsReceived => Volatile.Read(ref _packetsReceived);

    /// <summary>Their bytes, IP headers included.</summary>
    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    /// <summary>Packets to the peer that were queued for sending.</summary>
    public long PacketsSent => Volatile.Read(ref _packetsSent);

    /// <summary>Their bytes, IP headers included.</summary>
    public long BytesSent => Volatile.Read(ref _bytesSent);

    /// <summary>Packets dropped: a wrong source, a full queue, a call that was not open.</summary>
    public long Dropped => Volatile.Read(ref _dropped);

    internal void CountReceived(int bytes)
    {
        Interlocked.Increment(ref _packetsReceived);
        Interlocked.Add(ref _bytesReceived, bytes);
    }

    internal void CountSent(int packets, long bytes)
    {
        Interlocked.Add(ref _packetsSent, packets);
        Interlocked.Add(ref _bytesSent, bytes);
    }

    internal void CountDropped(int packets)
    {
        if (packets > 0)
            Interlocked.Add(ref _dropped, packets);
    }
}
