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

    [Fact]
    public void A_peer_that_never_answers_gets_ten_requests()
    {
        var peer = new ScriptedPeer(PppRole.Client);

        while (peer.Session.NextDeadline is not null)
            peer.WaitForDeadline();

        Assert.Equal(10, peer.Heard.Count);
        Assert.Equal(new PppFailure.LinkNotAnswered(10), peer.Failure);
    }

    [Fact]
    public void A_peer_that_naks_for_ever_ends_the_call()
    {
        var peer = new ScriptedPeer(PppRole.Client);

        for (var i = 0; i < 100 && peer.Heard.TryDequeue(out var heard) && heard.Code == 1; i++)
            peer.Say(Lcp, 3, heard.Id, $"0104{600 + i:X4}");

        Assert.Equal(PppPhase.Terminate, peer.Session.Phase);
        while (peer.Session.NextDeadline is not null)
            peer.WaitForDeadline();
        Assert.IsType<PppFailure.LinkNotConverging>(peer.Failure);
    }

    [Fact]
    public void A_peer_that_never_takes_no_for_an_answer_ends_the_call()
    {
        var peer = new ScriptedPeer(PppRole.Server);

        for (var id = 0; id < 12; id++)
            peer.Say(Lcp, 1, id, "0D0306");
        while (peer.Session.NextDeadline is not null)
            peer.WaitForDeadline();

        Assert.IsType<PppFailure.LinkNotConverging>(peer.Failure);
    }

    [Fact]
    public void A_repeated_request_is_acknowledged_again_and_begins_nothing_anew()
    {
        var peer = WithOpenServer();
        peer.Expect(Chap, 1);

        peer.Say(Lcp, 1, 1, "010405DC");

        peer.Expect(Lcp, 2);
        peer.ExpectSilence();
        Assert.Equal(PppPhase.Authenticate, peer.Session.Phase);
    }

    [Fact]
    public void A_new_request_before_the_response_begins_anew()
    {
        var peer = WithOpenServer();
        var first = peer.Expect(Chap, 1);

        peer.Say(Lcp, 1, 2, "01040578");
        peer.AckTheirs(Lcp);
        peer.Expect(Lcp, 2);

        Assert.NotEqual(first.Data, peer.Expect(Chap, 1).Data, StringComparer.Ordinal);
    }

    [Fact]
    public void A_new_request_after_authentication_ends_the_call()
    {
        var peer = WithServerInNetwork();

        peer.Say(Lcp, 1, 2, "01040578");
        while (peer.Session.NextDeadline is not null)
            peer.WaitForDeadline();

        Assert.Equal(new PppFailure.LinkRenegotiated(PppPhase.Network), peer.Failure);
    }

    [Theory]
    [InlineData(1, "")]
    [InlineData(0, "010405DC")]
    public void An_Ack_of_something_else_opens_nothing(int idAhead, string data)
    {
        var peer = new ScriptedPeer(PppRole.Server);
        peer.Say(Lcp, 1, 1, "010405DC");
        var request = peer.Expect(Lcp, 1);
        peer.Expect(Lcp, 2);

        peer.Say(Lcp, 2, request.Id + idAhead, data.Length > 0 ? data : request.Data);

        Assert.Equal(PppPhase.Establish, peer.Session.Phase);
    }

    [Fact]
    public void A_peer_that_begins_anew_for_ever_ends_the_call()
    {
        var peer = WithOpenServer();

        for (var id = 2; id < 20 && peer.Session.Phase is PppPhase.Authenticate; id++)
        {
            peer.Say(Lcp, 1, id, "01040578");
            peer.Heard.Clear();
            peer.Say(Lcp, 3, 0);
            peer.WaitForDeadline();
            if (peer.Heard.TryPeek(out var heard) && heard.Code == 1)
                peer.AckTheirs(Lcp);
        }

        while (peer.Session.NextDeadline is not null)
            peer.WaitForDeadline();
        Assert.Equal(new PppFailure.LinkNotConverging(11), peer.Failure);
    }

    [Fact]
    public void A_peer_that_grants_everything_and_asks_for_nothing_ends_the_call()
    {
        var peer = new ScriptedPeer(PppRole.Client);

        for (var i = 0; i < 100 && peer.Session.Phase is PppPhase.Establish; i++)
        {
            peer.AckTheirs(Lcp);
            peer.WaitForDeadline();
        }

        while (peer.Session.NextDeadline is not null)
            peer.WaitForDeadline();
        Assert.IsType<PppFailure.LinkNotConverging>(peer.Failure);
    }

    [Fact]
    public void No_more_than_eight_Identifications_are_told()
    {
        var peer = WithOpenServer();

        for (var id = 0; id < 20; id++)
            peer.Say(Lcp, 12, id, "352A1C4341");

        Assert.Equal(8, peer.Events.OfType<PppEvent.PeerIdentified>().Count());
    }

    [Fact]
    public void A_server_that_leaves_after_it_agreed_on_a_method_did_not_leave_for_the_method()
    {
        var peer = new ScriptedPeer(PppRole.Client);
        peer.AckTheirs(Lcp);
        peer.Say(Lcp, 1, 1, "0304C023");
        peer.Say(Lcp, 1, 2, "0305C22381");

        peer.Say(Lcp, 5, 3, Convert.ToHexString("Too many users"u8));
        while (peer.Session.NextDeadline is not null)
            peer.WaitForDeadline();

        Assert.Equal(new PppFailure.PeerTerminated(PppPhase.Authenticate, null, "Too many users"), peer.Failure);
    }

    [Fact]
    public void Whoever_leaves_gets_an_acknowledgement_and_the_time_to_hear_it()
    {
        var peer = WithServerInNetwork();
        peer.AckTheirs(Ipcp);
        peer.Say(Ipcp, 1, 1, "03060A000002");
        peer.Expect(Ipcp, 2);

        peer.Say(Lcp, 5, 9);

        peer.Expect(Lcp, 6);
        Assert.Equal(PppPhase.Terminate, peer.Session.Phase);
        peer.Wait(TimeSpan.FromSeconds(3));
        peer.ExpectSilence();
        Assert.Equal(new PppEvent.Closed(null), peer.Events[^1]);
    }

    [Fact]
    public void A_peer_that_leaves_before_it_is_in_is_a_failure_with_its_reason()
    {
        var peer = WithOpenServer();

        peer.Say(Lcp, 5, 9, "352A1C43003CCD7400000277");
        while (peer.Session.NextDeadline is not null)
            peer.WaitForDeadline();

        Assert.Equal(new PppFailure.PeerTerminated(PppPhase.Authenticate, 631, string.Empty), peer.Failure);
    }

    [Fact]
    public void A_flood_that_nobody_drains_does_not_grow_us()
    {
        var session = new PppSession(PppRole.Server, new PppOptions(), new SeededRandom(1));
        session.Open(Moment.Start);
        session.TryReceive(Convert.FromHexString("FF03C02101010004"), Moment.Start, out _);
        session.TryTransmit(out var request);
        byte[] ack = [.. request.Span];
        ack[4] = 2;
        session.TryReceive(ack, Moment.Start, out _);

        for (var i = 0; i < 1000; i++)
            session.TryReceive(Convert.FromHexString("FF03C02109010008352A1C43"), Moment.Start, out _);

        var frames = 0;
        for (; session.TryTransmit(out var frame); frames++)
            Assert.True(frames > 0 || frame.Span[2..4].SequenceEqual<byte>([0xc2, 0x23]), "The challenge was dropped for echo replies.");

        Assert.Equal(PppOutbox.MaxFrames, frames);
    }
}
