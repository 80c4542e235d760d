using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using static Adit.Protocols.Tests.Ppp.ScriptedPeer;

namespace Adit.Protocols.Tests.Ppp;

/// <summary>The change of an expired password inside of PPP (RFC 2759 §7), both ends and hostile ones.</summary>
public sealed class PasswordChangeTests
{
    private const string NewPassword = "newClientPass";

    [Theory]
    [InlineData(0)]
    [InlineData(0.3)]
    public void Who_changes_an_expired_password_comes_in_with_keys_of_the_new_one(double loss)
    {
        var pair = Joined(NewPassword, loss);

        pair.Run(() => pair.AreBothOpen);

        Assert.True(pair.AreBothOpen);
        var (server, client) = (pair.Server.Told<PppEvent.Authenticated>().Keys, pair.Client.Told<PppEvent.Authenticated>().Keys);
        Assert.Equal(server.Receive.ToArray(), client.Receive.ToArray());
        Assert.Single(pair.Server.Events.OfType<PppEvent.ChangeReceived>());
    }

    [Fact]
    public void Who_changes_nothing_is_refused_because_the_password_has_expired()
    {
        var pair = Joined(newPassword: null);

        pair.Run(() => pair.AreBothClosed);

        Assert.Equal(648, Assert.IsType<PppFailure.Refused>(pair.Client.Closed!.Failure).Error);
        Assert.Equal(new ExpiredPassword(), pair.Server.Closed!.Failure);
    }

    [Fact]
    public void A_new_password_that_is_not_taken_is_refused_with_709()
    {
        var pair = Joined("short");

        pair.Run(() => pair.AreBothClosed);

        Assert.Equal(709, Assert.IsType<PppFailure.Refused>(pair.Client.Closed!.Failure).Error);
    }

    [Fact]
    public void A_change_may_be_tried_again_until_the_tries_are_used_up()
    {
        var (peer, refusal) = AtExpired();

        foreach (var password in (string[])["one", "two"])
        {
            peer.Say(Chap, 7, refusal.Id + 1, Data(refusal, password));
            refusal = peer.Expect(Chap, 4);
            Assert.StartsWith("E=709", Text(refusal), StringComparison.Ordinal);
        }

        peer.Expect(Lcp, 5);
    }

    [Fact]
    public void After_a_change_that_was_not_taken_a_better_one_is()
    {
        var (peer, refusal) = AtExpired();
        peer.Say(Chap, 7, refusal.Id + 1, Data(refusal, "short"));
        refusal = peer.Expect(Chap, 4);

        peer.Say(Chap, 7, refusal.Id + 1, Data(refusal, NewPassword));

        peer.Expect(Chap, 3);
    }

    [Fact]
    public void A_change_that_is_repeated_is_judged_once_and_answered_again()
    {
        var (peer, refusal) = AtExpired();
        var change = Data(refusal, NewPassword);
        peer.Say(Chap, 7, refusal.Id + 1, change);
        var success = peer.Expect(Chap, 3);
        peer.Expect(Ipcp, 1);

        peer.Say(Chap, 7, refusal.Id + 1, change);

        Assert.Equal(success, peer.Expect(Chap, 3));
        Assert.Single(peer.Events.OfType<PppEvent.ChangeReceived>());
    }

    [Fact]
    public void Nobody_changes_a_password_that_has_not_expired()
    {
        var peer = WithOpenServer();
        var challenge = peer.Expect(Chap, 1);
        peer.Say(Chap, 7, challenge.Id, new string('0', 2 * ChangePasswordData.Length));
        peer.Respond(challenge, "User", "wrong");
        var refusal = peer.Expect(Chap, 4);

        peer.Say(Chap, 7, refusal.Id + 1, Data(refusal, NewPassword));

        peer.ExpectSilence();
        Assert.DoesNotContain(peer.Events, told => told is PppEvent.ChangeReceived);
    }

    [Fact]
    public void After_expiry_another_response_is_not_judged()
    {
        var (peer, refusal) = AtExpired();

        peer.Respond(refusal.Id, ReadRefusal(refusal).Challenge.ToArray(), "User", "guess");

        peer.ExpectSilence();
    }

    [Theory]
    [InlineData(0)]
    [InlineData(ChangePasswordData.Length - 1)]
    [InlineData(ChangePasswordData.Length + 1)]
    public void A_change_of_another_length_is_not_judged(int length)
    {
        var (peer, refusal) = AtExpired();

        peer.Say(Chap, 7, refusal.Id + 1, new string('0', 2 * length));

        peer.ExpectSilence();
    }

    [Fact]
    public void An_expiry_without_a_challenge_is_a_plain_refusal()
    {
        var peer = new ScriptedPeer(PppRole.Client);
        peer.AckTheirs(Lcp);
        peer.Say(Lcp, 1, 1, "0305C22381");
        peer.Expect(Lcp, 2);
        peer.Say(Chap, 1, 7, "105B5D7C7D7B3F2F3E3C2C602132262628");
        peer.Expect(Chap, 2);

        peer.Say(Chap, 4, 7, Convert.ToHexString("E=648 R=0 C= V=3 M=No challenge"u8)); // nothing that could be answered
        peer.Say(Lcp, 6, peer.Expect(Lcp, 5).Id);

        Assert.Equal(648, Assert.IsType<PppFailure.Refused>(peer.Failure).Error);
    }

    [Fact]
    public void A_change_is_written_back_as_it_was()
    {
        var data = Enumerable.Range(0, ChangePasswordData.Length).Select(i => (byte)(i is >= 548 and < 556 or >= 580 ? 0 : i)).ToArray();

        Assert.True(ChangePasswordData.TryRead(data, out var change));

        Assert.Equal(586 - 4, data.Length); // RFC 2759 §7: 586 with the header
        Assert.Equal(data, change.ToArray());
    }

    private static Pair Joined(string? newPassword, double loss = 0) => new(
        new PppEnd(PppRole.Server, new PppOptions(), 1) { HasExpired = true },
        new PppEnd(PppRole.Client, new PppOptions(), 8) { NewPassword = newPassword }, 3, loss);

    /// <summary>A server that has refused User because the password has expired.</summary>
    private static (ScriptedPeer Peer, Heard Refusal) AtExpired()
    {
        var peer = WithOpenServer(end: new PppEnd(PppRole.Server, new PppOptions(), seed: 1) { HasExpired = true });
        peer.Respond(peer.Expect(Chap, 1), "User", "clientPass");
        var refusal = peer.Expect(Chap, 4);
        Assert.StartsWith("E=648 R=0 C=", Text(refusal), StringComparison.Ordinal);
        return (peer, refusal);
    }

    private static string Data(Heard refusal, string password)
    {
        var (oldHash, newHash) = (MsChapV2.NtPasswordHash("clientPass"), MsChapV2.NtPasswordHash(password));
        var (peerChallenge, response) = (new byte[16], new byte[MsChapV2.NtResponseLength]);
        MsChapV2.NtResponse(ReadRefusal(refusal).Challenge.Span, peerChallenge, "User", newHash, response);
        var data = new ChangePasswordData(
            MsChapV2PasswordChange.EncryptPassword(password, oldHash, new SeededRandom(1)), MsChapV2PasswordChange.EncryptHash(oldHash, newHash),
            peerChallenge, response);
        return Convert.ToHexString(data.ToArray());
    }

    private static string Text(Heard heard) => System.Text.Encoding.ASCII.GetString(Convert.FromHexString(heard.Data));

    private static MsChapV2Failure ReadRefusal(Heard heard)
    {
        Assert.True(MsChapV2Failure.TryParse(Convert.FromHexString(heard.Data), out var failure));
        return failure;
    }
}
