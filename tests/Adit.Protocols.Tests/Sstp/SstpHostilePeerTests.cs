using Adit.Protocols.Sstp;

namespace Adit.Protocols.Tests.Sstp;

/// <summary>A peer that sends what it likes, to a driver that has no time to drain.</summary>
public sealed class SstpHostilePeerTests
{
    private const int Messages = 100_000;

    [Fact]
    public void Echo_requests_do_not_pile_up_answers()
    {
        var pair = new SstpPair();
        pair.OpenAndConnect();

        var session = Flood(pair.Server, SstpMessages.EchoRequest, pair.Now);

        Assert.InRange(session.QueuedMessages, 1, 4);
        Assert.True(session.IsConnected);
    }

    [Theory]
    [InlineData("10010008 0001 0000")] // requests to refuse
    [InlineData("10010008 0063 0000")] // unknown messages
    [InlineData("10010008 0006 0000")] // farewells
    [InlineData("10010008 0005 0000")] // aborts
    [InlineData("10010006 0001")] // control messages without a type
    [InlineData("10000004")] // empty frames
    [InlineData("FFFFFFFF")] // no packets at all
    public void No_message_sent_over_and_over_makes_a_session_grow(string hex)
    {
        var server = new SstpEnd(new SstpServerSession(new(), SstpPair.Certificate, new SeededRandomSource(1)));
        server.Open(Moment.Start);

        var session = Flood(server, SstpMessages.Hex(hex), Moment.Start);

        Assert.InRange(session.QueuedMessages, 0, 5);
        Assert.InRange(session.QueuedEvents, 0, 2);
    }

    [Fact]
    public void No_mixture_of_messages_makes_a_session_grow()
    {
        var random = new Random(1);
        byte[][] choice = [SstpMessages.ConnectRequest, SstpMessages.EchoRequest, SstpMessages.Data, SstpMessages.Hex("10000004")];
        var server = new SstpEnd(new SstpServerSession(new(), SstpPair.Certificate, new SeededRandomSource(1)));
        server.Open(Moment.Start);
        var session = (SstpSession)server.Session;

        for (var i = 0; i < Messages; i++)
            session.TryReceive(choice[random.Next(choice.Length)], Moment.Start, out _, out _);

        Assert.InRange(session.QueuedMessages, 0, 5);
        Assert.InRange(session.QueuedEvents, 0, 2);
    }

    private static SstpSession Flood(SstpEnd end, byte[] message, Moment now)
    {
        for (var i = 0; i < Messages; i++)
            Assert.True(end.Session.TryReceive(message, now, out _, out _));

        return (SstpSession)end.Session;
    }
}
