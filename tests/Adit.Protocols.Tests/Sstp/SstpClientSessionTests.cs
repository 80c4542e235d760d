using Adit.Protocols.Calls;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Tests.Sstp;

/// <summary>The client against a scripted server ([MS-SSTP] §3.2).</summary>
public sealed class SstpClientSessionTests
{
    private static readonly TimeSpan _second = TimeSpan.FromSeconds(1);

    private Moment _now = Moment.Start;

    [Fact]
    public void It_begins_by_asking_for_PPP() => Assert.Equal(SstpMessages.ConnectRequest, Create(new()).Wire);

    [Theory]
    [InlineData(3, 2)]
    [InlineData(2, 2)]
    [InlineData(1, 1)]
    [InlineData(0xff, 2)]
    public void It_binds_with_the_strongest_hash_that_is_offered(byte offered, byte chosen)
    {
        var client = Acknowledged(offered);

        client.Do(s => s.HandleKeys(SstpPair.Keys, _now), _now);

        Assert.Equal(CallConnected.MessageLength, client.Wire.Count);
        Assert.Equal(chosen, client.Wire[15]);
        Assert.True(client.Session.IsConnected);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(4)]
    public void An_offer_without_a_hash_that_we_know_is_aborted_with_value_not_supported(byte offered)
    {
        var client = Acknowledged(offered);

        AssertAborts(client, SstpAttributeId.CryptoBindingRequest, SstpStatus.ValueNotSupported,
            new SstpFailure.NoHashProtocol((SstpHashProtocol)offered));
    }

    [Fact]
    public void SHA_1_alone_is_refused_where_we_are_told_so()
    {
        var client = Acknowledged(1, new SstpClientOptions { HashProtocols = SstpHashProtocol.Sha256 });

        AssertAborts(client, SstpAttributeId.CryptoBindingRequest, SstpStatus.ValueNotSupported,
            new SstpFailure.NoHashProtocol(SstpHashProtocol.Sha1));
    }

    [Fact]
    public void An_acknowledgement_without_a_binding_request_is_aborted_with_required_attribute_missing()
    {
        var client = Asked();

        client.Receive(SstpMessages.Control(2), _now);

        var fault = new SstpFault(SstpAttributeId.CryptoBindingRequest, SstpStatus.RequiredAttributeMissing);
        AssertAborts(client, fault.Attribute, fault.Status, new SstpFailure.MessageInvalid(SstpMessageType.CallConnectAck, fault));
    }

    [Fact]
    public void A_refusal_is_final_and_keeps_the_servers_reason()
    {
        var client = Asked();

        client.Receive(SstpMessages.Control(3, SstpMessages.Attribute(2, 0, 0, 0, 1, 0, 0, 0, 4, 0, 1)), _now);

        AssertAborts(client, SstpAttributeId.EncapsulatedProtocolId, SstpStatus.RetryCountExceeded, new SstpFailure.RefusedByServer(
            new SstpFault(SstpAttributeId.EncapsulatedProtocolId, SstpStatus.ValueNotSupported)));
    }

    [Fact]
    public void A_refusal_without_a_reason_is_aborted_with_required_attribute_missing()
    {
        var client = Asked();

        client.Receive(SstpMessages.Control(3), _now);

        var fault = new SstpFault(SstpAttributeId.StatusInfo, SstpStatus.RequiredAttributeMissing);
        AssertAborts(client, fault.Attribute, fault.Status, new SstpFailure.MessageInvalid(SstpMessageType.CallConnectNak, fault));
    }

    [Theory]
    [InlineData(1)]
    [InlineData(4)]
    [InlineData(8)]
    public void What_a_server_must_not_send_is_unaccepted(int type)
    {
        var client = Asked();

        client.Receive(SstpMessages.Control(type), _now);

        AssertAborts(client, SstpAttributeId.NoError, SstpStatus.UnacceptedFrameReceived,
            new SstpFailure.MessageUnexpected((SstpMessageType)type));
    }

    [Fact]
    public void A_second_acknowledgement_is_unaccepted()
    {
        var client = Acknowledged(3);

        client.Receive(SstpMessages.Ack(3), _now);

        AssertAborts(client, SstpAttributeId.NoError, SstpStatus.UnacceptedFrameReceived,
            new SstpFailure.MessageUnexpected(SstpMessageType.CallConnectAck));
    }

    [Fact]
    public void Frames_pass_from_the_acknowledgement_on()
    {
        var client = Asked();
        client.Receive(SstpMessages.Data, _now); // dropped

        client.Receive(SstpMessages.Ack(3), _now);
        client.Receive(SstpMessages.Data, _now);

        Assert.Single(client.Frames);
    }

    [Fact]
    public void A_server_that_never_answers_is_aborted_with_negotiation_timeout()
    {
        var client = Asked();

        TimeOut(client, 60 * _second);

        AssertAborts(client, SstpAttributeId.NoError, SstpStatus.NegotiationTimeout, new SstpFailure.ConnectAnswerTimedOut());
    }

    [Fact]
    public void An_authentication_without_an_end_is_aborted_with_negotiation_timeout()
    {
        var client = Acknowledged(3);

        TimeOut(client, 60 * _second);

        AssertAborts(client, SstpAttributeId.NoError, SstpStatus.NegotiationTimeout, new SstpFailure.AuthenticationTimedOut());
    }

    [Fact]
    public void A_server_that_refuses_our_binding_says_so()
    {
        var client = Acknowledged(3);
        client.Do(s => s.HandleKeys(SstpPair.Keys, _now), _now);

        client.Receive(SstpMessages.Abort(3, 4), _now);
        TimeOut(client, _second);

        Assert.Equal(new SstpFailure.BindingRefusedByServer(SstpStatus.ValueNotSupported), client.Failure);
    }

    [Fact]
    public void Keys_of_a_second_authentication_bind_nothing_again()
    {
        var client = Acknowledged(3);
        client.Do(s => s.HandleKeys(SstpPair.Keys, _now), _now);
        client.Wire.Clear();

        client.Do(s => s.HandleKeys(SstpPair.CreateKeys(9), _now), _now);

        Assert.Empty(client.Wire);
    }

    private SstpEnd Create(SstpClientOptions options)
    {
        var client = new SstpEnd(new SstpClientSession(options, SstpPair.Certificate));
        client.Open(_now);
        return client;
    }

    private SstpEnd Asked(SstpClientOptions? options = null)
    {
        var client = Create(options ?? new());
        client.Wire.Clear();
        return client;
    }

    private SstpEnd Acknowledged(byte hashes, SstpClientOptions? options = null)
    {
        var client = Asked(options);
        client.Receive(SstpMessages.Ack(hashes), _now);
        return client;
    }

    private void TimeOut(SstpEnd client, TimeSpan after)
    {
        Assert.Equal(_now + after, client.Session.NextDeadline);
        _now += after;
        client.Do(s => s.HandleTimeout(_now), _now);
    }

    private void AssertAborts(SstpEnd client, SstpAttributeId attribute, SstpStatus status, SstpFailure failure)
    {
        Assert.Equal(SstpMessages.Abort((byte)attribute, (byte)status), client.Wire);
        TimeOut(client, 3 * _second);
        Assert.Equal(failure, client.Failure);
    }
}
