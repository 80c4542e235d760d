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
    public TunWriter(TunDevice tun)
        : this(new Device(tun), tun.Offloads.HasFlag(TunOffloads.Udp))
    {
    }

    internal PacketCoalescer Borrow() => _idle.TryTake(out var coalescer) ? coalescer : new PacketCoalescer(sink, takesDatagrams);

    internal void Return(PacketCoalescer coalescer) => _idle.Add(coalescer);

    private sealed class Device(TunDevice tun) : IPacketSink
    {
        public void Write(ReadOnlySpan<byte> packetWithVirtioHeader) => tun.TryWrite(packetWithVirtioHeader);
    }
}
