using Adit.Protocols.Calls;
using Adit.Protocols.Sstp;

namespace Adit.Protocols.Tests.Sstp;

/// <summary>The server while a client asks for a call ([MS-SSTP] §3.3.5.2.2).</summary>
public sealed class SstpServerSetUpTests : SstpServerScript
{
    [Fact]
    public void A_request_is_granted_with_both_hashes_and_a_fresh_nonce()
    {
        var server = Opened();

        server.Receive(SstpMessages.ConnectRequest, Now);

        Assert.True(CallConnectAck.TryParse(SstpMessages.Parse([.. server.Wire]), out var ack, out _));
        Assert.Equal(SstpHashProtocol.Sha1 | SstpHashProtocol.Sha256, ack.HashProtocols);
        Assert.NotEqual(new byte[32], ack.Nonce.ToArray());
        Assert.True(server.Has<TunnelEvent.FramesAllowed>());
    }

    [Fact]
    public void A_request_without_the_protocol_is_answered_with_required_attribute_missing() =>
        AssertNak(SstpMessages.Control(1), SstpAttributeId.StatusInfo, SstpStatus.RequiredAttributeMissing);

    [Fact]
    public void A_request_for_another_protocol_is_answered_with_value_not_supported() => AssertNak(
        SstpMessages.Control(1, SstpMessages.Attribute(1, 0, 2)), SstpAttributeId.EncapsulatedProtocolId, SstpStatus.ValueNotSupported);

    [Fact]
    public void A_request_with_two_protocols_is_answered_with_duplicate_attribute() => AssertNak(
        SstpMessages.Control(1, SstpMessages.Attribute(1, 0, 1), SstpMessages.Attribute(1, 0, 1)),
        SstpAttributeId.EncapsulatedProtocolId, SstpStatus.DuplicateAttribute);

    [Fact]
    public void A_request_with_a_longer_protocol_is_answered_with_invalid_length() => AssertNak(
        SstpMessages.Control(1, SstpMessages.Attribute(1, 0, 1, 0)),
        SstpAttributeId.EncapsulatedProtocolId, SstpStatus.InvalidAttribValueLength);

    [Fact]
    public void A_request_with_an_unknown_attribute_is_answered_with_unrecognized_attribute() => AssertNak(
        SstpMessages.Control(1, SstpMessages.Attribute(1, 0, 1), SstpMessages.Attribute(9)),
        (SstpAttributeId)9, SstpStatus.UnrecognizedAttribute);

    [Fact]
    public void A_request_with_an_error_status_is_answered_with_status_info_not_supported() => AssertNak(
        SstpMessages.Control(1, SstpMessages.Attribute(1, 0, 1), SstpMessages.Attribute(2, 0, 0, 0, 0, 0, 0, 0, 4)),
        SstpAttributeId.StatusInfo, SstpStatus.StatusInfoNotSupportedInMsg);

    [Fact]
    public void A_refused_client_may_ask_again()
    {
        var server = Opened();
        server.Receive(SstpMessages.Control(1), Now);

        server.Receive(SstpMessages.ConnectRequest, Now);

        Assert.True(server.Has<TunnelEvent.FramesAllowed>());
    }

    [Fact]
    public void After_three_Naks_comes_an_abort_with_retry_count_exceeded()
    {
        var server = Opened();
        for (var i = 0; i < 3; i++)
            server.Receive(SstpMessages.Control(1), Now);

        server.Wire.Clear();
        server.Receive(SstpMessages.Control(1), Now);

        AssertAborts(server, SstpAttributeId.StatusInfo, SstpStatus.RetryCountExceeded, new SstpFailure.RequestsRefused(
            3, new SstpFault(SstpAttributeId.StatusInfo, SstpStatus.RequiredAttributeMissing)));
    }

    [Fact]
    public void A_second_request_is_unaccepted()
    {
        var server = Granted();

        server.Receive(SstpMessages.ConnectRequest, Now);

        AssertUnaccepted(server, SstpMessageType.CallConnectRequest);
    }

    [Fact]
    public void A_binding_before_the_request_is_unaccepted()
    {
        var server = Opened();

        server.Receive(SstpMessages.Control(4, SstpMessages.Attribute(3, new byte[100])), Now);

        AssertUnaccepted(server, SstpMessageType.CallConnected);
    }

    [Theory]
    [InlineData(2)]
    [InlineData(3)]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void What_a_client_must_not_send_before_it_is_connected_is_unaccepted(int type)
    {
        var server = Granted();

        server.Receive(SstpMessages.Control(type), Now);

        AssertUnaccepted(server, (SstpMessageType)type);
    }

    [Theory]
    [InlineData(0)]
    [InlineData(10)]
    [InlineData(255)]
    public void An_unknown_message_is_an_invalid_frame(int type)
    {
        var server = Granted();

        server.Receive(SstpMessages.Control(type), Now);

        var fault = new SstpFault(SstpAttributeId.NoError, SstpStatus.InvalidFrameReceived);
        AssertAborts(server, fault.Attribute, fault.Status, new SstpFailure.MessageInvalid((SstpMessageType)type, fault));
    }

    [Fact]
    public void A_client_that_never_asks_is_aborted_with_negotiation_timeout()
    {
        var server = Opened();

        TimeOut(server, TimeSpan.FromSeconds(60));

        AssertAborts(server, SstpAttributeId.NoError, SstpStatus.NegotiationTimeout, new SstpFailure.ConnectRequestTimedOut());
    }

    [Fact]
    public void Naks_do_not_give_a_client_more_time()
    {
        var server = Opened();
        var deadline = server.Session.NextDeadline;
        Now += TimeSpan.FromSeconds(30);

        server.Receive(SstpMessages.Control(1), Now);

        Assert.Equal(deadline, server.Session.NextDeadline);
    }

    [Fact]
    public void A_client_that_never_authenticates_is_aborted_with_negotiation_timeout()
    {
        var server = Granted(out var nonce);
        server.Receive(Binding(nonce), Now); // a binding without keys proves nothing

        TimeOut(server, TimeSpan.FromSeconds(60));

        AssertAborts(server, SstpAttributeId.NoError, SstpStatus.NegotiationTimeout, new SstpFailure.AuthenticationTimedOut());
    }

    [Fact]
    public void A_client_that_never_binds_is_aborted_with_negotiation_timeout()
    {
        var server = Granted();
        server.Do(s => s.HandleKeys(SstpPair.Keys, Now), Now);

        TimeOut(server, TimeSpan.FromSeconds(60));

        AssertAborts(server, SstpAttributeId.NoError, SstpStatus.NegotiationTimeout, new SstpFailure.CallConnectedTimedOut());
    }

    [Fact]
    public void The_grant_starts_the_negotiation_timer_again()
    {
        var server = Opened();
        Now += TimeSpan.FromSeconds(59);

        server.Receive(SstpMessages.ConnectRequest, Now);

        Assert.Equal(Now + TimeSpan.FromSeconds(60), server.Session.NextDeadline);
    }

    [Fact]
    public void Keys_before_any_frame_are_a_fault_of_ours() =>
        Assert.Throws<InvalidOperationException>(() => Opened().Session.HandleKeys(SstpPair.Keys, Now));
}
