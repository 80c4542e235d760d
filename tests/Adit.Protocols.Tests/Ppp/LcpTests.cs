using Adit.Protocols.Ppp;
using static Adit.Protocols.Tests.Ppp.ScriptedPeer;

namespace Adit.Protocols.Tests.Ppp;

public sealed class LcpTests
{
    private const string WindowsWishes = "01040FFB0506352A1C4307020802";
    private const string PppdWishes = "02060000000005064A3B2C1D07020802";

    [Fact]
    public void A_server_lets_the_client_speak_first()
    {
        var peer = new ScriptedPeer(PppRole.Server);
        peer.ExpectSilence();

        peer.Say(Lcp, 1, 0, WindowsWishes);

        peer.Expect(Lcp, 1);
        Assert.Equal(WindowsWishes, peer.Expect(Lcp, 2).Data);
    }

    [Fact]
    public void A_server_speaks_to_a_client_that_stays_silent()
    {
        var peer = new ScriptedPeer(PppRole.Server);

        peer.Wait(TimeSpan.FromSeconds(1));

        Assert.StartsWith("010405DC0305C223810506", peer.Expect(Lcp, 1).Data, StringComparison.Ordinal);
    }

    [Fact]
    public void Callback_MRRU_and_endpoint_of_Windows_are_rejected_and_nothing_else()
    {
        const string Multilink = "1104064E" + "13170115F59F3A3B414D17A52D3EC5A9D5DF7C00000000";
        var peer = new ScriptedPeer(PppRole.Server);

        peer.Say(Lcp, 1, 0, WindowsWishes + "0D0306" + Multilink);

        peer.Expect(Lcp, 1);
        Assert.Equal("0D0306" + Multilink, peer.Expect(Lcp, 4).Data);
    }

    [Fact]
    public void The_wishes_of_pppd_are_granted()
    {
        var peer = WithOpenServer(request: PppdWishes);

        var facts = peer.Events.OfType<PppEvent.LinkEstablished>().Single().Facts;
        Assert.Equal(new LcpFacts(1500, 1500, CompressProtocol: true, CompressAddress: true), facts);
        Assert.Equal(1, peer.Session.DataHeader.Length);
    }

    [Fact]
    public void However_much_Windows_takes_no_packet_is_larger_than_we_mean_to_send()
    {
        var peer = WithOpenServer(request: WindowsWishes);

        Assert.Equal(4091, peer.Events.OfType<PppEvent.LinkEstablished>().Single().Facts.PeerMru);
        Assert.Equal(1400, peer.Session.MaxPacketLength);
    }

    [Fact]
    public void A_smaller_MRU_bounds_what_we_send() => Assert.Equal(1280, WithOpenServer(request: "01040500").Session.MaxPacketLength);

    [Fact]
    public void An_MRU_too_small_for_IPv4_is_refused()
    {
        var peer = new ScriptedPeer(PppRole.Server);

        peer.Say(Lcp, 1, 1, "01040040");

        peer.Expect(Lcp, 1);
        Assert.Equal("010405DC", peer.Expect(Lcp, 3).Data);
    }

    [Fact]
    public void Another_MRU_for_us_is_taken()
    {
        var peer = new ScriptedPeer(PppRole.Server);
        peer.Say(Lcp, 1, 1);
        var request = peer.Expect(Lcp, 1);
        peer.Expect(Lcp, 2);

        peer.Say(Lcp, 3, request.Id, "010405AC");

        Assert.StartsWith("010405AC", peer.Expect(Lcp, 1).Data, StringComparison.Ordinal);
    }

    [Fact]
    public void Whatever_is_rejected_is_not_asked_for_again()
    {
        var peer = new ScriptedPeer(PppRole.Server);
        peer.Say(Lcp, 1, 1);
        var request = peer.Expect(Lcp, 1);
        peer.Expect(Lcp, 2);

        peer.Say(Lcp, 4, request.Id, "010405DC" + request.Data[18..]);

        Assert.Equal("0305C22381", peer.Expect(Lcp, 1).Data);
    }

    [Theory]
    [InlineData(3, "0304C023", 0xc023, null)]
    [InlineData(3, "0305C22305", 0xc223, 5)]
    [InlineData(4, "0305C22381", null, null)]
    public void A_client_that_will_not_do_MS_CHAPv2_ends_the_call(int code, string option, int? protocol, int? algorithm)
    {
        var peer = new ScriptedPeer(PppRole.Server);
        peer.Say(Lcp, 1, 1);
        var request = peer.Expect(Lcp, 1);
        peer.Expect(Lcp, 2);

        peer.Say(Lcp, code, request.Id, option);
        peer.Say(Lcp, 6, peer.Expect(Lcp, 5).Id);

        Assert.Equal(new PppFailure.NoMethodInCommon(protocol, algorithm), peer.Failure);
    }

    [Fact]
    public void A_client_asks_a_server_that_wants_PAP_for_MS_CHAPv2_and_gives_up_in_the_end()
    {
        var peer = new ScriptedPeer(PppRole.Client);
        peer.Expect(Lcp, 1);
        peer.Say(Lcp, 1, 1, "0304C023");
        Assert.Equal("0305C22381", peer.Expect(Lcp, 3).Data);

        for (var id = 2; id < 10; id++)
            peer.Say(Lcp, 1, id, "0304C023");
        while (peer.Session.NextDeadline is not null)
            peer.WaitForDeadline();

        Assert.Equal(new PppFailure.NoMethodInCommon(0xc023, null), peer.Failure);
    }

    [Fact]
    public void A_client_that_has_a_server_change_its_method_goes_on()
    {
        var peer = new ScriptedPeer(PppRole.Client);
        peer.AckTheirs(Lcp);
        peer.Say(Lcp, 1, 1, "0305C22380");
        peer.Expect(Lcp, 3);

        peer.Say(Lcp, 1, 2, "0305C22381");

        peer.Expect(Lcp, 2);
        Assert.Equal(PppPhase.Authenticate, peer.Session.Phase);
    }

    [Fact]
    public void A_client_enters_no_network_that_asks_for_no_proof()
    {
        var peer = new ScriptedPeer(PppRole.Client);
        peer.AckTheirs(Lcp);
        peer.Say(Lcp, 1, 1, "010405DC");
        peer.Expect(Lcp, 2);

        peer.Say(Lcp, 6, peer.Expect(Lcp, 5).Id);

        Assert.Equal(new PppFailure.NotAuthenticated(), peer.Failure);
    }

    [Theory]
    [InlineData(0x80fd)] // CCP
    [InlineData(0x8057)] // IPV6CP
    [InlineData(0xc025)]
    public void A_protocol_that_we_do_not_speak_is_rejected_with_its_packet(int protocol)
    {
        var peer = WithOpenServer();
        peer.Expect(Chap, 1);

        peer.Say(protocol, 1, 4, "120601000001");

        Assert.Equal($"{protocol:X4}0104000A120601000001", peer.Expect(Lcp, 8).Data);
    }

    [Fact]
    public void Before_LCP_is_open_no_protocol_is_rejected()
    {
        var peer = new ScriptedPeer(PppRole.Server);

        peer.Say(0x80fd, 1, 4, "120601000001");

        peer.ExpectSilence();
    }
}
