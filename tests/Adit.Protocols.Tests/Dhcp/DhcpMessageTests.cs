using Adit.Protocols.Dhcp;
using Adit.Protocols.Ip;

namespace Adit.Protocols.Tests.Dhcp;

public sealed class DhcpMessageTests
{
    private static readonly Ipv4Address _server = new(0xc0a80001);

    [Fact]
    public void A_captured_discover_is_read_and_written_back_as_it_was()
    {
        Assert.True(UdpDatagram.TryParse(Captured.DiscoverPacket, out var datagram));
        Assert.True(DhcpMessage.TryParse(datagram.Payload, out var discover));

        Assert.Equal((DhcpOp.BootRequest, 0x3d1du, DhcpMessageType.Discover), (discover.Op, discover.TransactionId, discover.Type!.Value));
        Assert.Equal(Convert.FromHexString("000b8201fc42"), discover.HardwareAddress.ToArray());
        Assert.Equal(Convert.FromHexString("01000b8201fc42"), discover.Options.Find(DhcpOptionCode.ClientIdentifier)!.Value.ToArray());
        Assert.Equal(new byte[] { 1, 3, 6, 42 }, discover.Options.Find(DhcpOptionCode.ParameterRequestList)!.Value.ToArray());
        Assert.Equal(datagram.Payload, discover.ToArray().AsSpan(0, datagram.Payload.Length));
    }

    [Fact]
    public void A_captured_offer_is_read_and_written_back_as_it_was()
    {
        Assert.True(DhcpMessage.TryParse(Captured.Offer, out var offer));

        Assert.Equal((DhcpMessageType.Offer, new Ipv4Address(0xc0a8000a), _server), (offer.Type!.Value, offer.YourAddress, offer.NextServer));
        Assert.Equal(_server, offer.Options.FindAddress(DhcpOptionCode.ServerIdentifier));
        Assert.Equal(3600u, offer.Options.FindNumber(DhcpOptionCode.LeaseTime));
        Assert.Equal(1800u, offer.Options.FindNumber(DhcpOptionCode.RenewalTime));
        Assert.Equal(3150u, offer.Options.FindNumber(DhcpOptionCode.RebindingTime));
        Assert.Equal(Captured.Offer, offer.ToArray());
    }

    [Fact]
    public void An_option_of_more_than_255_bytes_goes_in_parts_and_comes_back_whole()
    {
        var value = Enumerable.Range(0, 600).Select(i => (byte)i).ToArray();
        var message = new DhcpMessage(DhcpOp.BootReply, 1) { Options = [] };
        message.Options.Add(DhcpMessageType.Ack);
        message.Options.Add(DhcpOptionCode.ClasslessRoutes, value);

        var bytes = message.ToArray();

        Assert.Equal(DhcpMessage.HeaderLength + 3 + 600 + (3 * 2) + 1, bytes.Length);
        Assert.True(DhcpMessage.TryParse(bytes, out var read));
        Assert.Equal(value, read.Options.Find(DhcpOptionCode.ClasslessRoutes)!.Value.ToArray());
    }

    [Fact]
    public void Parts_of_an_option_that_stand_apart_are_put_together_across_the_fields_in_the_order_options_file_sname()
    {
        var bytes = Captured.Offer.ToArray();
        new byte[] { 53, 1, 5, 52, 1, 3, 15, 2, (byte)'a', (byte)'d', 255 }.CopyTo(bytes, DhcpMessage.HeaderLength);
        new byte[] { 0, 15, 1, (byte)'i', 255 }.CopyTo(bytes, 108);
        new byte[] { 15, 1, (byte)'t', 12, 1, (byte)'h', 255 }.CopyTo(bytes, 44);

        Assert.True(DhcpMessage.TryParse(bytes, out var message));
        Assert.Equal("adit", message.Options.FindText(DhcpOptionCode.DomainName));
        Assert.Equal("h", message.Options.FindText(DhcpOptionCode.HostName));
        Assert.Null(message.Options.Find(DhcpOptionCode.Overload));
    }

    [Theory]
    [InlineData(0, 3)] // neither request nor reply
    [InlineData(2, 17)] // a hardware address of 17 bytes
    [InlineData(236, 0)] // no cookie: BOOTP of old
    [InlineData(241, 250)] // an option longer than what is left
    public void A_message_that_lies_is_refused(int offset, byte value)
    {
        var bytes = Captured.Offer.ToArray();
        bytes[offset] = value;

        Assert.False(DhcpMessage.TryParse(bytes, out _));
    }

    [Fact]
    public void A_message_cut_anywhere_before_its_end_is_refused_or_read_without_the_rest()
    {
        for (var length = 0; length < Captured.Offer.Length; length++)
            Assert.True(!DhcpMessage.TryParse(Captured.Offer.AsSpan(0, length), out _) || length >= DhcpMessage.HeaderLength);
    }

    [Fact]
    public void An_option_of_a_wrong_length_is_none()
    {
        var options = new DhcpOptionSet
        {
            { DhcpOptionCode.ServerIdentifier, new byte[5] },
            { DhcpOptionCode.LeaseTime, new byte[3] },
            { DhcpOptionCode.DomainNameServer, new byte[7] },
            { DhcpOptionCode.DomainName, new byte[1] },
            { DhcpOptionCode.ClasslessRoutes, new byte[] { 33, 10 } },
        };

        Assert.Null(options.FindAddress(DhcpOptionCode.ServerIdentifier));
        Assert.Null(options.FindNumber(DhcpOptionCode.LeaseTime));
        Assert.Empty(options.FindAddresses(DhcpOptionCode.DomainNameServer));
        Assert.Null(options.FindText(DhcpOptionCode.DomainName));
        Assert.Null(options.FindRoutes());
    }

    [Fact]
    public void Ten_thousand_parts_of_one_option_cost_no_more_than_their_bytes()
    {
        var bytes = new byte[60_000];
        Captured.Offer.AsSpan(0, DhcpMessage.HeaderLength).CopyTo(bytes);
        for (var at = DhcpMessage.HeaderLength; at + 3 <= bytes.Length; at += 3)
            (bytes[at], bytes[at + 1]) = (77, 1);

        Assert.True(DhcpMessage.TryParse(bytes, out var message));
        Assert.Equal((60_000 - DhcpMessage.HeaderLength) / 3, message.Options.Single().Value.Length);
    }
}
