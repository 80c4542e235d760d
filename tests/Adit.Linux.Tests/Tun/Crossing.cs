using Adit.Linux.Tun;
using Adit.Protocols.Ip;

namespace Adit.Linux.Tests.Tun;

/// <summary>A thread that carries all packets of one device to another, cut for the wire and gathered again.</summary>
internal sealed class Crossing : IPacketSink
{
    private readonly TunDevice _from;
    private readonly TunDevice _to;
    private readonly WakeEvent _stop;
    private readonly PacketCoalescer _coalescer;
    private readonly Thread _thread;

    public Crossing(TunDevice from, TunDevice to, WakeEvent stop)
    {
        (_from, _to, _stop) = (from, to, stop);
        _coalescer = new PacketCoalescer(this, to.Offloads.HasFlag(TunOffloads.Udp));
        _thread = new Thread(Run);
        _thread.Start();
    }

    public long Reads { get; private set; }

    public long Segments { get; private set; }

    public long Written { get; private set; }

    public long Dropped { get; private set; }

    public long BadChecksums => _coalescer.BadChecksums;

    public void Join() => _thread.Join();

    public void Write(ReadOnlySpan<byte> packetWithVirtioHeader)
    {
        _to.TryWrite(packetWithVirtioHeader);
        Written++;
    }

    private void Run()
    {
        var read = new byte[TunDevice.ReadBufferLength];
        var packet = new byte[2000];
        while (_from.WaitReadable(_stop) == TunWait.Readable)
        {
            while (_from.TryRead(read, out var length))
                Carry(read.AsSpan(0, length), packet);
            _coalescer.Flush();
        }
    }

    private void Carry(ReadOnlySpan<byte> read, Span<byte> packet)
    {
        Reads++;
        var segmenter = new PacketSegmenter(read);
        while (segmenter.TryNext(packet, out var length))
        {
            TcpMssClamp.Clamp(packet[..length], mtu: 1300);
            Segments++;
            _coalescer.Add(packet[..length]);
        }

        Dropped += segmenter.IsDropped ? 1 : 0;
    }
}
