using Adit.Protocols.Calls;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;
using Adit.Protocols.Sstp;
using Adit.Protocols.Tests.Ppp;

namespace Adit.Protocols.Tests.Calls;

/// <summary>A whole call that goes as it should: it opens, carries packets, and ends from either side.</summary>
public sealed class CallTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 30)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_call_opens_however_its_bytes_are_cut_and_glued(int seed)
    {
        var pair = new CallPair(seed).Open();

        Assert.Equal(
            [CallStage.Connecting, CallStage.Negotiating, CallStage.Authenticating, CallStage.Authorizing, CallStage.Addressing,
                CallStage.Open],
            pair.Server.Stages);
        Assert.Equal(
            [CallStage.Connecting, CallStage.Negotiating, CallStage.Authenticating, CallStage.Addressing, CallStage.Open],
            pair.Client.Stages);
    }

    [Fact]
    public void An_open_call_carries_packets() => Assert.True(new CallPair().Open().Server.Call.CarriesPackets);

    [Fact]
    public void A_call_opens_without_waiting_for_any_timer()
    {
        var pair = new CallPair().Open();

        Assert.Equal(Moment.Start, pair.Now);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Packets_pass_both_ways_unchanged_and_in_order(int seed)
    {
        var pair = new CallPair(seed).Open();
        var random = new Random(seed);
        var packets = Enumerable.Range(0, 50).Select(_ => NewPacket(random)).ToList();

        foreach (var packet in packets)
        {
            pair.Client.SendPacket(packet, pair.Now);
            pair.Server.SendPacket(packet, pair.Now);
        }

        pair.Exchange();
        var expected = packets.Select(Convert.ToHexString);
        Assert.Equal(expected, pair.Server.Packets);
        Assert.Equal(expected, pair.Client.Packets);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Whichever_side_closes_both_end_as_wished(bool serverCloses)
    {
        var pair = new CallPair().Open();
        var closer = serverCloses ? pair.Server : pair.Client;

        closer.Do(call => call.Close(null, pair.Now), pair.Now);
        pair.RunToTheEnd();

        Assert.Null(pair.Server.Failure);
        Assert.Null(pair.Client.Failure);
    }

    [Fact]
    public void Both_sides_may_close_at_once()
    {
        var pair = new CallPair().Open();

        pair.Server.Do(call => call.Close(null, pair.Now), pair.Now);
        pair.Client.Do(call => call.Close(null, pair.Now), pair.Now);
        pair.RunToTheEnd();

        Assert.Null(pair.Server.Failure);
        Assert.Null(pair.Client.Failure);
    }

    [Fact]
    public void The_side_that_closes_keeps_its_reason_and_the_other_sees_an_orderly_end()
    {
        var pair = new CallPair().Open();
        var reason = new CallFailure.DisconnectedByAdministrator("root");

        pair.Server.Do(call => call.Close(reason, pair.Now), pair.Now);
        pair.RunToTheEnd();

        Assert.Equal(reason, pair.Server.Failure);
        Assert.Null(pair.Client.Failure);
    }

    [Fact]
    public void The_first_reason_to_close_is_the_one_that_stays()
    {
        var pair = new CallPair().Open();

        pair.Client.Do(call => call.Close(null, pair.Now), pair.Now);
        pair.Client.Do(call => call.Close(new CallFailure.ServerStopping(), pair.Now), pair.Now);
        pair.RunToTheEnd();

        Assert.Null(pair.Client.Failure);
    }

    [Fact]
    public void A_peer_that_says_goodbye_in_PPP_and_drops_the_connection_has_ended_as_wished()
    {
        var pair = new CallPair().Open();
        pair.Client.Rewrite = message => message[1] == 1 ? null : message; // LCP's Terminate-Request leaves, Call Disconnect does not

        pair.Client.Do(call => call.Close(null, pair.Now), pair.Now);
        pair.Exchange();
        pair.Cut();

        Assert.Null(pair.Server.Failure);
    }

    [Fact]
    public void No_frame_is_sent_behind_the_goodbye()
    {
        var pair = new CallPair().Open();
        pair.Server.Sent.Clear();

        pair.Server.Do(call => call.Close(null, pair.Now), pair.Now);
        Assert.False(pair.Server.Call.CarriesPackets);
        pair.RunUntil(() => pair.Server.IsClosed);

        Assert.Equal([0, 1], pair.Server.Sent.Select(message => message[1])); // Terminate-Request, Call Disconnect
    }

    [Fact]
    public void Messages_that_a_peer_does_not_read_are_bounded()
    {
        var options = new CallOptions { MaxQueuedMessages = 8 };
        var pair = new CallPair(serverOptions: options).Open();
        pair.Server.IsBlocked = true;
        var echo = Message("FF03C021 0901000800000007");

        for (var i = 0; i < 10_000; i++)
            pair.Server.Receive(echo, pair.Now);

        pair.Server.IsBlocked = false;
        pair.Server.Sent.Clear();
        pair.Server.Drain(pair.Now);
        Assert.InRange(pair.Server.Sent.Count, 1, 8 + 32); // what waits in the call and below it
    }

    [Fact]
    public void An_answer_to_a_call_that_has_ended_is_dropped()
    {
        var pair = new CallPair().Begin();
        pair.Server.IsMute = true;
        pair.RunUntil(() => pair.Server.Call.Stage is CallStage.Authorizing);
        var late = pair.Server.Answers.To(pair.Server.Told<PppEvent.ResponseReceived>())!;

        pair.Cut();
        pair.Server.Do(call => call.HandleAnswer(late, pair.Now), pair.Now);
        pair.Server.Do(call => call.HandleAnswer(new TunnelAnswer.BindingChecked(true), pair.Now), pair.Now);

        Assert.Equal(new SstpFailure.TransportLost(), pair.Server.Failure);
    }

    [Fact]
    public void A_call_that_has_ended_takes_everything_and_says_nothing()
    {
        var pair = new CallPair().Open();
        pair.Cut();
        pair.Server.Sent.Clear();

        pair.Server.Receive(Message("FF03C021 0901000800000007"), pair.Now);
        pair.Server.Do(call => call.HandleTimeout(pair.Now + TimeSpan.FromDays(1)), pair.Now);
        pair.Server.Do(call => call.Close(new CallFailure.ServerStopping(), pair.Now), pair.Now);
        pair.Server.Do(call => call.HandleTransportLost(pair.Now), pair.Now);

        Assert.Empty(pair.Server.Sent);
        Assert.IsType<SstpFailure.TransportLost>(pair.Server.Failure);
    }

    [Fact]
    public void A_call_that_is_closed_before_it_opens_never_begins()
    {
        var pair = new CallPair();

        pair.Server.Do(call => call.Close(new CallFailure.ServerStopping(), pair.Now), pair.Now);
        pair.Server.Do(call => call.Open(pair.Now), pair.Now);

        Assert.Equal(new CallFailure.ServerStopping(), pair.Server.Failure);
    }

    [Fact]
    public void A_refusal_that_leaves_another_try_goes_back_to_authenticating()
    {
        var pair = new CallPair().Begin();
        pair.Server.IsMute = true;
        pair.RunUntil(() => pair.Server.Call.Stage is CallStage.Authorizing);

        var refusal = new PppAnswer.Rejected(691, MayRetry: true, new AccessFailure.WrongCredentials());
        pair.Server.Do(call => call.HandleAnswer(refusal, pair.Now), pair.Now);

        Assert.Equal(CallStage.Authenticating, pair.Server.Call.Stage);
    }

    internal static byte[] Message(string frame)
    {
        var bytes = Convert.FromHexString(frame.Replace(" ", "", StringComparison.Ordinal));
        return [0x10, 0, 0, (byte)(bytes.Length + 4), .. bytes];
    }

    private static byte[] NewPacket(Random random)
    {
        var packet = new byte[random.Next(20, 1400)];
        random.NextBytes(packet);
        packet[0] = 0x45;
        return packet;
    }
}
