using Adit.Protocols.Eap.Tls;

namespace Adit.Fuzz.Targets;

/// <summary>What is a packet of EAP-TLS is written as it was read, but for the two bits that nobody uses.</summary>
internal sealed class EapTlsPacketTarget : IFuzzTarget
{
    private const byte Reserved = 0x18;

    public string Name => "eap-tls-packet";

    public IEnumerable<byte[]> Seeds => [[0x20], [0x00], [0xC0, 0, 0, 0, 9, 22, 3, 3], [0x40, 1, 2], [0x21, 5]];

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (!EapTlsPacket.TryParse(input, out var packet))
            return false;

        var expected = input.ToArray();
        expected[0] = (byte)(expected[0] & ~Reserved);
        BrokenLawException.ThrowUnless(expected.AsSpan().SequenceEqual(packet.ToBytes()), "A packet is written as it was read.");
        return true;
    }
}
