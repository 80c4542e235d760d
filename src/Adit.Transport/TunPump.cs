using Adit.Linux.Tun;
using Adit.Protocols.Ip;

namespace Adit.Transport;

/// <summary>
/// The thread that reads the TUN and gives each packet to the call that its destination belongs to. It never waits for a socket.
/// </summary>
public sealed class TunPump : IDisposable
{
    // One batch of TLS: enough to be cheap, little enough that the others' turn comes soon.
    private const int BatchLength = 128 * 1024;

    // As much for each of several sessions: a few packets to each of them would wake as many clients for little (decision 0049).
    private const int MostBatches = 4;

    private readonly TunDevice _tun;
    private readonly ICallTable _calls;
    private readonly WakeEvent _stop = new();
    private readonly Thread _thread;
    private readonly HashSet<CallDriver> _unflushed = [];
    private long _undeliverable;

    /// <summary>Starts the thread.</summary>
    /// <param name="tun">The device; it stays its owner's.</param>
    /// <param name="calls">Whose each packet is.</param>
    public TunPump(TunDevice tun, ICallTable calls)
    {
        (_tun, _calls) = (tun, calls);
        _thread = new Thread(Run) { IsBackground = true, Name = "adit-tun" };
        _thread.Start();
    }

    /// <summary>Packets that belonged to no call.</summary>
    public long Undeliverable => Volatile.Read(ref _undeliverable);

    /// <summary>Stops the thread and waits for it.</summary>
    public void Dispose()
    {
        _stop.Set();
        _thread.Join();
        _stop.Dispose();
    }

    private void Run()
    {
        var buffer = GC.AllocateUninitializedArray<byte>(VirtioNetHeader.Length + ushort.MaxValue, pinned: true);
        do
        {
            while (ReadBatch(buffer))
                Flush();
            Flush();
        }
        while (_tun.WaitReadable(_stop) is TunWait.Readable);
    }

    /// <summary>Reads until there is a batch for each session that has packets, up to some; false where the TUN has nothing more.</summary>
    private bool ReadBatch(byte[] buffer)
    {
        for (var gathered = 0; gathered < BatchLength * Math.Clamp(_unflushed.Count, 1, MostBatches);)
        {
            if (!_tun.TryRead(buffer, out var length))
                return false;

            gathered += length;
            Deliver(buffer.AsSpan(0, length));
        }

        return true;
    }

    private void Deliver(Span<byte> tunRead)
    {
        if (tunRead.Length <= VirtioNetHeader.Length || _calls.Find(tunRead[VirtioNetHeader.Length..]) is not { } call)
        {
            _undeliverable++;
            return;
        }

        call.Send(tunRead);
        _unflushed.Add(call);
    }

    private void Flush()
    {
        foreach (var call in _unflushed)
            call.Flush();
        _unflushed.Clear();
    }
}
