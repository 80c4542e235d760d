using Adit.Protocols.Calls;
using Adit.Protocols.Crypto;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Tests.Sstp;

/// <summary>Both ends of a call joined in memory, in virtual time. Bytes arrive whole and in order, in pieces that a seed chooses.</summary>
internal sealed class SstpPair
{
    private readonly Random _random;

    public SstpPair(int seed = 1, SstpServerOptions? serverOptions = null, SstpClientOptions? clientOptions = null)
    {
        _random = new Random(seed);
        Server = new SstpEnd(new SstpServerSession(serverOptions ?? new(), Certificate, new SeededRandomSource(seed)));
        Client = new SstpEnd(new SstpClientSession(clientOptions ?? new(), Certificate));
    }

    public static CertificateHashes Certificate { get; } = CertificateHashes.Of("the server's certificate"u8);

    public static SessionKeys Keys { get; } = CreateKeys(7);

    public SstpEnd Server { get; }

    public SstpEnd Client { get; }

    public Moment Now { get; private set; } = Moment.Start;

    public static SessionKeys CreateKeys(byte fill)
    {
        var receive = new byte[16];
        Array.Fill(receive, fill);
        Assert.True(SessionKeys.TryCreate(receive, new byte[16], out var keys));
        return keys;
    }

    public void Open()
    {
        Server.Open(Now);
        Client.Open(Now);
        Exchange();
    }

    public void OpenAndConnect()
    {
        Open();
        Authenticate();
    }

    public void Authenticate()
    {
        Server.Do(s => s.HandleKeys(Keys, Now), Now);
        Client.Do(s => s.HandleKeys(Keys, Now), Now);
        Exchange();
    }

    public void Close(SstpEnd end)
    {
        end.Do(s => s.Close(Now), Now);
        Exchange();
    }

    /// <summary>Carries bytes both ways, in random pieces, until neither end has more to say.</summary>
    public void Exchange()
    {
        while (Client.Wire.Count + Server.Wire.Count > 0)
        {
            Carry(Client, Server);
            Carry(Server, Client);
        }
    }

    public void Advance(TimeSpan span) => Now += span;

    /// <summary>Jumps to the next deadline; false where there is none.</summary>
    public bool Jump()
    {
        if (Moment.Earliest(Client.Session.NextDeadline, Server.Session.NextDeadline) is not { } deadline)
            return false;

        Now = deadline;
        Client.Do(s => s.HandleTimeout(Now), Now);
        Server.Do(s => s.HandleTimeout(Now), Now);
        return true;
    }

    public void JumpToTheEnd()
    {
        for (var jumps = 0; Jump(); jumps++)
        {
            Assert.InRange(jumps, 0, 100);
            Exchange();
        }
    }

    private void Carry(SstpEnd from, SstpEnd to)
    {
        if (from.Wire.Count == 0)
            return;

        var piece = from.Wire.GetRange(0, _random.Next(1, from.Wire.Count + 1)).ToArray();
        from.Wire.RemoveRange(0, piece.Length);
        to.Receive(piece, Now);
    }
}
