using Adit.Protocols.Ppp;
using static Adit.Protocols.Tests.Ppp.ScriptedPeer;

namespace Adit.Protocols.Tests.Ppp;

/// <summary>EAP on PPP at the side that is asked: the questions are answered by the test.</summary>
public sealed class EapPeerTests
{
    private static readonly PppOptions s_eap = new() { Methods = [PppMethod.Eap] };
    private static readonly byte[] s_response = [2, 7, 0, 9, 1, 0x55, 0x73, 0x65, 0x72];

    [Fact]
    public void A_request_is_a_question_and_its_answer_goes_to_the_server_as_it_is()
    {
        var peer = InAuthentication();

        peer.Say(EapProtocol, 1, 7, "01");
        Assert.Equal("0107000501", Convert.ToHexString(peer.Events.OfType<PppEvent.EapRequestReceived>().Single().Packet.Span));
        peer.Answer(new PppAnswer.EapResponded(s_response, Known: null));

        Assert.Equal((7, "0155736572"), (peer.Heard.Peek().Id, peer.Expect(EapProtocol, 2).Data));
    }

    [Fact]
    public void What_comes_while_a_question_is_open_asks_no_other()
    {
        var peer = InAuthentication();
        peer.Say(EapProtocol, 1, 7, "01");

        peer.Say(EapProtocol, 1, 7, "01");

        Assert.Single(peer.Events.OfType<PppEvent.EapRequestReceived>());
    }

    [Fact]
    public void Success_counts_only_where_the_answer_says_so()
    {
        var peer = Responded();

        peer.Say(EapProtocol, 3, 7);
        peer.Answer(new PppAnswer.EapIgnored());
        Assert.Equal(PppPhase.Authenticate, peer.Session.Phase);

        peer.Say(EapProtocol, 3, 7);
        peer.Answer(new PppAnswer.EapSucceeded("User", Sstp.SstpPair.Keys));
        Assert.True(peer.Events.OfType<PppEvent.Authenticated>().Single() is { Identity: "User", Keys.AreGenerated: true });
    }

    [Fact]
    public void A_response_of_the_server_is_none_of_ours()
    {
        var peer = InAuthentication();

        peer.Say(EapProtocol, 2, 7, "01");

        Assert.Empty(peer.Events.OfType<PppEvent.EapRequestReceived>());
    }

    [Fact]
    public void Who_is_refused_ends_the_call_with_the_reason()
    {
        var peer = Responded();
        peer.Say(EapProtocol, 4, 7);

        peer.Answer(new PppAnswer.EapFailed(new WrongPassword()));
        peer.Say(Lcp, 6, peer.Expect(Lcp, 5).Id);

        Assert.Equal(new WrongPassword(), peer.Failure);
    }

    [Fact]
    public void A_server_that_ends_the_link_after_a_refusal_did_so_for_its_reason()
    {
        var peer = InAuthentication();
        peer.Say(EapProtocol, 1, 7, "01");
        peer.Answer(new PppAnswer.EapResponded(s_response, new WrongPassword()));

        peer.Say(Lcp, 5, 9);
        while (peer.Failure is null)
            peer.WaitForDeadline();

        Assert.Equal(new WrongPassword(), peer.Failure);
    }

    [Theory]
    [InlineData(AuthenticationStep.Challenge)]
    [InlineData(AuthenticationStep.Answer)]
    [InlineData(AuthenticationStep.Verdict)]
    public void Whoever_says_nothing_is_given_up(AuthenticationStep step)
    {
        var peer = step is AuthenticationStep.Verdict ? Responded() : InAuthentication();
        if (step is AuthenticationStep.Answer)
            peer.Say(EapProtocol, 1, 7, "01");

        while (peer.Failure is null)
            peer.WaitForDeadline();

        Assert.True(peer.Failure is PppFailure.AuthenticationTimeout timeout && timeout.Step == step, peer.Failure.ToString());
    }

    private static ScriptedPeer Responded()
    {
        var peer = InAuthentication();
        peer.Say(EapProtocol, 1, 7, "01");
        peer.Answer(new PppAnswer.EapResponded(s_response, Known: null));
        peer.Expect(EapProtocol, 2);
        return peer;
    }

    private static ScriptedPeer InAuthentication()
    {
        var peer = new ScriptedPeer(PppRole.Client, s_eap, new PppEnd(PppRole.Client, s_eap, seed: 1) { IsMute = true });
        peer.AckTheirs(Lcp);
        peer.Say(Lcp, 1, 1, "0304C227");
        peer.Expect(Lcp, 2);
        return peer;
    }
}
