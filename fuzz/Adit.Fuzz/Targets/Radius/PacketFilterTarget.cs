using Adit.Protocols.Ip;
using Adit.Protocols.Ip.Filtering;
using Adit.Protocols.Radius;

namespace Adit.Fuzz.Targets.Radius;

/// <summary>MS-Filter: what is read is written no longer than it was, and reads the same.</summary>
internal sealed class PacketFilterTarget : IFuzzTarget
{
    private static readonly PacketRule _rule = new(IpProtocol.Tcp, PacketRule.AnyIpv4, null, PacketRule.Of(new Ipv4Network(new Ipv4Address(0x0a000000), 8)), 443);

    public string Name => "radius-filter";

    public IEnumerable<byte[]> Seeds =>
    [
        PacketFilterAttributes.Write([new PacketFilter(PacketDirection.In, IsIpv6: false, DropsOthers: true, [_rule, _rule])], isIpv6: false),
        PacketFilterAttributes.Write(
            [
                new PacketFilter(PacketDirection.In, IsIpv6: true, DropsOthers: true, [_rule with { Destination = PacketRule.AnyIpv6 }]),
                new PacketFilter(PacketDirection.Out, IsIpv6: true, DropsOthers: false, [_rule with { Destination = PacketRule.AnyIpv6 }]),
            ],
            isIpv6: true),
    ];

    public bool Run(ReadOnlyMemory<byte> input) => Run(input.Span, isIpv6: false) | Run(input.Span, isIpv6: true);

    private static bool Run(ReadOnlySpan<byte> input, bool isIpv6)
    {
        if (PacketFilterAttributes.Read(input, isIpv6) is not { } filters)
            return false;

        var written = PacketFilterAttributes.Write(filters, isIpv6);
        BrokenLawException.ThrowUnless(written.Length <= input.Length, "What is written is no longer than what was read.");
        BrokenLawException.ThrowUnless(
            PacketFilterAttributes.Read(written, isIpv6) is { } again && again.SequenceEqual(filters), "What is written reads the same.");
        return true;
    }
}
