using Adit.Protocols.Ppp;

namespace Adit.Fuzz.Targets.Ppp;

/// <summary>PAP packets: a request is written back, and the words of an answer are bounded (RFC 1334 §2.2).</summary>
internal sealed class PapTarget : IFuzzTarget
{
    public string Name => "ppp-pap";

    public IEnumerable<byte[]> Seeds => [.. PppFrames.Real.Where(frame => frame is [0xff, 0x03, 0xc0, 0x23, ..]).Select(frame => frame[8..])];

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var words = RefusalText.Read(PapMessage.In(input.Span), byte.MaxValue).Message;
        BrokenLawException.ThrowUnless(
            words.Length <= byte.MaxValue && !words.Any(char.IsControl), "Words are bounded and harmless.");
        if (!PapRequest.TryRead(input, out var request))
            return !input.IsEmpty && input.Span[0] < input.Length;

        var written = request.ToArray();
        BrokenLawException.ThrowUnless(
            input.Span[..written.Length].SequenceEqual(written), "A request is written back as it was, but for what follows it.");
        return true;
    }
}
