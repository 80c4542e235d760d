using Adit.Protocols.Ip;
using BenchmarkDotNet.Attributes;

namespace Adit.Benchmarks;

/// <summary>Packets of one flow become a super-packet, their checksums verified; beside copying the same bytes.</summary>
public class CoalesceBenchmarks
{
    private readonly byte[][] _packets = SuperPackets.Packets();
    private readonly byte[] _copy = new byte[2048];
    private readonly PacketCoalescer _coalescer = new(new Nowhere(), takesDatagrams: true);

    [Benchmark(Baseline = true, Description = "copy 47 packets")]
    public void Copy()
    {
        foreach (var packet in _packets)
            packet.CopyTo(_copy, 0);
    }

    [Benchmark(Description = "coalesce them")]
    public void Coalesce()
    {
        foreach (var packet in _packets)
            _coalescer.Add(packet);
        _coalescer.Flush();
    }

    private sealed class Nowhere : IPacketSink
    {
        public void Write(ReadOnlySpan<byte> packetWithVirtioHeader)
        {
        }
    }
}
