namespace Adit.Transport;

/// <summary>Packets and bytes of one call, counted inside the tunnel. Any thread may read them.</summary>
public sealed class TrafficCounters
{
    private long _packetsReceived;
    private long _bytesReceived;
    private long _packetsSent;
    private long _bytesSent;
    private long _packetsMarked;
    private long _batches;
    private long _stalls;
    private int _waiting;
    private readonly long[] _dropped = new long[(int)DropReason.OverRate + 1];

    /// <summary>Packets from the peer that were passed on.</summary>
    public long PacketsReceived => Volatile.Read(ref _packetsReceived);

    /// <summary>Their bytes, IP headers included.</summary>
    public long BytesReceived => Volatile.Read(ref _bytesReceived);

    /// <summary>Packets that were sent to the peer.</summary>
    public long PacketsSent => Volatile.Read(ref _packetsSent);

    /// <summary>Their bytes, IP headers included.</summary>
    public long BytesSent => Volatile.Read(ref _bytesSent);

    /// <summary>Of the packets that were sent, those whose receivers were told of congestion instead of dropping one (ECN).</summary>
    public long PacketsMarked => Volatile.Read(ref _packetsMarked);

    /// <summary>Batches of packets that were sent.</summary>
    public long Batches => Volatile.Read(ref _batches);

    /// <summary>How often the socket took no more.</summary>
    public long Stalls => Volatile.Read(ref _stalls);

    /// <summary>Bytes of packets that wait for the peer's connection now.</summary>
    public int Waiting => Volatile.Read(ref _waiting);

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

    internal void CountReceived(int packets, int bytes)
    {
        if (packets == 0)
            return;

        Interlocked.Add(ref _packetsReceived, packets);
        Interlocked.Add(ref _bytesReceived, bytes);
    }

    internal void CountTaken(in TakenPackets taken)
    {
        CountDropped(DropReason.Delayed, taken.Delayed);
        if (taken.Packets == 0)
            return;

        Interlocked.Increment(ref _batches);
        Interlocked.Add(ref _packetsSent, taken.Packets);
        Interlocked.Add(ref _bytesSent, taken.Bytes);
        Interlocked.Add(ref _packetsMarked, taken.Marked);
    }

    internal void TellWaiting(int bytes) => Volatile.Write(ref _waiting, bytes);

    internal void CountStall() => Interlocked.Increment(ref _stalls);

    internal void CountDropped(DropReason reason, int packets)
    {
        if (packets > 0)
            Interlocked.Add(ref _dropped[(int)reason], packets);
    }
}
