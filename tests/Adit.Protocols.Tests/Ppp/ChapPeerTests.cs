using Adit.Protocols.Ppp;
using static Adit.Protocols.Tests.Ppp.ScriptedPeer;

namespace Adit.Protocols.Tests.Ppp;

public sealed class ChapPeerTests
{
    private const string Challenge = "105B5D7C7D7B3F2F3E3C2C602132262628"; // RFC 2759 §9.2, without a name

    [Fact]
    public void A_challenge_is_answered_and_answered_again_the_same_when_repeated()
    {
        var peer = InAuthentication();
        peer.Say(Chap, 1, 7, Challenge);
        var response = peer.Expect(Chap, 2);

        peer.Say(Chap, 1, 7, Challenge);

        Assert.Equal((7, 49 + 1 + 4), (response.Id, response.Data.Length / 2));
        Assert.Equal(response, peer.Expect(Chap, 2));
        Assert.Single(peer.Events.OfType<PppEvent.ChallengeReceived>());
    }

    [Fact]
    public void A_response_without_a_verdict_is_repeated()
    {
        var peer = InAuthentication();
        peer.Say(Chap, 1, 7, Challenge);
        var response = peer.Expect(Chap, 2);

        peer.WaitForDeadline();

        Assert.Equal(response, peer.Expect(Chap, 2));
    }

    [Theory]
    [InlineData("00")]
    [InlineData("0F5B5D7C7D7B3F2F3E3C2C6021322626")]
    [InlineData("105B5D")]
    public void A_challenge_of_another_length_is_not_answered(string data)
    {
        var peer = InAuthentication();

        peer.Say(Chap, 1, 7, data);

        peer.ExpectSilence();
    }

    [Fact]
    public void A_refusal_is_a_failure_with_the_servers_error()
    {
        var peer = InAuthentication();
        peer.Say(Chap, 1, 7, Challenge);
        peer.Expect(Chap, 2);

        peer.Say(Chap, 4, 7, Convert.ToHexString("E=649 R=0 C=5B5D7C7D7B3F2F3E3C2C602132262628 V=3 M=No dial-in\u0007"u8));
        peer.Say(Lcp, 6, peer.Expect(Lcp, 5).Id);

        Assert.Equal(new PppFailure.Refused(649, MayRetry: false, "No dial-in."), peer.Failure);
    }

    [Theory]
    [InlineData("S=407A5589115FD0D6209F510FE9C04566932CDA56 M=Welcome")]
    [InlineData("Welcome")]
    [InlineData("")]
    public void A_server_that_does_not_prove_itself_is_left(string text)
    {
        var peer = InAuthentication();
        peer.Say(Chap, 1, 7, Challenge);
        peer.Expect(Chap, 2);

        peer.Say(Chap, 3, 7, Convert.ToHexString(System.Text.Encoding.ASCII.GetBytes(text)));
        peer.Say(Lcp, 6, peer.Expect(Lcp, 5).Id);

        Assert.Equal(new PppFailure.AuthenticatorNotProven(), peer.Failure);
    }

    [Fact]
    public void Success_before_any_response_means_nothing()
    {
        var peer = InAuthentication();

        peer.Say(Chap, 3, 7, Convert.ToHexString("S=407A5589115FD0D6209F510FE9C04566932CDA56 M=Welcome"u8));

        Assert.Equal(PppPhase.Authenticate, peer.Session.Phase);
    }

    [Fact]
    public void Success_for_another_response_means_nothing()
    {
        var peer = InAuthentication();
        peer.Say(Chap, 1, 7, Challenge);

        peer.Say(Chap, 3, 8, Convert.ToHexString("S=407A5589115FD0D6209F510FE9C04566932CDA56 M=Welcome"u8));

        Assert.Equal(PppPhase.Authenticate, peer.Session.Phase);
    }

    [Fact]
    public void A_server_that_never_challenges_is_left()
    {
        var peer = InAuthentication();

        peer.Wait(TimeSpan.FromSeconds(60));
        while (peer.Heard.TryDequeue(out var heard))
            peer.Say(Lcp, 6, heard.Id);

        Assert.Equal(new PppFailure.AuthenticationTimeout(AuthenticationStep.Challenge), peer.Failure);
    }

    [Fact]
    public void A_server_that_never_says_how_it_went_is_left()
    {
        var peer = InAuthentication();
        peer.Say(Chap, 1, 7, Challenge);

        while (peer.Session.NextDeadline is not null)
            peer.WaitForDeadline();

        Assert.Equal(new PppFailure.AuthenticationTimeout(AuthenticationStep.Verdict), peer.Failure);
    }

    [Fact]
    public void A_server_may_challenge_again_while_packets_pass()
    {
        var pair = Pair.Default();
        pair.Run(() => pair.AreBothOpen);
        pair.Client.IsMute = true;

        pair.Client.Session.TryReceive(Convert.FromHexString("FF03C22301630015" + Challenge), pair.Now, out _);
        pair.Drain();

        Assert.Equal(0x63, pair.Client.Events.OfType<PppEvent.ChallengeReceived>().Last().Identifier);
        Assert.True(pair.Client.Session.TryReceive([0x21, 0x45], pair.Now, out _));
    }

    /// <summary>A client whose LCP is open and that was asked for MS-CHAPv2.</summary>
    private static ScriptedPeer InAuthentication()
    {
        var peer = new ScriptedPeer(PppRole.Client);
        peer.AckTheirs(Lcp);
        peer.Say(Lcp, 1, 1, "0305C22381");
        peer.Expect(Lcp, 2);
        return peer;
    }
}
