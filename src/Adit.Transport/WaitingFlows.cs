using System.Buffers;
using Adit.Protocols.Ip.Queues;

namespace Adit.Transport;

/// <summary>How many packets of each flow wait in a lane, by hash: flows that share a place count as one. It holds memory only from <see cref="Begin"/> to <see cref="Release"/>.</summary>
internal sealed class WaitingFlows
{
    private const int Places = 256;

    private int[]? _counts;

    /// <summary>Whether it counts.</summary>
    public bool IsCounting => _counts is not null;

    /// <summary>The place of a packet's flow.</summary>
    public static ushort PlaceOf(ReadOnlySpan<byte> packet) => (ushort)(FlowHash.Of(packet) % Places);

    /// <summary>Counts these from now on, and those that come and go.</summary>
    public void Begin(ReadOnlySpan<WaitingPacket> waiting)
    {
        _counts = ArrayPool<int>.Shared.Rent(Places);
        Array.Clear(_counts);
        foreach (var packet in waiting)
            _counts[packet.Flow]++;
    }

    /// <summary>Whether packets of a flow wait.</summary>
    public bool Wait(ushort flow) => _counts![flow] > 0;

    /// <summary>A packet has come.</summary>
    public void Add(ushort flow)
    {
        if (_counts is { } counts)
            counts[flow]++;
    }

    /// <summary>These have left.</summary>
    public void Remove(ReadOnlySpan<WaitingPacket> left)
    {
        if (_counts is not { } counts)
            return;

        foreach (var packet in left)
            counts[packet.Flow]--;
    }

    /// <summary>Forgets all, and gives the memory back.</summary>
    public void Release()
    {
        if (_counts is { } counts)
            ArrayPool<int>.Shared.Return(counts);
        _counts = null;
    }
}
