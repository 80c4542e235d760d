using Adit.Protocols.Ppp;
using static Adit.Protocols.Tests.Ppp.ScriptedPeer;

namespace Adit.Protocols.Tests.Ppp;

/// <summary>Peers that never answer, never agree, begin anew, leave or flood.</summary>
public sealed class LcpPatienceTests
{
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
    public void A_peer_that_leaves_where_we_have_refused_its_IPv4_found_no_network_though_its_address_is_still_looked_for()
    {
        var options = new PppOptions { Ipv4 = false };
        var peer = WithServerInNetwork(options, new PppEnd(PppRole.Server, options, seed: 1) { HasAddresses = false });
        peer.Say(Ipcp, 1, 1, "030600000000");
        peer.Expect(Lcp, 8);

        peer.Say(Lcp, 5, 9);
        while (peer.Session.NextDeadline is not null)
            peer.WaitForDeadline();

        Assert.Equal(new PppFailure.NetworkRejected(), peer.Failure);
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
