using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Filtering;
using BenchmarkDotNet.Attributes;

namespace Adit.Benchmarks;

/// <summary>What is done to single packets; beside copying one.</summary>
public class PacketBenchmarks
{
    private const int Rules = 10;

    private readonly byte[] _packet = SuperPackets.Packets()[0];
    private readonly byte[] _first = SuperPackets.FirstPacket();
    private readonly byte[] _copy = new byte[2048];
    private readonly SessionFilter _filter = Filter();

    [Benchmark(Baseline = true, Description = "copy a packet")]
    public void Copy() => _packet.CopyTo(_copy, 0);

    [Benchmark(Description = "clamp the MSS of a SYN")]
    public bool ClampFirst()
    {
        _first.CopyTo(_copy, 0); // what is lowered already would be left alone
        return TcpMssClamp.Clamp(_copy.AsSpan(0, _first.Length), mtu: 1400);
    }

    [Benchmark(Description = "see that another packet needs no clamping")]
    public bool ClampOther() => TcpMssClamp.Clamp(_packet, mtu: 1400);

    [Benchmark(Description = "pass a filter of ten rules by its last")]
    public bool PassFilter() => _filter.Permits(PacketDirection.In, _packet);

    private static SessionFilter Filter()
    {
        var rules = Enumerable.Range(1, Rules).Select(
            i => new PacketRule(IpProtocol.Tcp, PacketRule.AnyIpv4, null, PacketRule.AnyIpv4, i < Rules ? (ushort)(1000 + i) : (ushort)80));
        return new SessionFilter([new PacketFilter(PacketDirection.In, IsIpv6: false, DropsOthers: true, [.. rules])]);
    }
}
