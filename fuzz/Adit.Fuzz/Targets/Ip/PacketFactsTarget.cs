using System.Buffers.Binary;
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

    /// <summary>Version and lengths agree.</summary>
    public byte[] Repair(byte[] input)
    {
        var packet = input.ToArray();
        if (packet.Length >= Ipv6Header.Length && packet[0] % 2 == 0)
        {
            packet[0] = 0x60;
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(4), (ushort)(packet.Length - Ipv6Header.Length));
        }
        else if (packet.Length >= Ipv4Header.MinLength)
        {
            packet[0] = 0x45;
            BinaryPrimitives.WriteUInt16BigEndian(packet.AsSpan(2), (ushort)packet.Length);
        }

        return packet;
    }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        BrokenLawException.ThrowUnless(input.IsEmpty || !_nothing.Permits(PacketDirection.In, input.Span), "What drops all lets nothing pass.");
        return PacketFacts.TryRead(input.Span, out _);
    }
}
