using System.Buffers.Binary;
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

    /// <summary>One set for IPv4, with as many filters as there is room for.</summary>
    public byte[] Repair(byte[] input)
    {
        const int set = 32;
        const int rules = set + 12;
        const int rule = 28;
        if (input.Length < rules)
            return input;

        var count = (input.Length - rules) / rule;
        var bytes = input[..(rules + (count * rule))];
        Seeds.First().AsSpan(0, rules).CopyTo(bytes);
        Put(bytes, 4, bytes.Length);
        Put(bytes, 16, bytes.Length - set);
        Put(bytes, set + 4, count);
        for (var at = rules; at < bytes.Length; at += rule)
        {
            Put(bytes, at + 4, -1);
            Put(bytes, at + 12, 0);
            bytes.AsSpan(at + 17, 3).Clear();
        }

        return bytes;
    }

    private static void Put(byte[] bytes, int at, int number) => BinaryPrimitives.WriteInt32LittleEndian(bytes.AsSpan(at), number);

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
