using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using static Adit.Protocols.Tests.Ppp.ScriptedPeer;

namespace Adit.Protocols.Tests.Ppp;

/// <summary>The gateway between a peer and the authority, both of them scripted.</summary>
public sealed class EapAuthenticatorTests
{
    private const string User = "55736572";
    private static readonly PppOptions s_eap = new() { Methods = [PppMethod.Eap, PppMethod.MsChapV2] };
    private static readonly byte[] s_challenge = [1, 77, 0, 6, 26, 1];
    private static readonly byte[] s_success = [3, 77, 0, 4];

    [Fact]
    public void The_peer_is_asked_who_it_is_and_asked_again_until_it_says()
    {
        var peer = WithOpenServer(end: new PppEnd(PppRole.Server, s_eap, seed: 1) { IsMute = true });
        var first = peer.Expect(EapProtocol, 1);
        Assert.Equal("01", first.Data);

        peer.WaitForDeadline();

        Assert.Equal(first, peer.Expect(EapProtocol, 1));
    }

    [Fact]
    public void What_the_peer_says_goes_to_the_authority_as_it_is()
    {
        var peer = WithOpenServer(end: new PppEnd(PppRole.Server, s_eap, seed: 1) { IsMute = true });

        peer.Say(EapProtocol, 2, peer.Expect(EapProtocol, 1).Id, "01" + User);

        var told = peer.Events.OfType<PppEvent.EapReceived>().Single();
        Assert.Equal("User", told.Identity);
        Assert.Equal("01" + User, Convert.ToHexString(told.Packet.Span[4..]));
    }

    [Fact]
    public void What_the_authority_asks_goes_to_the_peer_and_again_where_it_is_lost()
    {
        var peer = Challenged();

        Assert.Equal((77, "1A01"), (peer.Heard.Peek().Id, peer.Expect(EapProtocol, 1).Data));
        peer.WaitForDeadline();
        Assert.Equal((77, "1A01"), (peer.Heard.Peek().Id, peer.Expect(EapProtocol, 1).Data));
    }

    [Fact]
    public void Who_is_accepted_enters_the_network_with_the_keys_of_the_method()
    {
        var peer = Challenged();
        peer.Expect(EapProtocol, 1);
        peer.Say(EapProtocol, 2, 77, "1A03");

        peer.Answer(new PppAnswer.Accepted("user", null, Keys()) { EapPacket = s_success });

        peer.Expect(EapProtocol, 3);
        Assert.True(peer.Events.OfType<PppEvent.Authenticated>().Single() is { Identity: "user", Keys.AreGenerated: true });
        Assert.Equal(PppPhase.Network, peer.Session.Phase);
    }

    [Fact]
    public void Success_of_a_method_that_makes_keys_is_none_without_them()
    {
        var peer = Challenged();
        peer.Expect(EapProtocol, 1);
        peer.Say(EapProtocol, 2, 77, "1A03");

        peer.Answer(new PppAnswer.Accepted("user", null, SessionKeys.NotGenerated) { EapPacket = s_success });

        peer.Expect(Lcp, 5);
        peer.Say(Lcp, 6, 1);
        Assert.Equal(new PppFailure.KeysMissing(), peer.Failure);
    }

    [Fact]
    public void A_method_without_keys_needs_none()
    {
        var peer = Identified();
        peer.Answer(new PppAnswer.EapContinued(new byte[] { 1, 77, 0, 6, 4, 0 }));
        peer.Expect(EapProtocol, 1);
        peer.Say(EapProtocol, 2, 77, "0400");

        peer.Answer(new PppAnswer.Accepted("user", null, SessionKeys.NotGenerated) { EapPacket = s_success });

        Assert.Equal(PppPhase.Network, peer.Session.Phase);
    }

    [Fact]
    public void Who_is_refused_hears_it_and_the_call_ends_with_the_reason()
    {
        var peer = Identified();
        var reason = new PppFailure.NotAuthenticated();

        peer.Answer(new PppAnswer.Rejected(691, MayRetry: true, reason) { EapPacket = new byte[] { 4, 77, 0, 4 } });

        peer.Expect(EapProtocol, 4);
        peer.Expect(Lcp, 5);
        peer.Say(Lcp, 6, 1);
        Assert.Equal(reason, peer.Failure);
    }

    [Fact]
    public void A_Success_that_was_lost_is_said_again()
    {
        var peer = Challenged();
        peer.Expect(EapProtocol, 1);
        peer.Say(EapProtocol, 2, 77, "1A03");
        peer.Answer(new PppAnswer.Accepted("user", null, Keys()) { EapPacket = s_success });
        peer.Heard.Clear();

        peer.Say(EapProtocol, 2, 77, "1A03");

        peer.Expect(EapProtocol, 3);
    }

    [Theory]
    [InlineData(3, 77, "")] // success, from the peer
    [InlineData(4, 77, "")]
    [InlineData(1, 77, "01")]
    [InlineData(2, 78, "1A02")] // to another request
    [InlineData(2, 77, "")] // of no type
    public void What_is_no_answer_to_our_question_reaches_nobody(int code, int id, string data)
    {
        var peer = Challenged();
        peer.Expect(EapProtocol, 1);
        peer.Events.Clear();

        peer.Say(EapProtocol, code, id, data);

        peer.ExpectSilence();
        Assert.Empty(peer.Events);
    }

    [Fact]
    public void A_packet_that_no_authority_could_be_told_is_dropped()
    {
        var peer = Challenged();
        peer.Expect(EapProtocol, 1);
        peer.Events.Clear();

        peer.Say(EapProtocol, 2, 77, "1A" + new string('0', 6200));

        Assert.Empty(peer.Events);
    }

    [Theory]
    [InlineData(new byte[] { 3, 77, 0, 4 })]
    [InlineData(new byte[] { 1, 77 })]
    [InlineData(new byte[0])]
    public void An_authority_that_asks_nothing_has_let_nobody_in(byte[] packet)
    {
        var peer = Identified();

        peer.Answer(new PppAnswer.EapContinued(packet));

        peer.Expect(Lcp, 5);
        peer.Say(Lcp, 6, 1);
        Assert.Equal(new PppFailure.AuthorityNotUnderstood(), peer.Failure);
    }

    [Fact]
    public void A_peer_that_refuses_EAP_gets_the_next_method()
    {
        var peer = new ScriptedPeer(PppRole.Server, s_eap);
        peer.Say(Lcp, 1, 1, "010405DC");
        var theirs = peer.Expect(Lcp, 1);
        peer.Expect(Lcp, 2);

        peer.Say(Lcp, 3, theirs.Id, "0305C22381");

        Assert.Contains("0305C22381", peer.Expect(Lcp, 1).Data, StringComparison.Ordinal);
    }

    private static ScriptedPeer Identified()
    {
        var peer = WithOpenServer(end: new PppEnd(PppRole.Server, s_eap, seed: 1) { IsMute = true });
        peer.Say(EapProtocol, 2, peer.Expect(EapProtocol, 1).Id, "01" + User);
        return peer;
    }

    private static ScriptedPeer Challenged()
    {
        var peer = Identified();
        peer.Answer(new PppAnswer.EapContinued(s_challenge));
        return peer;
    }

    private static SessionKeys Keys()
    {
        Assert.True(SessionKeys.TryCreate(new byte[16], new byte[16], out var keys));
        return keys;
    }
}
