using Adit.Protocols.Sstp;

namespace Adit.Fuzz.Targets;

/// <summary>
/// Plays a script twice, cut as it says and byte by byte: the contract holds in every step, every session comes to an end, and how
/// TCP cuts the stream changes nothing.
/// </summary>
internal abstract class SessionTarget : IFuzzTarget
{
    public abstract string Name { get; }

    public abstract IEnumerable<byte[]> Seeds { get; }

    protected abstract bool AsksAboutBinding { get; }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var asCut = Play(input, fixedCut: null);
        var byteByByte = Play(input, fixedCut: 1);
        BrokenLawException.ThrowUnless(
            asCut.Sent.SequenceEqual(byteByByte.Sent)
            && asCut.Frames.SequenceEqual(byteByByte.Frames)
            && asCut.WasConnected == byteByByte.WasConnected
            && string.Equals(asCut.FailureCode, byteByByte.FailureCode, StringComparison.Ordinal),
            "How the stream is cut changes nothing.");
        return asCut.AllowedFrames;
    }

    protected abstract SstpSession Create();

    private SessionRun Play(ReadOnlyMemory<byte> input, int? fixedCut)
    {
        var run = new SessionRun(Create(), AsksAboutBinding, fixedCut);
        run.Play(input);
        run.PlayOut();
        return run;
    }
}
