using Adit.Protocols;
using Adit.Protocols.Calls;
using Adit.Protocols.Calls.Recording;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;

namespace Adit.Fuzz.Targets.Calls;

/// <summary>
/// A whole call, from behind the HTTP answer: plays a script cut as it says and byte by byte, and then lets the call run out. How TCP
/// cuts the stream changes nothing, and a server's call that was recorded is replayed to the same end. It has got past parsing once LCP
/// was open.
/// </summary>
internal abstract class CallTarget(PppRole role) : IFuzzTarget
{
    private static readonly CallOptions _options = new() { MaxEarlyPackets = 4, MaxQueuedMessages = 16 };

    public abstract string Name { get; }

    public abstract IEnumerable<byte[]> Seeds { get; }

    public bool Run(ReadOnlyMemory<byte> input)
    {
        var asCut = Play(input, fixedCut: null);
        var byteByByte = Play(input, fixedCut: 1);
        BrokenLawException.ThrowUnless(
            asCut.Sent.SequenceEqual(byteByByte.Sent)
                && asCut.PacketsReceived.SequenceEqual(byteByByte.PacketsReceived)
                && string.Equals(asCut.Ending, byteByByte.Ending, StringComparison.Ordinal),
            "How the stream is cut changes nothing.");
        Replay(asCut);
        return asCut.EstablishedLink;
    }

    /// <summary>Whether this script brings a call all the way.</summary>
    public bool Opens(ReadOnlyMemory<byte> script) => Play(script, fixedCut: null).WasOpen;

    /// <summary>What is written down of a call that goes by this script.</summary>
    public string Record(ReadOnlyMemory<byte> script) => Play(script, fixedCut: null).Recorder?.ToText() ?? "";

    protected abstract SstpSession CreateTunnel(IRandomSource random);

    private static void Replay(CallRun run)
    {
        if (run.Recorder is null)
            return;

        var isRead = CallRecording.TryParse(run.Recorder.ToText(), out var recording, out var fault);
        BrokenLawException.ThrowUnless(isRead, $"What was recorded can be read: {fault}.");
        var outcome = CallReplay.Run(recording!);
        BrokenLawException.ThrowUnless(outcome.Difference is null, $"A replay ends the same: {outcome.Difference}.");
    }

    /// <summary>Notes what the server's side is told, and gives the randomness for it.</summary>
    protected static CallRecorder NewRecorder() => new(new CallSettings(new(), CallSeeds.Options, _options), [Packets.Certificate], CallRecording.MaxLength);

    protected virtual (SstpSession Tunnel, PppSession Ppp, CallRecorder? Recorder) Create() =>
        (CreateTunnel(new FixedRandom()), new PppSession(role, CallSeeds.Options, new FixedRandom()), null);

    private CallRun Play(ReadOnlyMemory<byte> input, int? fixedCut)
    {
        var (tunnel, ppp, recorder) = Create();
        var call = new Call(tunnel, ppp, _options) { Recorder = recorder };
        var run = new CallRun(call, _options, asksAboutBinding: role is PppRole.Server, fixedCut);
        run.Play(input);
        run.PlayOut();
        return run;
    }
}

/// <summary>The server's side under scripts of a hostile client.</summary>
internal sealed class ServerCallTarget() : CallTarget(PppRole.Server)
{
    public override string Name => "server-call";

    public override IEnumerable<byte[]> Seeds => CallSeeds.Server;

    protected override SstpSession CreateTunnel(IRandomSource random) => new SstpServerSession(new(), Packets.Certificate, random);

    protected override (SstpSession Tunnel, PppSession Ppp, CallRecorder? Recorder) Create()
    {
        var recorder = NewRecorder();
        var random = new RecordedRandom(new FixedRandom(), recorder);
        return (CreateTunnel(random), new PppSession(PppRole.Server, CallSeeds.Options, random), recorder);
    }
}

/// <summary>The client's side under scripts of a hostile server.</summary>
internal sealed class ClientCallTarget() : CallTarget(PppRole.Client)
{
    public override string Name => "client-call";

    public override IEnumerable<byte[]> Seeds => CallSeeds.Client;

    protected override SstpSession CreateTunnel(IRandomSource random) => new SstpClientSession(new(), Packets.Certificate);
}
