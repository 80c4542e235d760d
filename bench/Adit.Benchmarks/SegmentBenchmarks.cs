using Adit.Protocols.Ip;
using Adit.Protocols.Sstp;
using BenchmarkDotNet.Attributes;

namespace Adit.Benchmarks;

/// <summary>One read of the TUN becomes packets, and messages side by side; beside copying the same bytes.</summary>
public class SegmentBenchmarks
{
    private const int PppLength = 4;

    private readonly byte[] _read = SuperPackets.Read();
    private readonly byte[] _messages = new byte[160 * 1024];

    [Benchmark(Baseline = true, Description = "copy 64 KiB")]
    public void Copy() => _read.CopyTo(_messages, 0);

    [Benchmark(Description = "segment them")]
    public int Segment()
    {
        var segments = new PacketSegmenter(_read);
        var count = 0;
        while (segments.TryNext(_messages, out _))
            count++;
        return count;
    }

    [Benchmark(Description = "segment, clamp and frame them")]
    public int Frame()
    {
        var segments = new PacketSegmenter(_read);
        var end = 0;
        while (segments.NextLength is > 0 and var length)
        {
            var message = _messages.AsSpan(end, SstpHeader.Length + PppLength + length);
            var packet = message[(SstpHeader.Length + PppLength)..];
            segments.TryNext(packet, out _);
            TcpMssClamp.Clamp(packet, mtu: 1400);
            new SstpHeader(IsControl: false, message.Length).Write(message);
            end += message.Length;
        }

        return end;
    }
}
