using Adit.Protocols.Dhcp;
using Adit.Protocols.Ip;
using Adit.Protocols.Tests.Ppp;

namespace Adit.Protocols.Tests.Dhcp;

public sealed class DhcpLeaseTests
{
    private static readonly Ipv4Address _server = new(0xc0a80001), _otherServer = new(0xc0a80002), _address = new(0xc0a8000a);
    private static readonly DhcpClientIdentity _identity = new(new byte[] { 2, 0, 0, 0, 0, 1 }, "\0session-1"u8.ToArray(), "alice");

    private readonly DhcpLeaseOptions _options = new();
    private readonly DhcpLease _lease;
    private Moment _now = Moment.Start;

    public DhcpLeaseTests() => _lease = Create(_options);

    [Fact]
    public void An_address_that_is_offered_asked_for_and_granted_is_ours()
    {
        var discover = Open();
        Assert.Equal((DhcpMessageType.Discover, DhcpPacket.Broadcast, true),
            (discover.Message.Type!.Value, discover.Destination, discover.Message.IsBroadcast));

        Receive(Reply(discover.Message, DhcpMessageType.Offer));
        var request = Transmitted();
        Assert.Equal((DhcpMessageType.Request, _address, _server), (
            request.Message.Type!.Value,
            request.Message.Options.FindAddress(DhcpOptionCode.RequestedAddress)!.Value,
            request.Message.Options.FindAddress(DhcpOptionCode.ServerIdentifier)!.Value));

        Receive(Reply(request.Message, DhcpMessageType.Ack));
        var bound = Assert.IsType<DhcpLeaseEvent.Bound>(Told());
        Assert.Equal((_address, TimeSpan.FromHours(1), _server), (bound.Binding.Address, bound.Binding.Lifetime!.Value, bound.Binding.Server));
    }

    [Fact]
    public void A_discover_that_nobody_answers_is_sent_ever_more_slowly_and_given_up()
    {
        Open();
        var waits = new List<double>();
        while (_lease.NextDeadline is { } deadline)
        {
            waits.Add((deadline - _now).TotalSeconds);
            Jump();
            _lease.TryTransmit(out _);
        }

        Assert.Equal(new DhcpLeaseEvent.Refused(DhcpLeaseEnd.NoOffer), Told());
        Assert.Equal(4, waits.Count);
        for (var i = 0; i < waits.Count; i++)
            Assert.InRange(waits[i], 3 << i, 5 << i);
    }

    [Fact]
    public void An_answer_to_another_exchange_another_client_or_another_hardware_address_is_not_ours()
    {
        var discover = Open().Message;
        var offer = Reply(discover, DhcpMessageType.Offer);

        Receive(offer with { TransactionId = offer.TransactionId + 1 });
        Receive(offer with { HardwareAddress = new byte[6] });
        Receive(offer with { Op = DhcpOp.BootRequest });
        Receive(Reply(discover, DhcpMessageType.Offer, client: "\0session-2"u8.ToArray()));

        Assert.False(_lease.TryTransmit(out _));
    }

    [Fact]
    public void A_server_that_does_not_repeat_the_client_identifier_is_heard()
    {
        Receive(Reply(Open().Message, DhcpMessageType.Offer, client: null));

        Assert.Equal(DhcpMessageType.Request, Transmitted().Message.Type);
    }

    [Theory]
    [InlineData(0u)]
    [InlineData(0x7f000001u)]
    [InlineData(0xe0000001u)]
    [InlineData(0xffffffffu)]
    public void An_offer_of_an_address_that_nobody_can_have_is_none(uint address)
    {
        Receive(Reply(Open().Message, DhcpMessageType.Offer) with { YourAddress = new(address) });

        Assert.False(_lease.TryTransmit(out _));
    }

    [Fact]
    public void An_offer_for_no_time_at_all_is_none()
    {
        Receive(Reply(Open().Message, DhcpMessageType.Offer, seconds: 1));

        Assert.False(_lease.TryTransmit(out _));
    }

    [Fact]
    public void Only_the_server_whose_offer_was_taken_can_grant_or_refuse_it()
    {
        Receive(Reply(Open().Message, DhcpMessageType.Offer));
        var request = Transmitted().Message;

        Receive(Reply(request, DhcpMessageType.Nak, server: _otherServer));
        Receive(Reply(request, DhcpMessageType.Ack, server: _otherServer));

        Assert.False(_lease.TryTakeEvent(out _));
    }

    [Fact]
    public void After_a_refusal_we_begin_anew_a_bounded_number_of_times()
    {
        var discovers = 1;
        Offer(Open().Message);
        while (_lease.NextDeadline is not null)
        {
            Jump();
            if (!_lease.TryTransmit(out var packet))
                continue;

            discovers++;
            Offer(packet.Message);
        }

        Assert.Equal(1 + _options.MaxRestarts, discovers);
        Assert.Equal(new DhcpLeaseEvent.Refused(DhcpLeaseEnd.Refused), Told());

        void Offer(DhcpMessage discover)
        {
            Receive(Reply(discover, DhcpMessageType.Offer));
            Receive(Reply(Transmitted().Message, DhcpMessageType.Nak));
        }
    }

    [Fact]
    public void A_lease_is_renewed_with_its_server_from_t1_on_and_then_runs_anew()
    {
        Bind();
        var boundAt = _now;
        Jump();
        Assert.InRange((_now - boundAt).TotalSeconds, 1800 * 15 / 16, 1800);

        var renewal = Transmitted();
        Assert.Equal((DhcpMessageType.Request, _server), (renewal.Message.Type!.Value, renewal.Destination));
        Receive(Reply(renewal.Message, DhcpMessageType.Ack));

        Assert.IsType<DhcpLeaseEvent.Renewed>(Told());
        Assert.InRange((_lease.NextDeadline!.Value - _now).TotalSeconds, 1800 * 15 / 16, 1800);
    }

    [Fact]
    public void An_address_for_another_is_renewed_so_that_the_answer_comes_to_us_and_not_to_them()
    {
        Bind();
        Jump();

        var renewal = Transmitted().Message;

        Assert.Equal((Ipv4Address.Any, true), (renewal.ClientAddress, renewal.IsBroadcast));
        Assert.Equal(_address, renewal.Options.FindAddress(DhcpOptionCode.RequestedAddress));
        Assert.Null(renewal.Options.FindAddress(DhcpOptionCode.ServerIdentifier));
    }

    [Fact]
    public void An_address_of_our_own_is_renewed_as_rfc_2131_has_it()
    {
        var lease = Create(new DhcpLeaseOptions { IsForAnother = false });
        Bind(lease);
        Jump(lease);

        var renewal = Transmitted(lease).Message;

        Assert.Equal((_address, false), (renewal.ClientAddress, renewal.IsBroadcast));
        Assert.Null(renewal.Options.FindAddress(DhcpOptionCode.RequestedAddress));
    }

    [Fact]
    public void A_lease_that_its_server_does_not_renew_is_asked_for_from_all_and_lost_at_its_end()
    {
        Bind();
        var boundAt = _now;
        var destinations = new List<(double At, Ipv4Address To)>();
        while (_lease.NextDeadline is not null)
        {
            Jump();
            if (_lease.TryTransmit(out var packet))
                destinations.Add(((_now - boundAt).TotalSeconds, packet.Destination));
        }

        Assert.Equal(new DhcpLeaseEvent.Lost(_address, DhcpLeaseEnd.Expired), Told());
        Assert.Equal(3600, (_now - boundAt).TotalSeconds);
        Assert.All(destinations, sent => Assert.Equal(sent.At < 3150 ? _server : DhcpPacket.Broadcast, sent.To));
        Assert.InRange(destinations.Count, 4, 20);
        Assert.Null(_lease.Binding);
    }

    [Fact]
    public void Any_server_may_go_on_with_a_lease_after_t2()
    {
        Bind();
        DhcpPacket packet;
        do
        {
            Jump();
            packet = Transmitted();
        }
        while (packet.Destination != DhcpPacket.Broadcast);

        Receive(Reply(packet.Message, DhcpMessageType.Ack, server: _otherServer));

        Assert.Equal(_otherServer, Assert.IsType<DhcpLeaseEvent.Renewed>(Told()).Binding.Server);
    }

    [Fact]
    public void A_renewal_that_is_refused_ends_the_lease()
    {
        Bind();
        Jump();
        var renewal = Transmitted().Message;

        Receive(Reply(renewal, DhcpMessageType.Nak, server: _otherServer)); // not the one whose it is
        Receive(Reply(renewal, DhcpMessageType.Nak));

        Assert.Equal(new DhcpLeaseEvent.Lost(_address, DhcpLeaseEnd.Refused), Told());
        Assert.Null(_lease.NextDeadline);
    }

    [Fact]
    public void A_lease_for_ever_is_never_renewed()
    {
        Bind(seconds: uint.MaxValue);

        Assert.Null(_lease.Binding!.Lifetime);
        Assert.Null(_lease.NextDeadline);
    }

    [Fact]
    public void A_lease_that_is_given_back_is_given_back_to_its_server()
    {
        Bind();

        _lease.Release();

        var release = Transmitted();
        Assert.Equal((DhcpMessageType.Release, _address, _server),
            (release.Message.Type!.Value, release.Message.ClientAddress, release.Destination));
        Assert.Null(_lease.NextDeadline);
        Assert.False(_lease.TryTakeEvent(out _));
    }

    [Fact]
    public void An_address_that_another_has_is_declined_and_another_asked_for_after_a_pause()
    {
        Bind();

        _lease.Decline(_now);

        Assert.Equal(new DhcpLeaseEvent.Lost(_address, DhcpLeaseEnd.InUse), Told());
        var decline = Transmitted();
        Assert.Equal((DhcpMessageType.Decline, DhcpPacket.Broadcast), (decline.Message.Type!.Value, decline.Destination));
        Assert.Equal(_options.DeclinePause, _lease.NextDeadline!.Value - _now);
        Jump();
        Assert.Equal(DhcpMessageType.Discover, Transmitted().Message.Type);
    }

    [Fact]
    public void An_address_from_before_is_asked_for_again()
    {
        _lease.Open(_address, _now);

        Assert.Equal(_address, Transmitted().Message.Options.FindAddress(DhcpOptionCode.RequestedAddress));
    }

    [Fact]
    public void A_server_cannot_have_us_renew_all_the_time()
    {
        Bind(renewal: 1, rebinding: 2);

        Assert.InRange((_lease.NextDeadline!.Value - _now).TotalSeconds, 1800 * 15 / 16, 1800);
    }

    private static DhcpLease Create(DhcpLeaseOptions options) => new(options, _identity, new SeededRandom(1));

    private DhcpPacket Open()
    {
        _lease.Open(wanted: null, _now);
        return Transmitted();
    }

    private void Bind(uint seconds = 3600, uint renewal = 1800, uint rebinding = 3150)
    {
        Receive(Reply(Open().Message, DhcpMessageType.Offer));
        Receive(Reply(Transmitted().Message, DhcpMessageType.Ack, seconds: seconds, renewal: renewal, rebinding: rebinding));
        Told();
    }

    private void Bind(DhcpLease lease)
    {
        lease.Open(wanted: null, _now);
        lease.HandleMessage(Reply(Transmitted(lease).Message, DhcpMessageType.Offer), _now);
        lease.HandleMessage(Reply(Transmitted(lease).Message, DhcpMessageType.Ack), _now);
    }

    private void Receive(DhcpMessage message) => _lease.HandleMessage(message, _now);

    private void Jump() => Jump(_lease);

    private void Jump(DhcpLease lease)
    {
        _now = lease.NextDeadline!.Value;
        lease.HandleTimeout(_now);
    }

    private DhcpPacket Transmitted() => Transmitted(_lease);

    private static DhcpPacket Transmitted(DhcpLease lease)
    {
        Assert.True(lease.TryTransmit(out var packet));
        return packet;
    }

    private DhcpLeaseEvent Told()
    {
        Assert.True(_lease.TryTakeEvent(out var told));
        return told;
    }

    private static DhcpMessage Reply(DhcpMessage request, DhcpMessageType type, Ipv4Address? server = null, uint seconds = 3600,
        uint renewal = 1800, uint rebinding = 3150) =>
        Reply(request, type, request.Options.Find(DhcpOptionCode.ClientIdentifier)!.Value.ToArray(), server, seconds, renewal, rebinding);

    private static DhcpMessage Reply(DhcpMessage request, DhcpMessageType type, byte[]? client, Ipv4Address? server = null, uint seconds = 3600,
        uint renewal = 1800, uint rebinding = 3150)
    {
        var options = new DhcpOptionSet
        {
            type,
            { DhcpOptionCode.ServerIdentifier, server ?? _server },
            { DhcpOptionCode.LeaseTime, seconds },
            { DhcpOptionCode.RenewalTime, renewal },
            { DhcpOptionCode.RebindingTime, rebinding },
        };
        if (client is not null)
            options.Add(DhcpOptionCode.ClientIdentifier, client);
        return new DhcpMessage(DhcpOp.BootReply, request.TransactionId)
        {
            HardwareAddress = request.HardwareAddress,
            YourAddress = type is DhcpMessageType.Nak ? Ipv4Address.Any : _address,
            Options = options,
        };
    }
}
