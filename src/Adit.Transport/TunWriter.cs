using System.Collections.Concurrent;
using Adit.Linux.Tun;
using Adit.Protocols.Ip;

namespace Adit.Transport;

/// <summary>
/// The way into a TUN, shared by all calls. It lends coalescers for the length of a read, since each holds large buffers.
/// </summary>
/// <param name="sink">Takes the packets; from several threads at once.</param>
/// <param name="takesDatagrams">Whether it takes UDP datagrams as super-packets.</param>
public sealed class TunWriter(IPacketSink sink, bool takesDatagrams = true)
{
    private readonly ConcurrentBag<PacketCoalescer> _idle = [];

    /// <summary>The way into this device.</summary>
    /// <param name="tun">The device; it stays its owner's.</param>
    /// <param name="refused">Told once of each kind of super-packet that the kernel refuses though it has promised to take it.</param>
    public TunWriter(TunDevice tun, Action<string>? refused = null)
        : this(new TunSink(tun.TryWrite) { Refused = refused }, tun.Offloads.HasFlag(TunOffloads.Udp))
    {
    }

    internal PacketCoalescer Borrow() => _idle.TryTake(out var coalescer) ? coalescer : new PacketCoalescer(sink, takesDatagrams);

    internal void Return(PacketCoalescer coalescer) => _idle.Add(coalescer);
}
