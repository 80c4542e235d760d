using Adit.Protocols.Sstp;

namespace Adit.Protocols.Tests.Sstp;

/// <summary>Each message of [MS-SSTP] §2.2.9 to §2.2.17: the same bytes back, and the fault that is named where there is one.</summary>
public sealed class SstpMessageTests
{
    [Fact]
    public void Call_Connect_Request_comes_back_as_it_was()
    {
        Assert.True(CallConnectRequest.TryParse(SstpMessages.Parse(SstpMessages.ConnectRequest), out var request, out _));
        Assert.Equal(CallConnectRequest.Ppp, request.ProtocolId);
        Assert.Equal(SstpMessages.ConnectRequest, SstpMessages.Written(request));
    }

    [Fact]
    public void Call_Connect_Acknowledge_comes_back_as_it_was()
    {
        Assert.True(CallConnectAck.TryParse(SstpMessages.Parse(SstpMessages.Ack(3)), out var ack, out _));
        Assert.Equal(SstpHashProtocol.Sha1 | SstpHashProtocol.Sha256, ack.HashProtocols);
        Assert.Equal(SstpMessages.Ack(3), SstpMessages.Written(ack));
    }

    [Fact]
    public void Call_Connect_Nak_comes_back_as_it_was_with_the_refused_values()
    {
        var bytes = SstpMessages.Control(3,
            SstpMessages.Attribute(2, 0, 0, 0, 1, 0, 0, 0, 4, 0xab, 0xcd), SstpMessages.Attribute(2, 0, 0, 0, 9, 0, 0, 0, 2));

        Assert.True(CallConnectNak.TryParse(SstpMessages.Parse(bytes), out var nak, out _));
        Assert.Equal(2, nak.StatusInfos.Count);
        Assert.Equal(SstpStatus.ValueNotSupported, nak.StatusInfos[0].Status);
        Assert.Equal(bytes, SstpMessages.Written(nak));
    }

    [Fact]
    public void Call_Connected_comes_back_as_it_was()
    {
        var bytes = CryptoBinding.Sign(SstpHashProtocol.Sha256, new byte[32], SstpPair.Certificate, SstpPair.Keys);

        Assert.True(CallConnected.TryParse(SstpMessages.Parse(bytes), out var connected, out _));
        Assert.Equal(bytes, SstpMessages.Written(connected));
    }

    [Fact]
    public void Call_Abort_comes_back_as_it_was()
    {
        Assert.True(CallAbort.TryParse(SstpMessages.Parse(SstpMessages.Abort(3, 4)), out var abort, out _));
        Assert.Equal(SstpMessages.Abort(3, 4), SstpMessages.Written(abort));
    }

    [Fact]
    public void Call_Disconnect_comes_back_as_it_was()
    {
        Assert.True(CallDisconnect.TryParse(SstpMessages.Parse(SstpMessages.Disconnect), out var disconnect, out _));
        Assert.Equal(SstpMessages.Disconnect, SstpMessages.Written(disconnect));
    }

    [Fact]
    public void A_farewell_may_leave_out_its_reason()
    {
        Assert.True(CallAbort.TryParse(SstpMessages.Parse(SstpMessages.Control(5)), out var abort, out _));
        Assert.Equal(SstpMessages.Control(5), SstpMessages.Written(abort));
    }

    [Theory]
    [InlineData(7)]
    [InlineData(8)]
    [InlineData(9)]
    public void Messages_without_attributes_come_back_as_they_were(int type)
    {
        Assert.True(PlainMessage.TryParse(SstpMessages.Parse(SstpMessages.Control(type)), out var plain, out _));
        Assert.Equal(SstpMessages.Control(type), SstpMessages.Written(plain));
    }

    [Fact]
    public void A_plain_message_with_an_attribute_is_refused()
    {
        var bytes = SstpMessages.Control(8, SstpMessages.Attribute(1, 0, 1));

        Assert.False(PlainMessage.TryParse(SstpMessages.Parse(bytes), out _, out var fault));
        Assert.Equal(new SstpFault(SstpAttributeId.EncapsulatedProtocolId, SstpStatus.AttribNotSupportedInMsg), fault);
    }

    [Theory]
    [InlineData("10010008 0001 0001", 0, SstpStatus.InvalidFrameReceived)] // an attribute is announced and not there
    [InlineData("1001000A 0001 0000 0000", 0, SstpStatus.InvalidFrameReceived)] // bytes behind the last attribute
    [InlineData("10010006 0001", 0, SstpStatus.InvalidFrameReceived)] // too short for a type and a count
    [InlineData("1001000E 0001 0001 00010003 0001", 1, SstpStatus.InvalidAttribValueLength)] // shorter than its own header
    [InlineData("1001000E 0001 0001 00010007 0001", 1, SstpStatus.InvalidAttribValueLength)] // beyond the message
    public void A_message_that_cannot_be_taken_apart_says_where(string hex, int attribute, SstpStatus status)
    {
        Assert.False(SstpControlMessage.TryParse(SstpMessages.Hex(hex), out _, out var fault));
        Assert.Equal(new SstpFault((SstpAttributeId)attribute, status), fault);
    }

    [Theory]
    [InlineData("10010008 0002 0000", 4, SstpStatus.RequiredAttributeMissing)]
    [InlineData("1001000E 0002 0001 00040006 0000", 4, SstpStatus.InvalidAttribValueLength)]
    [InlineData("1001000E 0002 0001 00010006 0001", 1, SstpStatus.AttribNotSupportedInMsg)]
    [InlineData("1001000E 0002 0001 00770006 0001", 0x77, SstpStatus.UnrecognizedAttribute)]
    [InlineData("10010014 0002 0001 0002000C 00000000 00000004", 2, SstpStatus.StatusInfoNotSupportedInMsg)]
    [InlineData("1001000C 0002 0001 00020004", 2, SstpStatus.InvalidAttribValueLength)]
    public void A_message_about_one_attribute_names_the_fault(string hex, int attribute, SstpStatus status)
    {
        Assert.False(CallConnectAck.TryParse(SstpMessages.Parse(SstpMessages.Hex(hex)), out _, out var fault));
        Assert.Equal(new SstpFault((SstpAttributeId)attribute, status), fault);
    }

    [Fact]
    public void A_second_binding_in_one_message_is_a_duplicate()
    {
        var binding = SstpMessages.Attribute(3, new byte[100]);

        Assert.False(CallConnected.TryParse(SstpMessages.Parse(SstpMessages.Control(4, binding, binding)), out _, out var fault));
        Assert.Equal(new SstpFault(SstpAttributeId.CryptoBinding, SstpStatus.DuplicateAttribute), fault);
    }

    [Fact]
    public void A_request_names_all_of_its_faults()
    {
        var bytes = SstpMessages.Control(1,
            SstpMessages.Attribute(1, 0, 1), SstpMessages.Attribute(1, 0, 2), SstpMessages.Attribute(3, 9), SstpMessages.Attribute(0x55));

        Assert.False(CallConnectRequest.TryParse(SstpMessages.Parse(bytes), out _, out var faults));
        Assert.Equal(
            [
                new(SstpAttributeId.EncapsulatedProtocolId, SstpStatus.DuplicateAttribute),
                new(SstpAttributeId.CryptoBinding, SstpStatus.AttribNotSupportedInMsg),
                new((SstpAttributeId)0x55, SstpStatus.UnrecognizedAttribute),
            ],
            faults.Select(f => new SstpFault(f.Attribute, f.Status)));
    }

    [Fact]
    public void The_Nak_to_the_worst_request_still_fits_one_message()
    {
        var attributes = Enumerable.Range(0, 255).Select(_ => SstpMessages.Attribute(0x55, 1, 2, 3, 4, 5, 6, 7, 8)).ToArray();

        Assert.False(CallConnectRequest.TryParse(SstpMessages.Parse(SstpMessages.Control(1, attributes)), out _, out var faults));
        Assert.InRange(new CallConnectNak(faults).Length, 1, SstpHeader.MaxPacketLength);
    }
}
