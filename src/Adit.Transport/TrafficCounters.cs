namespace Adit.Transport;

/// <summary>Packets and bytes of one call, counted inside the tunnel. Any thread may read them.</summary>
public sealed class TrafficCounters
{
    private long _packetsReceived;
    private long _bytesReceived;
    private long _packetsSent;
    private long _bytesSent;
    private readonly long[] _dropped = new long[(int)DropReason.Filtered + 1];

    /// <summary>Packets from the peer that were passed on.</summary>
    public long PacketsReceived => Volatile.Read(ref _packetsReceived);

    /// <summary>Their bytes, IP headers included.</summary>
    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    /// <summary>Packets to the peer that were queued for sending.</summary>
    public long PacketsSent => Volatile.Read(ref _packetsSent);

    /// <summary>Their bytes, IP headers included.</summary>
    public long BytesSent => Volatile.Read(ref _bytesSent);

    /// <summary>Packets dropped, for whatever reason.</summary>
    public long Dropped
    {
        get
        {
            var dropped = 0L;
            for (var reason = 0; reason < _dropped.Length; reason++)
                dropped += Volatile.Read(ref _dropped[reason]);
            return dropped;
        }
    }

    /// <summary>Packets dropped for this reason.</summary>
    public long DroppedFor(DropReason reason) => Volatile.Read(ref _dropped[(int)reason]);

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

    internal void CountDropped(DropReason reason, int packets)
    {
        if (packets > 0)
            Interlocked.Add(ref _dropped[(int)reason], packets);
    }
}
