using Adit.Linux.Tun;
using Adit.Protocols.Ip;

namespace Adit.Linux.Tests.Tun;

/// <summary>Carries all packets of one device to another, cut for the wire and gathered again, until it is disposed.</summary>
internal sealed class Crossing : IPacketSink, IDisposable
{
    private readonly Lock _gate = new();
    private readonly byte[] _read = new byte[TunDevice.ReadBufferLength];
    private readonly byte[] _packet = new byte[2000];
    private readonly TunDevice _from;
    private readonly TunDevice _to;
    private readonly PacketCoalescer _coalescer;
    private readonly TunWatch _watch;
    private bool _isOver;

    public Crossing(TunDevice from, TunDevice to)
    {
        (_from, _to) = (from, to);
        _coalescer = new PacketCoalescer(this, to.Offloads.HasFlag(TunOffloads.Udp));
        _watch = from.Queues[0].Watch(_ => Run());
        lock (_gate)
            _watch.Resume();
    }

    public long Reads { get; private set; }

    public long Segments { get; private set; }

    public long Written { get; private set; }

    public long Dropped { get; private set; }

    public long BadChecksums => _coalescer.BadChecksums;

    public void Stop()
    {
        lock (_gate)
            _isOver = true;
    }

    public void Dispose()
    {
        Stop();
        _watch.Dispose();
    }

    public void Write(ReadOnlySpan<byte> packetWithVirtioHeader)
    {
        _to.TryWrite(packetWithVirtioHeader);
        Written++;
    }

    private void Run()
    {
        lock (_gate)
        {
            while (!_isOver && _from.Queues[0].TryRead(_read, out var length))
                Carry(_read.AsSpan(0, length));
            _coalescer.Flush();
        }
    }

    private void Carry(ReadOnlySpan<byte> read)
    {
        Reads++;
        var segmenter = new PacketSegmenter(read);
        while (segmenter.TryNext(_packet, out var length))
        {
            TcpMssClamp.Clamp(_packet.AsSpan(0, length), mtu: 1300);
            Segments++;
            _coalescer.Add(_packet.AsSpan(0, length));
        }

        Dropped += segmenter.IsDropped ? 1 : 0;
    }
}
