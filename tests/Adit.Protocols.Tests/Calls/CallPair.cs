using Adit.Protocols.Calls;
using Adit.Protocols.Calls.Recording;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using Adit.Protocols.Sstp;
using Adit.Protocols.Tests.Ppp;
using Adit.Protocols.Tests.Sstp;

namespace Adit.Protocols.Tests.Calls;

/// <summary>
/// Both ends of a call joined in memory, in virtual time. Bytes arrive whole and in order, as TCP has it, in pieces that a seed cuts
/// and glues.
/// </summary>
internal sealed class CallPair
{
    private const int MaxSteps = 20_000;
    private readonly Random _random;

    public CallPair(int seed = 1, CallOptions? serverOptions = null, CallOptions? clientOptions = null, SstpServerOptions? sstp = null, PppOptions? ppp = null,
        int recordLength = CallRecording.MaxLength)
    {
        _random = new Random(seed);
        Recorder = new CallRecorder(new CallSettings(sstp ?? new(), ppp ?? new(), serverOptions ?? new()), [SstpPair.Certificate], recordLength);
        Server = new CallEnd(NewServer(seed, serverOptions ?? new(), sstp ?? new(), ppp, Recorder), seed);
        Client = new CallEnd(
            new Call(
                new SstpClientSession(new(), SstpPair.Certificate),
                new PppSession(PppRole.Client, ppp ?? new(), new SeededRandom(seed + 20)),
                clientOptions ?? new()),
            seed + 30);
    }

    /// <summary>What the server's call is told and says.</summary>
    public CallRecorder Recorder { get; }

    public CallEnd Server { get; }

    public CallEnd Client { get; }

    public Moment Now { get; private set; } = Moment.Start;

    public bool AreBothOpen => Server.IsOpen && Client.IsOpen;

    public bool AreBothClosed => Server.IsClosed && Client.IsClosed;

    public static Call NewServer(int seed, CallOptions options, SstpServerOptions sstp, PppOptions? ppp = null, CallRecorder? recorder = null)
    {
        IRandomSource Recorded(IRandomSource random) => recorder is null ? random : new RecordedRandom(random, recorder);
        return new Call(
            new SstpServerSession(sstp, SstpPair.Certificate, Recorded(new SeededRandomSource(seed))),
            new PppSession(PppRole.Server, ppp ?? new(), Recorded(new SeededRandom(seed + 10))),
            options)
        {
            Recorder = recorder,
        };
    }

    /// <summary>Begins the call and runs it until both ends are open.</summary>
    public CallPair Open()
    {
        Begin();
        RunUntil(() => AreBothOpen);
        return this;
    }

    public CallPair Begin()
    {
        Server.Do(call => call.Open(Now), Now);
        Client.Do(call => call.Open(Now), Now);
        return this;
    }

    /// <summary>Runs to what happens next, again and again, until <paramref name="isDone"/>.</summary>
    public void RunUntil(Func<bool> isDone)
    {
        for (var steps = 0; !isDone(); steps++)
        {
            Assert.True(steps < MaxSteps && Step(), $"It never came to that, after {steps} steps and {Now - Moment.Start}.");
        }
    }

    public void RunToTheEnd() => RunUntil(() => AreBothClosed);

    /// <summary>Carries all bytes both ways, at once.</summary>
    public void Exchange()
    {
        while (Client.Wire.Count + Server.Wire.Count > 0)
            Carry();
    }

    /// <summary>Lets this much time pass, with all that happens in it.</summary>
    public void Pass(TimeSpan time)
    {
        var until = Now + time;
        Exchange();
        while (NextDeadline <= until)
        {
            Jump();
            Exchange();
        }

        Now = until;
    }

    /// <summary>The connection breaks: what is on its way is lost, and both ends learn of it.</summary>
    public void Cut()
    {
        Client.Wire.Clear();
        Server.Wire.Clear();
        Client.Do(call => call.HandleTransportLost(Now), Now);
        Server.Do(call => call.HandleTransportLost(Now), Now);
    }

    private Moment? NextDeadline => Moment.Earliest(Client.Call.NextDeadline, Server.Call.NextDeadline);

    private bool Step()
    {
        if (Client.Wire.Count + Server.Wire.Count > 0)
            Carry();
        else if (NextDeadline is not null)
            Jump();
        else
            return false;

        return true;
    }

    private void Jump()
    {
        Now = NextDeadline!.Value > Now ? NextDeadline.Value : Now;
        Client.Do(call => call.HandleTimeout(Now), Now);
        Server.Do(call => call.HandleTimeout(Now), Now);
        Assert.True(!(NextDeadline <= Now), "A deadline that was acted on is over.");
    }

    private void Carry()
    {
        Carry(Client, Server);
        Carry(Server, Client);
    }

    private void Carry(CallEnd from, CallEnd to)
    {
        if (from.Wire.Count == 0)
            return;

        var piece = from.Wire.GetRange(0, _random.Next(1, from.Wire.Count + 1)).ToArray();
        from.Wire.RemoveRange(0, piece.Length);
        to.Receive(piece, Now);
    }
}
