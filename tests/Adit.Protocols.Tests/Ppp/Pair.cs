using Adit.Protocols.Ppp;

namespace Adit.Protocols.Tests.Ppp;

/// <summary>A server and a client joined in memory, in virtual time that jumps to whatever happens next.</summary>
internal sealed class Pair
{
    private const int MaxSteps = 20_000;
    private readonly LossyLink _toServer;
    private readonly LossyLink _toClient;

    public Pair(PppEnd server, PppEnd client, int seed = 1, double loss = 0)
    {
        (Server, Client) = (server, client);
        (_toServer, _toClient) = (new LossyLink(seed, loss), new LossyLink(seed + 1, loss));
        Server.Session.Open(Now);
        Client.Session.Open(Now);
    }

    public static Pair Default(int seed = 1, double loss = 0) => new(
        new PppEnd(PppRole.Server, new PppOptions(), seed), new PppEnd(PppRole.Client, new PppOptions(), seed + 7), seed, loss);

    public PppEnd Server { get; }

    public PppEnd Client { get; }

    public Moment Now { get; private set; }

    public int Steps { get; private set; }

    /// <summary>Whether the path still carries frames.</summary>
    public bool IsCut { get; set; }

    public bool AreBothOpen => Server.IsOpen && Client.IsOpen;

    public bool AreBothClosed => Server.Closed is not null && Client.Closed is not null;

    /// <summary>Runs until <paramref name="isDone"/>, until nothing can happen any more, or for too long.</summary>
    public void Run(Func<bool> isDone)
    {
        for (; Steps < MaxSteps; Steps++)
        {
            Drain();
            if (isDone() || Next() is not { } next)
                return;

            Now = next > Now ? next : Now;
            Deliver();
        }

        Assert.Fail($"Still busy after {MaxSteps} steps, at {Now.Ticks / TimeSpan.TicksPerSecond} s.");
    }

    public void Drain()
    {
        Server.Drain(Now, frame => Send(_toClient, frame));
        Client.Drain(Now, frame => Send(_toServer, frame));
    }

    private void Send(LossyLink link, ReadOnlyMemory<byte> frame)
    {
        if (!IsCut)
            link.Send(frame, Now);
    }

    private Moment? Next() => Moment.Earliest(
        Moment.Earliest(_toServer.NextArrival, _toClient.NextArrival),
        Moment.Earliest(Server.Session.NextDeadline, Client.Session.NextDeadline));

    private void Deliver()
    {
        if (_toServer.TryReceive(Now, out var toServer))
            Receive(Server, toServer);
        else if (_toClient.TryReceive(Now, out var toClient))
            Receive(Client, toClient);

        Server.Session.HandleTimeout(Now);
        Client.Session.HandleTimeout(Now);
    }

    private void Receive(PppEnd end, byte[] frame)
    {
        if (end.Session.TryReceive(frame, Now, out var packet))
            end.Packets.Add(Convert.ToHexString(packet));
    }
}
