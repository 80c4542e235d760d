using Adit.Protocols.Ppp;
using static Adit.Protocols.Tests.Ppp.ScriptedPeer;

namespace Adit.Protocols.Tests.Ppp;

/// <summary>What LCP has beside negotiation: echoes, identification, rejects, and our own frames coming back.</summary>
public sealed class LcpPacketTests
{
    [Fact]
    public void An_echo_is_answered_with_its_data_and_our_magic_number()
    {
        var peer = WithOpenServer();
        peer.Expect(Chap, 1);

        peer.Say(Lcp, 9, 77, "352A1C43AABBCC");

        var reply = peer.Expect(Lcp, 10);
        Assert.Equal((77, "AABBCC"), (reply.Id, reply.Data[8..]));
        Assert.NotEqual("352A1C43", reply.Data[..8], StringComparer.Ordinal);
    }

    [Fact]
    public void An_echo_reply_is_no_longer_than_the_peer_takes()
    {
        var peer = WithOpenServer(request: "01040240"); // 576
        peer.Expect(Chap, 1);

        peer.Say(Lcp, 9, 1, new string('0', 2 * 1000));

        Assert.Equal(576 - 4, peer.Expect(Lcp, 10).Data.Length / 2);
    }

    [Fact]
    public void Identification_is_told_and_not_rejected()
    {
        var peer = WithOpenServer();
        peer.Expect(Chap, 1);

        peer.Say(Lcp, 12, 2, "352A1C43" + Convert.ToHexString("MSRASV5.20"u8));
        peer.Say(Lcp, 13, 3, "352A1C4300000E10");
        peer.Say(Lcp, 11, 4, "352A1C43");

        peer.ExpectSilence();
        var message = peer.Events.OfType<PppEvent.PeerIdentified>().Single().Message;
        Assert.Equal("MSRASV5.20", System.Text.Encoding.ASCII.GetString(message.Span));
    }

    [Fact]
    public void An_unknown_code_is_rejected_with_its_packet()
    {
        var peer = WithOpenServer();
        peer.Expect(Chap, 1);

        peer.Say(Lcp, 99, 2, "AB");

        Assert.Equal("63020005AB", peer.Expect(Lcp, 7).Data);
    }

    [Fact]
    public void A_peer_that_does_not_know_Configure_Request_ends_the_call()
    {
        var peer = new ScriptedPeer(PppRole.Server);

        peer.Say(Lcp, 7, 1, "01010004");

        Assert.Equal(new PppFailure.CodeRejected(0xc021, 1), peer.Failure);
    }

    [Fact]
    public void A_peer_without_IPv4_ends_the_call()
    {
        var peer = WithServerInNetwork();
        peer.Expect(Ipcp, 1);

        peer.Say(Lcp, 8, 1, "8021");
        peer.Say(Lcp, 6, peer.Expect(Lcp, 5).Id);

        Assert.Equal(new PppFailure.NetworkRejected(), peer.Failure);
    }

    [Theory]
    [InlineData("C021", 0xc021)]
    [InlineData("C223", 0xc223)]
    public void A_peer_that_does_not_know_what_it_agreed_to_ends_the_call(string rejected, int protocol)
    {
        var peer = WithOpenServer();
        peer.Expect(Chap, 1);

        peer.Say(Lcp, 8, 1, rejected);
        peer.Say(Lcp, 6, peer.Expect(Lcp, 5).Id);

        Assert.Equal(new PppFailure.ProtocolRejected(protocol), peer.Failure);
    }

    [Fact]
    public void A_peer_that_does_not_know_a_protocol_we_can_do_without_changes_nothing()
    {
        var peer = WithOpenServer();

        peer.Say(Lcp, 8, 1, "80FD");

        Assert.Equal(PppPhase.Authenticate, peer.Session.Phase);
    }

    [Fact]
    public void Our_own_frames_coming_back_are_recognised()
    {
        var peer = new ScriptedPeer(PppRole.Client);

        while (peer.Session.NextDeadline is not null)
        {
            SayBack(peer);
            peer.WaitForDeadline();
        }

        Assert.InRange(Assert.IsType<PppFailure.LoopedBack>(peer.Failure).Collisions, 1, 10);
    }

    [Theory]
    [InlineData(1)]
    [InlineData(3)]
    public void A_terminal_that_echoes_until_its_program_has_begun_does_not_end_the_call(int echoes)
    {
        var peer = new ScriptedPeer(PppRole.Server);
        for (var i = 0; i < echoes; i++)
        {
            SayBack(peer);
            peer.ExpectSilence();
            peer.WaitForDeadline();
        }

        peer.Say(Lcp, 1, 1, "010405DC");
        peer.AckTheirs(Lcp);

        Assert.Equal(PppPhase.Authenticate, peer.Session.Phase);
    }

    private static void SayBack(ScriptedPeer peer)
    {
        while (peer.Heard.TryDequeue(out var heard))
            peer.Say(heard.Protocol, heard.Code, heard.Id, heard.Data);
    }
}
