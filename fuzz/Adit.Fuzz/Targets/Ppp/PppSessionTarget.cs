using Adit.Fuzz.Targets.Calls;
using Adit.Protocols.Ppp;

namespace Adit.Fuzz.Targets.Ppp;

/// <summary>Plays a script to a PPP session and then lets it run out. It has got past parsing once LCP was open.</summary>
internal abstract class PppSessionTarget(PppRole role) : IFuzzTarget
{
    public abstract string Name { get; }

    public abstract IEnumerable<byte[]> Seeds { get; }

    public bool Run(ReadOnlyMemory<byte> input) => Play(input).EstablishedLink;

    /// <summary>Whether this script brings a session all the way.</summary>
    public bool Opens(ReadOnlyMemory<byte> script) => Play(script).OpenedNetwork;

    private PppRun Play(ReadOnlyMemory<byte> script)
    {
        var run = new PppRun(new PppSession(role, CallSeeds.Options, new FixedRandom()));
        run.Play(script);
        run.PlayOut();
        return run;
    }
}

/// <summary>The server's side under scripts of a hostile client.</summary>
internal sealed class PppServerSessionTarget() : PppSessionTarget(PppRole.Server)
{
    public override string Name => "ppp-server-session";

    public override IEnumerable<byte[]> Seeds => CallSeeds.PppServer;
}

/// <summary>The client's side under scripts of a hostile server.</summary>
internal sealed class PppClientSessionTarget() : PppSessionTarget(PppRole.Client)
{
    public override string Name => "ppp-client-session";

    public override IEnumerable<byte[]> Seeds => CallSeeds.PppClient;
}
