using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Filtering;

namespace Adit.Fuzz.Targets.Ip;

/// <summary>What filters look at: any bytes get a verdict, and one that drops all drops all.</summary>
internal sealed class PacketFactsTarget : IFuzzTarget
{
    private static readonly SessionFilter _nothing = new(
        from direction in new[] { PacketDirection.In, PacketDirection.Out }
        from isIpv6 in new[] { false, true }
        select new PacketFilter(direction, isIpv6, DropsOthers: true, []));

    public string Name => "packet-facts";

    public IEnumerable<byte[]> Seeds =>
    [
        new UdpDatagram(new Ipv4Address(0x0a000001), 68, new(0x0a000002), 67, [1, 2, 3]).ToArray(),
        Convert.FromHexString("60000000000c3c40fd000000000000000000000000000001fd0000000000000000000000000000020600000000000000c35001bb"),
        Convert.FromHexString("6000000000102c40fd000000000000000000000000000001fd000000000000000000000000000002060000010000000700000000c35001bb"),
    ];

    public bool Run(ReadOnlyMemory<byte> input)
    {
        BrokenLawException.ThrowUnless(input.IsEmpty || !_nothing.Permits(PacketDirection.In, input.Span), "What drops all lets nothing pass.");
        return PacketFacts.TryRead(input.Span, out _);
    }
}
