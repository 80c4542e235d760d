using System.Text;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ppp;
using static Adit.Protocols.Tests.Ppp.ScriptedPeer;

namespace Adit.Protocols.Tests.Ppp;

/// <summary>How LCP comes to a method, and what PAP and CHAP-MD5 then do, on both sides.</summary>
public sealed class MethodsTests
{
    private const string AllowsAll = "010405DC";
    private static readonly PppOptions s_all = new() { Methods = [PppMethod.MsChapV2, PppMethod.ChapMd5, PppMethod.Pap, PppMethod.Eap] };
    private static readonly PppOptions s_pap = new() { Methods = [PppMethod.Pap] };
    private static readonly PppOptions s_md5 = new() { Methods = [PppMethod.ChapMd5] };

    public static TheoryData<PppMethod> Methods => [PppMethod.MsChapV2, PppMethod.ChapMd5, PppMethod.Pap, PppMethod.Eap];

    public static TheoryData<PppMethod> MethodsWithoutKeys => [PppMethod.ChapMd5, PppMethod.Pap];

    [Theory]
    [MemberData(nameof(Methods))]
    public void Two_ends_meet_at_the_method_that_the_client_allows(PppMethod method)
    {
        var pair = NewPair(s_all, new PppOptions { Methods = [method] });

        pair.Run(() => pair.AreBothOpen);

        Assert.True(pair.AreBothOpen);
        Assert.Equal("User", pair.Server.Told<PppEvent.Authenticated>().Identity);
        Assert.Equal(method is PppMethod.MsChapV2 or PppMethod.Eap, pair.Server.Told<PppEvent.Authenticated>().Keys.AreGenerated);
        Assert.Equal(method is PppMethod.MsChapV2 or PppMethod.Eap, pair.Client.Told<PppEvent.Authenticated>().Keys.AreGenerated);
    }

    [Theory]
    [MemberData(nameof(Methods))]
    public void Two_ends_meet_at_the_method_that_the_server_allows(PppMethod method)
    {
        var pair = NewPair(new PppOptions { Methods = [method] }, s_all);

        pair.Run(() => pair.AreBothOpen);

        Assert.True(pair.AreBothOpen);
    }

    [Fact]
    public void The_best_method_of_the_server_comes_first()
    {
        var pair = NewPair(s_all, s_all);

        pair.Run(() => pair.AreBothOpen);

        Assert.True(pair.Server.Told<PppEvent.Authenticated>().Keys.AreGenerated);
    }

    [Theory]
    [InlineData(PppMethod.ChapMd5, PppMethod.Pap)]
    [InlineData(PppMethod.Pap, PppMethod.ChapMd5)]
    [InlineData(PppMethod.MsChapV2, PppMethod.Pap)]
    [InlineData(PppMethod.Pap, PppMethod.MsChapV2)]
    public void Ends_that_allow_nothing_in_common_end_the_call(PppMethod server, PppMethod client)
    {
        var pair = NewPair(new PppOptions { Methods = [server] }, new PppOptions { Methods = [client] });

        pair.Run(() => pair.AreBothClosed);

        Assert.IsType<PppFailure.NoMethodInCommon>(pair.Server.Closed!.Failure);
        Assert.IsType<PppFailure.NoMethodInCommon>(pair.Client.Closed!.Failure);
    }

    [Theory]
    [MemberData(nameof(MethodsWithoutKeys))]
    public void Every_loss_and_every_seed_ends_open_or_with_a_typed_failure(PppMethod method)
    {
        for (var seed = 0; seed < 100; seed++)
        {
            var pair = NewPair(s_all, new PppOptions { Methods = [method] }, seed, loss: seed % 31 / 100.0);

            pair.Run(() => pair.AreBothOpen || pair.AreBothClosed);

            Assert.True(pair.AreBothOpen || pair.AreBothClosed, $"seed {seed}");
            if (!pair.AreBothOpen)
                Assert.True(pair.Server.Closed!.Failure is not null || pair.Client.Closed!.Failure is not null, $"seed {seed}");
        }
    }

    [Theory]
    [MemberData(nameof(MethodsWithoutKeys))]
    public void A_wrong_password_ends_both_ends_without_a_second_try(PppMethod method)
    {
        var options = new PppOptions { Methods = [method] };
        var pair = new Pair(
            new PppEnd(PppRole.Server, options, 1), new PppEnd(PppRole.Client, options, 2) { Password = "wrong" });

        pair.Run(() => pair.AreBothClosed);

        Assert.Equal(new WrongPassword(), pair.Server.Closed!.Failure);
        Assert.Equal(new PppFailure.Refused(691, MayRetry: false, "Access denied"), pair.Client.Closed!.Failure);
    }

    [Fact]
    public void A_server_asks_for_what_a_peer_would_rather_have_and_never_twice_for_what_it_refused()
    {
        var peer = new ScriptedPeer(PppRole.Server, s_all);
        peer.Say(Lcp, 1, 1, AllowsAll);
        var first = peer.Expect(Lcp, 1);
        peer.Expect(Lcp, 2);
        Assert.Contains("0305C22381", first.Data, StringComparison.Ordinal);

        peer.Say(Lcp, 3, first.Id, "0304C025"); // link quality, which is no method
        var second = peer.Expect(Lcp, 1);
        Assert.Contains("0305C22305", second.Data, StringComparison.Ordinal);

        peer.Say(Lcp, 3, second.Id, "0305C22381");
        Assert.Contains("0304C023", peer.Expect(Lcp, 1).Data, StringComparison.Ordinal);
    }

    [Fact]
    public void A_client_goes_down_its_list_when_a_server_asks_for_something_else()
    {
        var peer = new ScriptedPeer(PppRole.Client, new PppOptions { Methods = [PppMethod.MsChapV2, PppMethod.Pap] });
        peer.Expect(Lcp, 1);

        peer.Say(Lcp, 1, 1, "0304C227");
        Assert.Equal("0305C22381", peer.Expect(Lcp, 3).Data);
        peer.Say(Lcp, 1, 2, "0305C22305");

        Assert.Equal("0304C023", peer.Expect(Lcp, 3).Data);
    }

    [Fact]
    public void A_client_never_hands_its_password_to_a_server_that_asks_for_PAP_where_that_is_not_allowed()
    {
        var peer = new ScriptedPeer(PppRole.Client, s_md5);

        for (var id = 1; id < 20; id++)
            peer.Say(Lcp, 1, id, "0304C023");

        Assert.DoesNotContain(peer.Heard, heard => heard.Protocol == Pap);
        Assert.DoesNotContain(peer.Events, told => told is PppEvent.PasswordNeeded);
    }

    [Fact]
    public void A_PAP_request_is_read_and_acknowledged_as_the_RFC_has_it()
    {
        var peer = WithOpenServer(s_pap);

        peer.Say(Pap, 1, 7, "0455736572" + "0A636C69656E7450617373"); // User, clientPass

        var exchange = peer.Events.OfType<PppEvent.PasswordReceived>().Single().Exchange;
        Assert.Equal(("User", "clientPass"), (exchange.UserName, Encoding.ASCII.GetString(exchange.Password.Span)));
        var ack = peer.Expect(Pap, 2);
        Assert.Equal((7, "0E" + Convert.ToHexString("Access granted"u8)), (ack.Id, ack.Data));
        Assert.DoesNotContain("clientPass", $"{peer.Events.OfType<PppEvent.PasswordReceived>().Single()}", StringComparison.Ordinal);
    }

    [Fact]
    public void A_PAP_request_repeated_after_the_Ack_is_acknowledged_again_and_asks_nobody()
    {
        var peer = WithOpenServer(s_pap);
        peer.Say(Pap, 1, 7, "0455736572" + "0A636C69656E7450617373");
        peer.Expect(Pap, 2);
        peer.Heard.Clear();

        peer.Say(Pap, 1, 8, "0455736572" + "0A636C69656E7450617373");

        Assert.Equal(8, peer.Expect(Pap, 2).Id);
        Assert.Single(peer.Events.OfType<PppEvent.PasswordReceived>());
    }

    [Theory]
    [InlineData("")]
    [InlineData("05557365")]
    [InlineData("0455736572")]
    [InlineData("0455736572" + "0B636C69656E7450617373")]
    public void A_malformed_PAP_request_is_dropped(string data)
    {
        var peer = WithOpenServer(s_pap);

        peer.Say(Pap, 1, 1, data);

        peer.ExpectSilence();
    }

    [Fact]
    public void A_client_that_never_says_its_password_is_given_up()
    {
        var peer = WithOpenServer(s_pap);

        while (peer.Failure is null)
            peer.WaitForDeadline();

        Assert.Equal(new PppFailure.AuthenticationTimeout(AuthenticationStep.Response), peer.Failure);
    }

    [Fact]
    public void CHAP_MD5_is_computed_as_RFC_1994_has_it() =>
        // MD5 of 01, "secret", 00 01 .. 0F, by md5sum
        Assert.Equal(
            "740E86463BDA3A4D7017D6E0FBA0699D",
            Convert.ToHexString(ChapMd5.Response(1, "secret"u8, Convert.FromHexString("000102030405060708090A0B0C0D0E0F"))));

    [Fact]
    public void MSCHAPv2_without_keys_lets_nobody_in()
    {
        var peer = WithOpenServer(end: new PppEnd(PppRole.Server, new PppOptions(), seed: 1) { IsMute = true });
        peer.Respond(peer.Expect(Chap, 1), "User", "clientPass");

        peer.Answer(new PppAnswer.Accepted("User", "S=0123456789012345678901234567890123456789", SessionKeys.NotGenerated));
        peer.Say(Lcp, 6, peer.Expect(Lcp, 5).Id);

        Assert.Equal(new PppFailure.KeysMissing(), peer.Failure);
        Assert.DoesNotContain(peer.Events, told => told is PppEvent.Authenticated);
    }

    [Fact]
    public void A_client_does_not_enter_where_MSCHAPv2_made_no_keys()
    {
        var pair = NewPair(new PppOptions(), new PppOptions());
        pair.Client.IsMute = true;
        pair.Run(() => pair.Client.Events.Exists(told => told is PppEvent.ChallengeReceived));
        pair.Client.Session.HandleAnswer(new PppAnswer.Responded("User", new byte[16], new byte[24]), pair.Now);
        pair.Server.IsMute = true;
        pair.Run(() => pair.Server.Events.Exists(told => told is PppEvent.ResponseReceived));
        pair.Server.Session.HandleAnswer(
            new PppAnswer.Accepted("User", "S=0123456789012345678901234567890123456789", Adit.Protocols.Tests.Sstp.SstpPair.Keys), pair.Now);
        pair.Run(() => pair.Client.Events.Exists(told => told is PppEvent.AuthenticatorResponseReceived));

        pair.Client.Session.HandleAnswer(new PppAnswer.AuthenticatorChecked(IsRight: true, SessionKeys.NotGenerated), pair.Now);
        pair.Run(() => pair.Client.Closed is not null);

        Assert.Equal(new PppFailure.KeysMissing(), pair.Client.Closed!.Failure);
    }

    [Fact]
    public void A_packet_of_a_method_that_was_not_agreed_on_is_refused()
    {
        var peer = WithOpenServer();
        peer.Expect(Chap, 1);

        peer.Say(Pap, 1, 1, "0455736572" + "0A636C69656E7450617373");

        Assert.StartsWith("C023", peer.Expect(Lcp, 8).Data, StringComparison.Ordinal);
        Assert.DoesNotContain(peer.Events, told => told is PppEvent.PasswordReceived);
    }

    private static Pair NewPair(PppOptions server, PppOptions client, int seed = 1, double loss = 0) =>
        new(new PppEnd(PppRole.Server, server, seed), new PppEnd(PppRole.Client, client, seed + 7), seed, loss);
}
