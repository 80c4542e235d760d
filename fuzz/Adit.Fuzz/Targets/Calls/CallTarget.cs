using Adit.Protocols.Calls;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;

namespace Adit.Fuzz.Targets.Calls;

/// <summary>
/// A whole call, from behind the HTTP answer: plays a script cut as it says and byte by byte, and then lets the call run out. How TCP
/// cuts the stream changes nothing. It has got past parsing once LCP was open.
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
        return asCut.EstablishedLink;
    }

    /// <summary>Whether this script brings a call all the way.</summary>
    public bool Opens(ReadOnlyMemory<byte> script) => Play(script, fixedCut: null).WasOpen;

    protected abstract SstpSession CreateTunnel();

    private CallRun Play(ReadOnlyMemory<byte> input, int? fixedCut)
    {
        var call = new Call(CreateTunnel(), new PppSession(role, CallSeeds.Options, new FixedRandom()), _options);
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

    protected override SstpSession CreateTunnel() => new SstpServerSession(new(), Packets.Certificate, new FixedRandom());
}

/// <summary>The client's side under scripts of a hostile server.</summary>
internal sealed class ClientCallTarget() : CallTarget(PppRole.Client)
{
    public override string Name => "client-call";

    public override IEnumerable<byte[]> Seeds => CallSeeds.Client;

    protected override SstpSession CreateTunnel() => new SstpClientSession(new(), Packets.Certificate);
}
