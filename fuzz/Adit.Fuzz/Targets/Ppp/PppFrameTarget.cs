using Adit.Protocols.Ppp;

namespace Adit.Fuzz.Targets.Ppp;

/// <summary>PPP frames and the control packets inside: views of the input, and the same bytes back.</summary>
internal sealed class PppFrameTarget : IFuzzTarget
{
    public string Name => "ppp-frame";

    public IEnumerable<byte[]> Seeds => PppFrames.Real;

    /// <summary>Makes a control packet of it whose length is that of the frame.</summary>
    public byte[] Repair(byte[] input) => PppFrames.Repair(input);

    public bool Run(ReadOnlyMemory<byte> input)
    {
        if (!PppFrame.TryParse(input.Span, out var frame))
            return false;

        CheckFrame(input.Span, frame);
        if (!ControlPacket.TryParse(frame.Information.ToArray(), out var packet))
            return false;

        BrokenLawException.ThrowUnless(
            frame.Information[..packet.Length].SequenceEqual(packet.ToArray()), "A control packet is written back as it was.");
        CheckEcho(packet);
        return true;
    }

    private static void CheckFrame(ReadOnlySpan<byte> input, PppFrame frame)
    {
        var header = input[..^frame.Information.Length];
        BrokenLawException.ThrowUnless(
            input.Length <= PppFrame.MaxLength && header.Length is >= 1 and <= PppFrame.HeaderLength && input.EndsWith(frame.Information),
            "The information is what stands behind the header.");

        Span<byte> whole = stackalloc byte[PppFrame.HeaderLength];
        PppFrame.WriteHeader(whole, frame.Protocol);
        BrokenLawException.ThrowUnless(
            whole.EndsWith(header[^1..]) && ((int)frame.Protocol & 1) == 1, "A protocol number is odd and kept.");
        BrokenLawException.ThrowUnless(
            header.Length < PppFrame.HeaderLength || whole.SequenceEqual(header), "A whole header is written back.");
    }

    private static void CheckEcho(ControlPacket packet) => BrokenLawException.ThrowUnless(
        !LcpEcho.TryRead(packet, out var echo)
            || echo.ToPacket(int.MaxValue).ToArray().AsSpan().SequenceEqual(packet.ToArray()),
        "An echo is written back as it was.");
}
