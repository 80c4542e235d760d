using Adit.Protocols.Calls;
using Adit.Protocols.Ppp;
using Adit.Protocols.Radius;
using Adit.Protocols.Sstp;
using Adit.Protocols.Tests.Ppp;

namespace Adit.Protocols.Tests.Calls;

/// <summary>Calls that fail: each ends by itself, with the failure that says why.</summary>
public sealed class CallEndingTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    public static TheoryData<CallStage> StagesBeforeOpen =>
        [CallStage.Connecting, CallStage.Negotiating, CallStage.Authenticating, CallStage.Authorizing, CallStage.Addressing];

    [Fact]
    public void A_wrong_password_ends_both_sides_with_its_own_failure()
    {
        var pair = new CallPair();
        pair.Client.Answers.Password = "wrong";
        pair.Server.Answers.MayRetry = false;

        pair.Begin().RunToTheEnd();

        Assert.Equal(new WrongPassword(), pair.Server.Failure);
        Assert.Equal(new PppFailure.Refused(691, MayRetry: false, "Access denied"), pair.Client.Failure);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_client_that_drops_the_connection_when_refused_is_recorded_as_refused(bool mayRetry)
    {
        var pair = Refused(mayRetry);

        pair.Exchange();
        pair.Cut();

        Assert.Equal(new WrongPassword(), pair.Server.Failure);
        Assert.IsType<PppFailure.Refused>(pair.Client.Failure);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_client_that_drops_the_connection_without_a_word_when_refused_is_recorded_as_refused(bool mayRetry)
    {
        var pair = Refused(mayRetry);

        pair.Cut();

        Assert.Equal(new WrongPassword(), pair.Server.Failure);
    }

    [Theory]
    [InlineData(SstpMessageType.CallAbort)]
    [InlineData(SstpMessageType.CallDisconnect)]
    public void A_client_that_ends_the_tunnel_when_refused_is_recorded_as_refused(SstpMessageType farewell)
    {
        var pair = Refused(mayRetry: false);

        pair.Client.Wire.AddRange([0x10, 1, 0, 8, 0, (byte)farewell, 0, 0]);
        pair.Exchange();
        pair.RunUntil(() => pair.Server.IsClosed);

        Assert.Equal(new WrongPassword(), pair.Server.Failure);
    }

    [Fact]
    public void A_server_that_stops_while_a_refusal_is_under_way_records_the_refusal()
    {
        var pair = Refused(mayRetry: false);

        pair.Server.Do(call => call.Close(new CallFailure.ServerStopping(), pair.Now), pair.Now);
        pair.RunUntil(() => pair.Server.IsClosed);

        Assert.Equal(new WrongPassword(), pair.Server.Failure);
    }

    [Fact]
    public void An_exhausted_pool_refuses_the_call()
    {
        var pair = new CallPair();
        pair.Server.Answers.Address = _ => new PppAnswer.AddressRefused(new PoolExhausted());

        pair.Begin().RunToTheEnd();

        Assert.Equal(new PoolExhausted(), pair.Server.Failure);
        Assert.IsType<PppFailure.PeerTerminated>(pair.Client.Failure);
    }

    [Theory]
    [MemberData(nameof(StagesBeforeOpen))]
    public void A_call_that_hangs_is_ended_when_its_time_is_up(CallStage stage)
    {
        var pair = Hanging(stage, new CallOptions { SetupTime = 5 * _second });

        pair.RunUntil(() => pair.Server.IsClosed);

        Assert.Equal(new CallFailure.SetupTimedOut(stage), pair.Server.Failure);
        Assert.InRange(pair.Now - Moment.Start, 5 * _second, 12 * _second);
    }

    [Theory]
    [MemberData(nameof(StagesBeforeOpen))]
    public void A_lost_connection_ends_a_call_in_any_stage(CallStage stage)
    {
        var pair = Hanging(stage);

        pair.Cut();

        Assert.Equal(new SstpFailure.TransportLost(), pair.Server.Failure);
        Assert.Equal(new SstpFailure.TransportLost(), pair.Client.Failure);
    }

    [Fact]
    public void A_lost_connection_ends_an_open_call()
    {
        var pair = new CallPair().Open();

        pair.Cut();

        Assert.Equal(new SstpFailure.TransportLost(), pair.Server.Failure);
        Assert.Equal(new SstpFailure.TransportLost(), pair.Client.Failure);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void A_connection_that_is_lost_while_the_call_closes_changes_nothing(bool serverCloses)
    {
        var pair = new CallPair().Open();
        var closer = serverCloses ? pair.Server : pair.Client;

        closer.Do(call => call.Close(null, pair.Now), pair.Now);
        pair.Cut();

        Assert.Null(closer.Failure);
    }

    [Fact]
    public void An_idle_call_is_ended()
    {
        var pair = new CallPair().Open();
        pair.Server.Do(call => call.Limit(idleTime: 100 * _second, sessionTime: null), pair.Now);

        pair.RunToTheEnd();

        Assert.Equal(new CallFailure.IdleTooLong(100 * _second), pair.Server.Failure);
        Assert.Null(pair.Client.Failure);
    }

    [Theory]
    [InlineData(true)]
    [InlineData(false)]
    public void Packets_either_way_keep_a_call_from_being_idle(bool fromServer)
    {
        var pair = new CallPair().Open();
        pair.Server.Do(call => call.Limit(idleTime: 100 * _second, sessionTime: null), pair.Now);

        for (var i = 0; i < 10; i++)
        {
            pair.Pass(90 * _second);
            (fromServer ? pair.Server : pair.Client).SendPacket([0x45, 1, 2, 3], pair.Now);
            pair.Exchange();
        }

        Assert.True(pair.AreBothOpen);
    }

    [Fact]
    public void A_session_ends_when_its_time_is_over_however_busy_it_is()
    {
        var pair = new CallPair().Open();
        pair.Server.Do(call => call.Limit(idleTime: 100 * _second, sessionTime: 250 * _second), pair.Now);

        for (var i = 0; i < 5; i++)
        {
            pair.Pass(60 * _second);
            if (pair.AreBothOpen)
                pair.Client.SendPacket([0x45, 1, 2, 3], pair.Now);
        }

        pair.RunToTheEnd();
        Assert.Equal(new CallFailure.SessionTimeOver(250 * _second), pair.Server.Failure);
    }

    [Fact]
    public void A_limit_that_passes_while_a_call_is_closing_is_no_reason()
    {
        var pair = new CallPair().Open();
        pair.Server.Do(call => call.Limit(idleTime: _second, sessionTime: 2 * _second), pair.Now);
        pair.Client.Rewrite = _ => null; // nobody answers the farewell

        pair.Server.Do(call => call.Close(null, pair.Now), pair.Now);
        pair.RunUntil(() => pair.Server.IsClosed);

        Assert.Null(pair.Server.Failure);
    }

    [Fact]
    public void A_peer_that_vanishes_from_an_open_call_is_noticed()
    {
        var pair = new CallPair().Open();
        pair.Client.Rewrite = _ => null;

        pair.RunUntil(() => pair.Server.IsClosed);

        Assert.True(pair.Server.Failure is SstpFailure.PeerSilent or PppFailure.PeerSilent, $"{pair.Server.Failure}");
        Assert.InRange(pair.Now - Moment.Start, 60 * _second, 180 * _second);
    }

    [Fact]
    public void Both_ends_stay_up_for_a_day_without_a_packet()
    {
        var pair = new CallPair().Open();

        pair.Pass(TimeSpan.FromDays(1));

        Assert.True(pair.AreBothOpen);
    }

    /// <summary>A call whose server has just refused the client, with the client's reaction still unsent.</summary>
    private static CallPair Refused(bool mayRetry)
    {
        var pair = new CallPair();
        pair.Client.Answers.Password = "wrong";
        pair.Server.Answers.MayRetry = mayRetry;
        pair.Begin().RunUntil(() => pair.Server.Sent.Exists(IsChapFailure));
        return pair;
    }

    private static bool IsChapFailure(byte[] message) => message.Length > 8 && message[1] == 0 && message[6] == 0xc2 && message[8] == 4;

    /// <summary>A call that has come this far on the server and goes no further.</summary>
    private static CallPair Hanging(CallStage stage, CallOptions? options = null)
    {
        var pair = new CallPair(serverOptions: options);
        pair.Server.Answers.Address = null;
        switch (stage)
        {
            case CallStage.Connecting:
                pair.Client.Rewrite = _ => null;
                break;
            case CallStage.Negotiating:
                pair.Client.Rewrite = message => message[1] == 1 ? message : null;
                break;
            case CallStage.Authenticating:
                pair.Client.IsMute = true;
                break;
            case CallStage.Authorizing:
                pair.Server.IsMute = true;
                break;
        }

        pair.Begin().RunUntil(() => pair.Server.Call.Stage == stage);
        pair.Exchange();
        return pair;
    }

    private sealed record PoolExhausted() : Failure("TEST-002");
}
