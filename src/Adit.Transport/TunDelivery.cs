using Adit.Linux.Tun;
using Adit.Protocols.Ip;

namespace Adit.Transport;

/// <summary>Carries packets from a queue of the TUN to the calls that their destinations belong to. One thread at a time.</summary>
internal sealed class TunDelivery(TunQueue queue, ICallTable calls)
{
    // One batch of TLS: enough to be cheap, little enough that the others' turn comes soon.
    private const int BatchLength = 128 * 1024;

    // As much for each of several sessions: a few packets to each of them would wake as many clients for little (decision 0049).
    private const int MostBatches = 4;

    private readonly byte[] _buffer = GC.AllocateUninitializedArray<byte>(VirtioNetHeader.Length + ushort.MaxValue, pinned: true);
    private readonly HashSet<CallDriver> _unflushed = [];
    private long _undeliverable;

    /// <summary>Packets that belonged to no call. Any thread may ask.</summary>
    public long Undeliverable => Volatile.Read(ref _undeliverable);

    /// <summary>Carries a batch for each session that has packets, up to some; false where the queue has nothing more.</summary>
    public bool CarryBatch()
    {
        var hasMore = ReadBatch();
        foreach (var call in _unflushed)
            call.Flush();
        _unflushed.Clear();
        return hasMore;
    }

    private bool ReadBatch()
    {
        for (var gathered = 0; gathered < BatchLength * Math.Clamp(_unflushed.Count, 1, MostBatches);)
        {
            if (!queue.TryRead(_buffer, out var length))
                return false;

            gathered += length;
            Deliver(_buffer.AsSpan(0, length));
        }

        return true;
    }

    private void Deliver(Span<byte> tunRead)
    {
        if (tunRead.Length <= VirtioNetHeader.Length || calls.Find(tunRead[VirtioNetHeader.Length..]) is not { } call)
        {
            _undeliverable++;
            return;
        }

        call.Send(tunRead);
        _unflushed.Add(call);
    }
}
