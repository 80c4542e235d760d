using Adit.Protocols.Ip.Filtering;
using Adit.Protocols.Ip.Queues;

namespace Adit.Fuzz.Targets.Ip;

/// <summary>The number of a flow: any bytes have one, and what is behind the ports never changes it.</summary>
internal sealed class FlowHashTarget : IFuzzTarget
{
    private const int PortsLength = 4;
    private const int LongestIpv4Header = 60;

    private readonly PacketFactsTarget _packets = new();

    public string Name => "flow-hash";

    public IEnumerable<byte[]> Seeds => _packets.Seeds;

    public byte[] Repair(byte[] input) => _packets.Repair(input);

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var before = FlowHash.Of(input.Span);
        if (!PacketFacts.TryRead(input.Span, out _))
            return false;

        var packet = input.ToArray();
        BrokenLawException.ThrowUnless(FlowHash.Of([.. packet, 1, 2, 3]) == before, "Padding is no part of a packet.");
        packet.AsSpan(Math.Min(packet.Length, LongestIpv4Header + PortsLength)).Fill(0xff);
        BrokenLawException.ThrowUnless(FlowHash.Of(packet) == before, "What is behind the ports does not matter.");
        return true;
    }
}
