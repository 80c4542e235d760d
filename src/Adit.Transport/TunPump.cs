using Adit.Linux.Tun;

namespace Adit.Transport;

/// <summary>
/// Has a TUN read and each packet given to the call that its destination belongs to: each queue by the thread that it belongs to, which is the one
/// that has written the other half of those flows (decision 0061). It never waits for a socket.
/// </summary>
public sealed class TunPump : IDisposable
{
    private readonly TunQueuePump[] _pumps;

    /// <summary>Begins to read.</summary>
    /// <param name="tun">The device; it stays its owner's.</param>
    /// <param name="calls">Whose each packet is; asked by several threads.</param>
    public TunPump(TunDevice tun, ICallTable calls)
    {
        ArgumentNullException.ThrowIfNull(tun);
        _pumps = [.. tun.Queues.Select(queue => new TunQueuePump(queue, calls))];
    }

    /// <summary>Packets that belonged to no call.</summary>
    public long Undeliverable => _pumps.Sum(pump => pump.Undeliverable);

    /// <summary>Stops, and waits until nobody reads any more.</summary>
    public void Dispose()
    {
        foreach (var pump in _pumps)
            pump.Dispose();
    }
}
