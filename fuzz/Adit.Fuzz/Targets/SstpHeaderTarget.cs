using Adit.Protocols.Sstp;

namespace Adit.Fuzz.Targets;

/// <summary>Packet headers: bounds, and the same bytes back but for the reserved bits.</summary>
internal sealed class SstpHeaderTarget : IFuzzTarget
{
    public string Name => "sstp-header";

    public IEnumerable<byte[]> Seeds => [[0x10, 0, 0, 4], [0x10, 1, 0, 8], [0x10, 0, 0x0f, 0xff], [0x10, 0xff, 0xf5, 0xdc, 1, 2, 3]];

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var bytes = input.Span;
        if (!SstpHeader.TryParse(bytes, out var header))
            return false;

        BrokenLawException.ThrowUnless(
            header.PacketLength is >= SstpHeader.Length and <= SstpHeader.MaxPacketLength, "An accepted length can be a packet's.");

        Span<byte> written = stackalloc byte[SstpHeader.Length];
        header.Write(written);
        ReadOnlySpan<byte> expected = [bytes[0], (byte)(bytes[1] & 1), (byte)(bytes[2] & 0x0f), bytes[3]];
        BrokenLawException.ThrowUnless(written.SequenceEqual(expected), "A header is written back as it was.");
        return true;
    }
}
