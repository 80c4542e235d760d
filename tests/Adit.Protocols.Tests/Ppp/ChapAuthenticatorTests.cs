using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using static Adit.Protocols.Tests.Ppp.ScriptedPeer;

namespace Adit.Protocols.Tests.Ppp;

public sealed class ChapAuthenticatorTests
{
    [Fact]
    public void A_challenge_has_16_bytes_and_our_name()
    {
        var challenge = WithOpenServer().Expect(Chap, 1);

        Assert.StartsWith("10", challenge.Data, StringComparison.Ordinal);
        Assert.EndsWith(Convert.ToHexString("adit"u8), challenge.Data, StringComparison.Ordinal);
    }

    [Fact]
    public void A_challenge_without_a_response_is_repeated_ten_times_in_all()
    {
        var peer = WithOpenServer();
        var first = peer.Expect(Chap, 1);

        for (var i = 1; i < 10; i++)
        {
            peer.WaitForDeadline();
            Assert.Equal(first, peer.Expect(Chap, 1));
        }

        peer.WaitForDeadline();
        peer.Expect(Lcp, 5);
        peer.Say(Lcp, 6, 1);
        Assert.Equal(new PppFailure.AuthenticationTimeout(AuthenticationStep.Response), peer.Failure);
    }

    [Fact]
    public void The_right_response_gets_the_proof_and_opens_the_network()
    {
        var peer = WithOpenServer();

        peer.Respond(peer.Expect(Chap, 1), "CORP\\User", "clientPass");

        var text = Encoding.ASCII.GetString(Convert.FromHexString(peer.Expect(Chap, 3).Data));
        Assert.Matches("^S=[0-9A-F]{40} M=Access granted$", text);
        Assert.Equal("CORP\\User", peer.Events.OfType<PppEvent.Authenticated>().Single().Identity);
        Assert.Equal(PppPhase.Network, peer.Session.Phase);
    }

    [Fact]
    public void A_response_to_another_challenge_is_not_judged()
    {
        var peer = WithOpenServer();
        var challenge = peer.Expect(Chap, 1);

        peer.Respond(challenge with { Id = challenge.Id + 1 }, "User", "clientPass");

        peer.ExpectSilence();
    }

    [Theory]
    [InlineData("")]
    [InlineData("31")]
    [InlineData("310000")]
    [InlineData("00")]
    [InlineData("FF")]
    public void A_response_that_is_none_is_not_judged(string data)
    {
        var peer = WithOpenServer();

        peer.Say(Chap, 2, peer.Expect(Chap, 1).Id, data);

        peer.ExpectSilence();
        Assert.DoesNotContain(peer.Events, told => told is PppEvent.ResponseReceived);
    }

    [Fact]
    public void A_repeated_response_gets_the_same_proof_again_even_later()
    {
        var peer = WithOpenServer();
        var challenge = peer.Expect(Chap, 1);
        peer.Respond(challenge, "User", "clientPass");
        var proof = peer.Expect(Chap, 3);
        peer.Expect(Ipcp, 1);

        peer.Respond(challenge, "User", "clientPass");

        Assert.Equal(proof, peer.Expect(Chap, 3));
        Assert.Single(peer.Events.OfType<PppEvent.Authenticated>());
    }

    [Fact]
    public void While_one_response_is_judged_no_other_is_asked_about()
    {
        var peer = WithOpenServer(end: new PppEnd(PppRole.Server, new PppOptions(), seed: 1) { IsMute = true });
        var challenge = peer.Expect(Chap, 1);

        peer.Respond(challenge, "User", "one");
        peer.Respond(challenge, "User", "two");

        Assert.Single(peer.Events.OfType<PppEvent.ResponseReceived>());
    }

    [Fact]
    public void A_refused_client_may_try_again_with_the_new_challenge()
    {
        var peer = WithOpenServer();
        var challenge = peer.Expect(Chap, 1);

        peer.Respond(challenge, "User", "wrong");
        var refusal = ReadRefusal(peer.Expect(Chap, 4));
        peer.Respond(challenge.Id + 1, refusal.Challenge.ToArray(), "User", "clientPass");

        Assert.Equal((691, true), (refusal.Error, refusal.MayRetry));
        peer.Expect(Chap, 3);
        Assert.Equal(PppPhase.Network, peer.Session.Phase);
    }

    [Fact]
    public void The_old_response_again_gets_the_same_refusal_and_costs_no_try()
    {
        var peer = WithOpenServer();
        var challenge = peer.Expect(Chap, 1);
        peer.Respond(challenge, "User", "wrong");
        var refusal = peer.Expect(Chap, 4);

        peer.Respond(challenge, "User", "wrong");

        Assert.Equal(refusal, peer.Expect(Chap, 4));
        Assert.Single(peer.Events.OfType<PppEvent.ResponseReceived>());
    }

    [Fact]
    public void After_three_tries_the_call_ends_with_the_reason_of_the_last()
    {
        var peer = WithOpenServer();
        var challenge = peer.Expect(Chap, 1);
        peer.Respond(challenge, "User", "wrong 0");
        for (var attempt = 1; attempt < 3; attempt++)
            peer.Respond(challenge.Id, ReadRefusal(peer.Expect(Chap, 4)).Challenge.ToArray(), "User", $"wrong {attempt}");

        Assert.False(ReadRefusal(peer.Expect(Chap, 4)).MayRetry);
        peer.Say(Lcp, 6, peer.Expect(Lcp, 5).Id);

        Assert.Equal(new WrongPassword(), peer.Failure);
    }

    [Fact]
    public void A_client_that_leaves_after_a_refusal_failed_for_that_reason()
    {
        var peer = WithOpenServer();
        peer.Respond(peer.Expect(Chap, 1), "User", "wrong");
        peer.Expect(Chap, 4);

        peer.Say(Lcp, 5, 3, "352A1C43003CCD74000002B3");
        while (peer.Session.NextDeadline is not null)
            peer.WaitForDeadline();

        Assert.Equal(new WrongPassword(), peer.Failure);
    }

    [Fact]
    public void A_refused_client_that_stays_silent_failed_for_that_reason()
    {
        var peer = WithOpenServer(new PppOptions { Echo = new EchoOptions { Interval = TimeSpan.FromMinutes(10) } });
        peer.Respond(peer.Expect(Chap, 1), "User", "wrong");
        peer.Expect(Chap, 4);

        peer.Wait(TimeSpan.FromSeconds(120));
        peer.Say(Lcp, 6, peer.Expect(Lcp, 5).Id);

        Assert.Equal(new WrongPassword(), peer.Failure);
    }

    [Fact]
    public void An_authority_that_does_not_answer_ends_the_call()
    {
        var peer = WithOpenServer(end: new PppEnd(PppRole.Server, new PppOptions(), seed: 1) { IsMute = true });
        peer.Respond(peer.Expect(Chap, 1), "User", "clientPass");

        peer.Wait(TimeSpan.FromSeconds(60));
        while (peer.Heard.TryDequeue(out var heard))
            peer.Say(Lcp, 6, heard.Id);

        Assert.Equal(new PppFailure.AuthenticationTimeout(AuthenticationStep.Answer), peer.Failure);
    }

    [Fact]
    public void A_late_verdict_is_dropped()
    {
        var peer = WithOpenServer();
        peer.Close();
        peer.Say(Lcp, 6, 1);

        peer.Answer(new PppAnswer.Accepted("User", "S=", SessionKeys.NotGenerated));

        Assert.Equal(PppPhase.Dead, peer.Session.Phase);
        Assert.DoesNotContain(peer.Events, told => told is PppEvent.Authenticated);
    }

    [Fact]
    public void A_name_that_is_not_UTF8_is_read_as_Latin1_and_hashed_as_it_came()
    {
        var peer = WithOpenServer();
        var challenge = peer.Expect(Chap, 1);
        var (peerChallenge, response) = (new byte[16], new byte[24]);
        byte[] name = [(byte)'J', 0xfc, (byte)'r'];
        MsChapV2.NtResponse(
            Convert.FromHexString(challenge.Data).AsSpan(1, 16), peerChallenge, name, MsChapV2.NtPasswordHash("clientPass"), response);

        peer.Say(Chap, 2, challenge.Id, Convert.ToHexString([49, .. peerChallenge, .. new byte[8], .. response, 0, .. name]));

        peer.Expect(Chap, 3);
        Assert.Equal("Jür", peer.Events.OfType<PppEvent.Authenticated>().Single().Identity);
    }

    private static MsChapV2Failure ReadRefusal(Heard heard)
    {
        Assert.True(MsChapV2Failure.TryParse(Convert.FromHexString(heard.Data), out var failure));
        return failure;
    }
}
