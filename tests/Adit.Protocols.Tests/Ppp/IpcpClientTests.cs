using Adit.Protocols.Tests.Sstp;
using Adit.Protocols.Crypto;
using Adit.Protocols.Ip;
using Adit.Protocols.Ppp;
using static Adit.Protocols.Tests.Ppp.ScriptedPeer;

namespace Adit.Protocols.Tests.Ppp;

public sealed class IpcpClientTests
{
    [Theory]
    [InlineData(false, "030600000000810600000000830600000000")]
    [InlineData(true, "030600000000810600000000820600000000830600000000840600000000")]
    public void It_asks_in_the_order_of_Windows(bool withWins, string expected) =>
        Assert.Equal(expected, InNetwork(new PppOptions { RequestWins = withWins }).Expect(Ipcp, 1).Data);

    [Fact]
    public void It_takes_what_it_is_given_and_does_without_the_rest()
    {
        var peer = InNetwork();
        peer.Say(Ipcp, 1, 1, "0306C0A80001");
        peer.Say(Ipcp, 4, peer.Expect(Ipcp, 1).Id, "830600000000");
        peer.Expect(Ipcp, 2);
        peer.Say(Ipcp, 3, peer.Expect(Ipcp, 1).Id, "0306C0A80002810609090909");
        peer.AckTheirs(Ipcp);

        var settings = peer.Events.OfType<PppEvent.NetworkOpened>().Single().Settings;
        Assert.Equal((new Ipv4Address(0xc0a80001), new Ipv4Address(0xc0a80002)), (settings.Server, settings.Client));
        Assert.Equal([new Ipv4Address(0x09090909)], settings.Dns);
    }

    [Fact]
    public void It_gives_the_server_no_address_and_no_compression()
    {
        var peer = InNetwork();
        peer.Expect(Ipcp, 1);

        peer.Say(Ipcp, 1, 1, "0306000000000206002D0F01");

        Assert.Equal("0306000000000206002D0F01", peer.Expect(Ipcp, 4).Data);
    }

    [Theory]
    [InlineData(4, "030600000000")]
    [InlineData(2, "030600000000810600000000830600000000")]
    public void Without_an_address_there_is_no_call(int code, string data)
    {
        var peer = InNetwork();

        peer.Say(Ipcp, code, peer.Expect(Ipcp, 1).Id, data);
        peer.Say(Lcp, 6, peer.Expect(Lcp, 5).Id);

        Assert.Equal(new PppFailure.NoAddressGiven(), peer.Failure);
    }

    [Fact]
    public void A_server_that_never_answers_is_left()
    {
        var peer = InNetwork();

        while (peer.Session.NextDeadline is not null)
            peer.WaitForDeadline();

        Assert.Equal(new PppFailure.NetworkNotAnswered(10), peer.Failure);
    }

    private static ScriptedPeer InNetwork(PppOptions? options = null)
    {
        options ??= new PppOptions();
        var peer = new ScriptedPeer(PppRole.Client, options, new PppEnd(PppRole.Client, options, 1) { IsMute = true });
        peer.AckTheirs(Lcp);
        peer.Say(Lcp, 1, 1, "0305C22381");
        peer.Expect(Lcp, 2);
        peer.Say(Chap, 1, 1, "105B5D7C7D7B3F2F3E3C2C602132262628");
        peer.Answer(new PppAnswer.Responded("User", new byte[16], new byte[24]));
        peer.Say(Chap, 3, peer.Expect(Chap, 2).Id, Convert.ToHexString("S=407A5589115FD0D6209F510FE9C04566932CDA56 M=Hello"u8));
        peer.Answer(new PppAnswer.AuthenticatorChecked(IsRight: true, SstpPair.Keys));
        return peer;
    }
}
