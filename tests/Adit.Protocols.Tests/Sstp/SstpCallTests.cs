using Adit.Protocols.Calls;
using Adit.Protocols.Crypto;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Tests.Sstp;

/// <summary>Both roles against each other, in virtual time, the stream cut and glued as a seed wills.</summary>
public sealed class SstpCallTests
{
    public static TheoryData<int> Seeds => [.. Enumerable.Range(1, 20)];

    [Theory]
    [MemberData(nameof(Seeds))]
    public void A_call_connects_however_the_stream_is_cut(int seed)
    {
        var pair = new SstpPair(seed);

        pair.OpenAndConnect();

        Assert.True(pair.Client.Session.IsConnected);
        Assert.True(pair.Server.Session.IsConnected);
    }

    [Theory]
    [MemberData(nameof(Seeds))]
    public void Frames_arrive_whole_and_in_order_however_the_stream_is_cut(int seed)
    {
        var pair = new SstpPair(seed);
        pair.OpenAndConnect();
        var frames = Enumerable.Range(1, 20).Select(i => Enumerable.Repeat((byte)i, i * 200).ToArray()).ToList();

        foreach (var frame in frames)
        {
            pair.Client.SendFrame(frame);
            pair.Server.SendFrame(frame);
        }

        pair.Exchange();

        Assert.Equal(frames, pair.Server.Frames);
        Assert.Equal(frames, pair.Client.Frames);
    }

    [Fact]
    public void Frames_pass_both_ways_before_the_binding()
    {
        var pair = new SstpPair();
        pair.Open();

        pair.Client.SendFrame([0xc0, 0x21]);
        pair.Server.SendFrame([0xc0, 0x21]);
        pair.Exchange();

        Assert.Single(pair.Server.Frames);
        Assert.Single(pair.Client.Frames);
    }

    [Fact]
    public void The_client_may_bind_before_the_server_has_its_keys()
    {
        var pair = new SstpPair();
        pair.Open();
        pair.Client.Do(s => s.HandleKeys(SstpPair.Keys, pair.Now), pair.Now);
        pair.Exchange();
        Assert.False(pair.Server.Session.IsConnected);

        pair.Server.Do(s => s.HandleKeys(SstpPair.Keys, pair.Now), pair.Now);

        Assert.True(pair.Server.Session.IsConnected);
    }

    [Fact]
    public void Ends_that_hold_different_keys_both_learn_it()
    {
        var pair = new SstpPair();
        pair.Open();
        pair.Server.Do(s => s.HandleKeys(SstpPair.Keys, pair.Now), pair.Now);
        pair.Client.Do(s => s.HandleKeys(SstpPair.CreateKeys(1), pair.Now), pair.Now);
        pair.Exchange();
        pair.JumpToTheEnd();

        Assert.Equal(new SstpFailure.CompoundMacWrong(), pair.Server.Failure);
        Assert.Equal(new SstpFailure.BindingRefusedByServer(SstpStatus.ValueNotSupported), pair.Client.Failure);
    }

    [Fact]
    public void A_server_with_keys_never_takes_a_client_without()
    {
        var pair = new SstpPair();
        pair.Open();
        pair.Server.Do(s => s.HandleKeys(SstpPair.Keys, pair.Now), pair.Now);
        pair.Client.Do(s => s.HandleKeys(SessionKeys.NotGenerated, pair.Now), pair.Now);
        pair.Exchange();

        Assert.False(pair.Server.Has<TunnelEvent.Connected>());
    }

    [Fact]
    public void An_idle_call_lives_on_hellos()
    {
        var pair = new SstpPair();
        pair.OpenAndConnect();

        for (var jumps = 0; jumps < 100; jumps++)
        {
            Assert.True(pair.Jump());
            pair.Exchange();
        }

        Assert.True(pair.Client.Session.IsConnected);
        Assert.True(pair.Server.Session.IsConnected);
        Assert.True(pair.Now - Moment.Start >= TimeSpan.FromMinutes(90));
    }

    [Fact]
    public void Data_alone_is_hello_enough()
    {
        var pair = new SstpPair();
        pair.OpenAndConnect();
        pair.Advance(TimeSpan.FromSeconds(59));

        pair.Client.SendFrame([0, 0x21]);
        pair.Exchange();

        Assert.Equal(pair.Now + TimeSpan.FromSeconds(60), pair.Server.Session.NextDeadline);
    }

    [Fact]
    public void A_peer_that_has_gone_is_asked_once_and_then_given_up_without_an_abort()
    {
        var pair = new SstpPair();
        pair.OpenAndConnect();

        Assert.True(pair.Jump());
        Assert.Equal(SstpMessages.EchoRequest, pair.Server.Wire);
        pair.Server.Wire.Clear(); // nobody is there
        pair.Client.Wire.Clear();
        Assert.True(pair.Jump());

        Assert.Empty(pair.Server.Wire);
        Assert.Equal(new SstpFailure.PeerSilent(), pair.Server.Failure);
        Assert.Equal(TimeSpan.FromSeconds(120), pair.Now - Moment.Start);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_call_that_either_end_closes_ends_as_wished_on_both(bool byClient)
    {
        var pair = new SstpPair();
        pair.OpenAndConnect();
        var (closing, other) = byClient ? (pair.Client, pair.Server) : (pair.Server, pair.Client);

        pair.Close(closing);
        Assert.True(closing.IsClosed);
        Assert.False(other.IsClosed); // its acknowledgement may still be on its way
        pair.JumpToTheEnd();

        Assert.Null(closing.Failure);
        Assert.Null(other.Failure);
        Assert.Equal(TimeSpan.FromSeconds(1), pair.Now - Moment.Start);
    }

    [Fact]
    public void Ends_that_close_at_once_both_end_as_wished()
    {
        var pair = new SstpPair();
        pair.OpenAndConnect();
        pair.Client.Do(s => s.Close(pair.Now), pair.Now);
        pair.Server.Do(s => s.Close(pair.Now), pair.Now);
        pair.Exchange();
        pair.JumpToTheEnd();

        Assert.Null(pair.Client.Failure);
        Assert.Null(pair.Server.Failure);
    }

    [Fact]
    public void A_disconnect_that_nobody_answers_ends_after_five_seconds()
    {
        var pair = new SstpPair();
        pair.OpenAndConnect();
        pair.Client.Do(s => s.Close(pair.Now), pair.Now);
        pair.Client.Wire.Clear();

        pair.Jump();

        Assert.Null(pair.Client.Failure);
        Assert.Equal(TimeSpan.FromSeconds(5), pair.Now - Moment.Start);
    }

    [Fact]
    public void A_call_may_be_closed_before_it_connects()
    {
        var pair = new SstpPair();
        pair.Open();

        pair.Close(pair.Server);
        pair.JumpToTheEnd();

        Assert.Null(pair.Client.Failure);
        Assert.Null(pair.Server.Failure);
    }

    [Fact]
    public void An_abort_is_answered_and_ends_both_a_second_later()
    {
        var pair = new SstpPair();
        pair.OpenAndConnect();
        pair.Client.Wire.AddRange(SstpMessages.Control(1)); // a request in the middle of the call
        pair.Exchange();

        pair.JumpToTheEnd();

        Assert.Equal(new SstpFailure.MessageUnexpected(SstpMessageType.CallConnectRequest), pair.Server.Failure);
        Assert.Equal(
            new SstpFailure.AbortedByPeer(new SstpFault(SstpAttributeId.NoError, SstpStatus.UnacceptedFrameReceived)),
            pair.Client.Failure);
        Assert.Equal(TimeSpan.FromSeconds(1), pair.Now - Moment.Start);
    }

    [Fact]
    public void Aborts_that_cross_end_both_a_second_later_each_with_its_own_failure()
    {
        var pair = new SstpPair();
        pair.OpenAndConnect();
        pair.Client.Wire.AddRange(SstpMessages.Control(1));
        pair.Server.Wire.AddRange(SstpMessages.Control(2));
        pair.Exchange();

        pair.JumpToTheEnd();

        Assert.Equal(new SstpFailure.MessageUnexpected(SstpMessageType.CallConnectRequest), pair.Server.Failure);
        Assert.Equal(new SstpFailure.MessageUnexpected(SstpMessageType.CallConnectAck), pair.Client.Failure);
    }

    [Fact]
    public void An_abort_without_a_readable_reason_is_still_an_abort()
    {
        var pair = new SstpPair();
        pair.OpenAndConnect();

        pair.Server.Receive(SstpMessages.Hex("10010009 0005 0001 FF"), pair.Now);
        pair.JumpToTheEnd();

        Assert.Equal(new SstpFailure.AbortedByPeer(default), pair.Server.Failure);
    }

    [Fact]
    public void Frames_are_dropped_while_a_call_ends()
    {
        var pair = new SstpPair();
        pair.OpenAndConnect();
        pair.Server.Do(s => s.Close(pair.Now), pair.Now);

        pair.Server.Receive(SstpMessages.Data, pair.Now);

        Assert.Empty(pair.Server.Frames);
    }

    [Fact]
    public void A_closed_session_takes_everything_and_gives_nothing()
    {
        var pair = new SstpPair();
        pair.OpenAndConnect();
        pair.Close(pair.Client);
        var events = pair.Client.Events.Count;

        Assert.True(pair.Client.Session.TryReceive(SstpMessages.Hex("FFFFFFFFFF"), pair.Now, out var consumed, out var frame));
        pair.Client.Do(s => s.Close(pair.Now), pair.Now);
        pair.Client.Do(s => s.HandleTimeout(pair.Now), pair.Now);
        pair.Client.Do(s => s.HandleKeys(SstpPair.Keys, pair.Now), pair.Now);

        Assert.Equal(5, consumed);
        Assert.True(frame.IsEmpty);
        Assert.Empty(pair.Client.Wire);
        Assert.Equal(events, pair.Client.Events.Count);
        Assert.Null(pair.Client.Session.NextDeadline);
        Assert.False(pair.Client.Session.TryReceive([], pair.Now, out _, out _));
    }

    [Fact]
    public void Waking_early_changes_nothing()
    {
        var pair = new SstpPair();
        pair.OpenAndConnect();
        var deadline = pair.Server.Session.NextDeadline;

        pair.Server.Do(s => s.HandleTimeout(pair.Now + TimeSpan.FromSeconds(59)), pair.Now);

        Assert.Equal(deadline, pair.Server.Session.NextDeadline);
        Assert.Empty(pair.Server.Wire);
    }

    [Fact]
    public void A_session_opens_once_and_receives_only_then()
    {
        var session = new SstpClientSession(new(), SstpPair.Certificate);
        Assert.Throws<InvalidOperationException>(() => session.TryReceive([0x10], Moment.Start, out _, out _));
        session.Open(Moment.Start);

        Assert.Throws<InvalidOperationException>(() => session.Open(Moment.Start));
    }

    [Fact]
    public void A_session_closed_before_it_was_opened_just_ends()
    {
        var end = new SstpEnd(new SstpClientSession(new(), SstpPair.Certificate));

        end.Do(s => s.Close(Moment.Start), Moment.Start);

        Assert.Null(end.Failure);
        Assert.Empty(end.Wire);
    }
}
